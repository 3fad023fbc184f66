"""A row that asks for it is completed from the books at the moment of sending, once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.refresh import Gone, Refresh
from bot.delivery.rendering import Rendering, parts_of
from bot.outgoing import Kind, Outgoing
from bot.render import Renderer
from config.company import CompanySettings
from storage.unit_of_work import UnitOfWork
from tests.bot.company import company


@pytest.fixture
def sentences(tmp_path: Path) -> Renderer:
    (tmp_path / "a.txt.j2").write_text("欠 {{ owed }}")
    (tmp_path / "a.card.j2").write_text('{"card_type": "text_notice", "owed": {{ owed }}}')
    return Renderer(tmp_path)


def owed(context: Mapping[str, Any], uow: UnitOfWork, settings: CompanySettings) -> Mapping[str, Any] | Gone:
    people = len(uow.staff.all())
    return {**context, "owed": people} if context["left"] else Gone("it was paid")


async def rendered(
    url: str, sentences: Renderer, context: Mapping[str, Any], template: str = "a.txt"
) -> Outgoing | Gone:
    async with company(url) as shop:
        service = shop.service
        refreshes: dict[str, Refresh] = {"owed": owed}
        await service.database.write(
            lambda uow: uow.outbox.push("app", "zhou", "k", template, {"refresh": "owed", **context})
        )
        (row,) = await service.database.read(lambda uow: uow.outbox.list())
        return await Rendering(service.database, sentences, service.company, refreshes, Path()).message(row)


async def test_a_row_is_completed_from_the_books(migrated_url: str, sentences: Renderer) -> None:
    assert await rendered(migrated_url, sentences, {"left": 1}) == Outgoing(text="欠 7")


async def test_a_card_is_json(migrated_url: str, sentences: Renderer) -> None:
    made = await rendered(migrated_url, sentences, {"left": 1, "text": "欠"}, "a.card")
    assert made == Outgoing(kind=Kind.CARD, card={"card_type": "text_notice", "owed": 7}, text="欠")


async def test_a_row_with_nothing_left_is_gone(migrated_url: str, sentences: Renderer) -> None:
    assert await rendered(migrated_url, sentences, {"left": 0}) == Gone("it was paid")


async def test_a_row_that_nobody_completes_is_gone(migrated_url: str, sentences: Renderer) -> None:
    assert isinstance(await rendered(migrated_url, sentences, {"refresh": "nobody"}), Gone)


async def test_a_row_that_is_gone_is_cancelled_with_its_reason(migrated_url: str) -> None:
    async with company(migrated_url) as shop:
        await shop.service.database.write(
            lambda uow: uow.outbox.push("app", "zhou", "k", "chat/failed.txt", {"refresh": "nobody"})
        )
        await shop.service.delivery.drain()
        (row,) = await shop.service.database.read(lambda uow: uow.outbox.list())
        assert (row.state, row.last_error) == ("cancelled", "nothing completes nobody")
        assert shop.platform.sent == []


async def test_a_text_too_long_for_one_message_leaves_as_several(migrated_url: str) -> None:
    async with company(migrated_url) as shop:
        lines = "\n".join(f"第{number}行，永盛装饰欠一万二" for number in range(150))
        await shop.service.database.write(lambda uow: uow.outbox.push("app", "zhou", "k", body=lines))
        while await shop.service.delivery.drain():
            pass
        said = [text for _, text in shop.platform.sent]
        assert [text[:6].strip() for text in said] == [f"({n}/{len(said)})" for n in range(1, len(said) + 1)]
        assert "\n".join(text.partition("\n")[2] for text in said) == lines


def test_only_the_first_part_mentions_anybody() -> None:
    long = Outgoing(text="一行字\n" * 400, mentions=("zhou",))
    parts = parts_of(long, text_bytes=2048, markdown_bytes=4096)
    assert [part.mentions for part in parts] == [("zhou",), *[()] * (len(parts) - 1)]
    assert len(parts) > 1
    assert parts_of(Outgoing(kind=Kind.IMAGE, path="a"), text_bytes=1, markdown_bytes=1)[0].path == "a"
