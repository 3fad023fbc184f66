"""What the bot's line brings while the database is away: the platform says it once."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot import reception
from bot.clock import SystemClock
from bot.dispatcher import SILENCE, Answer
from bot.incoming import Incoming
from bot.reception import Reception
from bot.wecom.aibot.connection import Connection
from bot.wecom.aibot.frames import Command, Frame
from bot.wecom.aibot.messages import Ears

FULL = OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))
SAID = {"msgid": "m1", "msgtype": "text", "from": {"userid": "zhou"}, "text": {"content": "永盛欠多少"}}


class Books:
    """Fails with each of these first."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self.booked: list[str] = []

    async def answer(self, incoming: Incoming) -> Answer:
        if self._errors:
            raise self._errors.pop()
        self.booked.append(incoming.text)
        return SILENCE

    async def leave_later(self, incoming: Incoming) -> bool:
        return True


async def heard(books: Books, connection: Connection) -> list[str]:
    """What the log says about one message."""
    line = Reception(books, Ears(), SystemClock(), wake=lambda: None)
    with capture_logs() as said:
        line.take(Frame(command=Command.CALLBACK, req_id="r", body=SAID), connection)
        await line.finish()
    return [str(one["event"]) for one in said]


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> Connection:
    monkeypatch.setattr(reception, "FIRST_WAIT", 0.0)
    return Connection.__new__(Connection)  # what answers is not asked for here


async def test_a_message_waits_for_a_disk_that_is_full(connection: Connection) -> None:
    books = Books(FULL, FULL)
    assert await heard(books, connection) == ["a message of the bot waits for the database"] * 2
    assert books.booked == ["永盛欠多少"]


async def test_a_message_that_brings_us_down_is_said_to_be_lost(connection: Connection) -> None:
    assert await heard(Books(ZeroDivisionError()), connection) == ["a message of the bot is lost"]
