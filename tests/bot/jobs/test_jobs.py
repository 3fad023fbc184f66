"""Ticks: what is due is done once, however often one asks."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from storage.attachments import AttachmentView
from tests.bot.company import PNG, Company, company


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def told(shop: Company) -> list[tuple[str, str]]:
    shop.platform.sent.clear()
    for _ in range(3):
        await shop.service.scheduler.tick()
    while await shop.service.delivery.drain():
        continue
    return [(to, text.splitlines()[0]) for to, text in shop.platform.sent]


async def test_what_was_not_booked_today_is_told_once_in_the_evening(shop: Company) -> None:
    await shop.say("zhou", "宝利来五金 欠四千五百 7天后付")
    assert await told(shop) == []
    await shop.clock.advance(timedelta(hours=5, minutes=45))  # 17:45 in Shanghai
    (message,) = await told(shop)
    assert message[0] == "zhou"
    assert "没记" in message[1]
    assert await told(shop) == []


async def test_nothing_is_told_when_everything_is_booked(shop: Company) -> None:
    await shop.say("zhou", "张三建材 800 月底")
    await shop.clock.advance(timedelta(hours=6))
    assert await told(shop) == []


async def test_finance_gets_one_list_at_noon_and_can_answer_it(shop: Company) -> None:
    await shop.service.database.write(
        lambda uow: uow.settings.put("confirmation_of_receipts", "true", by="admin")
    )
    await shop.say("zhou", "永盛打了8000")
    await shop.clock.advance(timedelta(minutes=6))
    assert [to for to, _ in await told(shop)] == ["lijie"]
    assert await told(shop) == []
    assert "入账" in await shop.say("lijie", "都到了")
    net = await shop.service.database.read(
        lambda uow: [
            uow.customers.position(c.id, uow.today()).net for c in uow.customers.all() if c.name == "永盛装饰"
        ]
    )
    assert net == [-8_000_00]


async def picture(shop: Company) -> AttachmentView:
    text = shop.text("zhou", "x")
    await shop.post(
        text.replace("<MsgType>text", "<MsgType>image").replace("<Content>", "<MediaId>m1</MediaId><Content>")
    )
    return await attachment(shop)


async def attachment(shop: Company) -> AttachmentView:
    (only,) = await shop.service.database.read(
        lambda uow: [*uow.attachments.of(""), *uow.attachments.loose_of("zhou", uow.now - timedelta(days=1))][
            :1
        ]
    )
    return only


async def test_a_picture_is_fetched_once_and_kept(migrated_url: str, tmp_path: Path) -> None:
    async with company(migrated_url, files=tmp_path) as shop:
        await picture(shop)
        await shop.service.scheduler.tick()
        await shop.service.scheduler.tick()
        kept = await attachment(shop)
    assert (tmp_path / kept.path).read_bytes() == PNG
    assert kept.sha256 == hashlib.sha256(PNG).hexdigest()


async def test_a_picture_that_is_gone_is_not_asked_for_again(migrated_url: str, tmp_path: Path) -> None:
    async with company(migrated_url, files=tmp_path) as shop:
        shop.platform.media = httpx.Response(200, json={"errcode": 40007, "errmsg": "invalid media_id"})
        await picture(shop)
        await shop.service.scheduler.tick()
        assert await shop.service.database.read(lambda uow: uow.attachments.unfetched(limit=9)) == []


async def test_the_words_of_old_messages_are_forgotten_and_their_keys_stay(shop: Company) -> None:
    await shop.say("zhou", "张三建材 800 月底", number=7)
    await shop.clock.advance(timedelta(days=181))
    await shop.service.scheduler.tick()
    row = await shop.service.database.read(lambda uow: uow.inbox.find("app", "message:7:zhou"))
    assert row is not None
    assert (row.text, row.answer) == ("", "")
