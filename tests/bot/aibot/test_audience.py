"""Whatever is said in a group, no figure leaves it but what its speaker said there himself (P21)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SimulatedClock
from bot.incoming import Incoming
from bot.wiring import Service, build
from handlers.audience import shared
from handlers.command import SILENT, Audience, Reply
from handlers.registry import COMMANDS
from storage.unit_of_work import UnitOfWork
from tests.bot.aibot.shop import people, settings
from tests.bot.company import NOON

FIGURE = re.compile(r"\d[\d,]*\.?\d*")
ROLES = ("zhou", "lijie", "zhao", "admin", "wu")
# A record's number says nothing of its sum.
NUMBER = re.compile(r"#\d+")


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    url = f"sqlite:///{tmp_path / 'books.db'}"
    opened = build(settings(url, 1), clock=SimulatedClock(NOON), files=tmp_path)
    await opened.start(works=False)
    await opened.database.write(people)
    await opened.dispatcher.warm()
    for number, (who, text) in enumerate(
        [(who, "在吗") for who in ROLES]
        + [("zhou", "永盛拿了48765瓷砖 下月15给"), ("zhou", "宏达拿了7654五金 月底给")]
    ):
        await said(opened, who, text, number)
    yield opened
    await opened.stop()


async def said(service: Service, who: str, text: str, number: int, *, chat: str = "") -> str:
    incoming = Incoming(
        channel="aibot",
        key=f"{who}:{number}",
        sender=who,
        kind="text",
        sent_at=service.clock.now(),
        text=text,
        chat_id=chat,
        reply_to="respond:r",
    )
    return "\n".join((await service.dispatcher.answer(incoming)).parts)


async def test_no_command_in_a_group_shows_a_figure_that_was_not_said_there(service: Service) -> None:
    told = []
    for place, command in enumerate(COMMANDS):
        for who in ("zhou", "lijie", "zhao"):
            text = command.says[0]
            shown = await said(service, who, text, 1_000 + place, chat="wr1")
            figures = FIGURE.findall(NUMBER.sub("", shown))
            told += [f"{who}: {text} → {shown}" for one in figures if not is_said(one, text)]
    assert told == []


def is_said(figure: str, text: str) -> bool:
    """Did the speaker say it himself: 12,000.00 of “1.2万” and “12000”, or a day?"""
    value = float(figure.replace(",", ""))
    spoken = [float(one.replace(",", "")) for one in FIGURE.findall(text)]
    spoken += [one * 10_000 for one in spoken]
    return any(abs(value - one) < 0.01 for one in spoken)


async def test_what_is_private_goes_to_the_speaker_alone_as_one_message(service: Service) -> None:
    await said(service, "zhou", "永盛欠多少", 9_000, chat="wr1")

    def alone(uow: UnitOfWork) -> list[tuple[str, str]]:
        rows = uow.outbox.list("waiting")
        return [(row.target, row.body) for row in rows if row.unique_key.startswith("private:")]

    ((target, body),) = await service.database.read(alone)
    assert target == "zhou"
    assert "48,765" in body


def test_a_public_reply_is_shown_and_a_private_part_is_only_announced() -> None:
    private = Reply("query/balance.txt")
    both = shared(Reply("query/not_for_role.txt", audience=Audience.PUBLIC).with_more(private), may_push=True)
    assert [both.shown.template, *(more.template for more in both.shown.also)] == [
        "query/not_for_role.txt",
        "group/told.txt",
    ]
    assert both.private == private


def test_silence_stays_silence_in_a_group() -> None:
    assert shared(SILENT, may_push=True).shown is SILENT
