"""Messages are booked in a process of their own: each once, in the same words, whatever becomes of it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.backroom.front import Front, process_apart
from bot.backroom.room import Room
from bot.clock import SystemClock
from bot.dispatcher import Answer, Dispatcher
from bot.incoming import Incoming
from bot.render import Renderer
from config.company import load_company
from storage.database import Database
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

SHANGHAI = ZoneInfo("Asia/Shanghai")


def dispatcher(database: Database) -> Dispatcher:
    return Dispatcher(database, Renderer(), SystemClock(), load_company(), SHANGHAI)


def people(uow: UnitOfWork) -> None:
    uow.staff.put(StaffView("wang", "老王", "sales"))
    uow.customers.create(name="永盛装饰", owner="wang", created_by="wang")
    uow.customers.create(name="宏达五金", owner="wang", created_by="wang")


def said(text: str, number: int = 1) -> Incoming:
    return Incoming(
        channel="app",
        key=f"message:{number}",
        sender="wang",
        kind="text",
        text=text,
        sent_at=datetime.now(UTC),
    )


def debts(uow: UnitOfWork) -> list[int]:
    return [
        debt.principal
        for customer in uow.customers.all()
        for debt in uow.receivables.of_customer(customer.id)
    ]


@dataclass
class Noting:
    """A dispatcher that notes which messages had been read before."""

    dispatcher: Dispatcher
    foretold: list[bool]

    @property
    def names_version(self) -> int:
        return self.dispatcher.names_version

    async def answer(self, incoming: Incoming) -> Answer:
        self.foretold.append(incoming.foretold is not None)
        return await self.dispatcher.answer(incoming)


@dataclass
class Rooms:
    """Back rooms in the test's own process, each on its end of a pair of sockets."""

    database: Database
    opened: list[socket.socket] = field(default_factory=list)
    foretold: list[bool] = field(default_factory=list)

    async def __call__(self, end: socket.socket) -> None:
        self.opened.append(end)
        behind = dispatcher(self.database)
        await behind.warm()
        await Room(Noting(behind, self.foretold), self.database).serve(end)


@asynccontextmanager
async def serving(
    database: Database,
    room: Callable[[socket.socket], Awaitable[None]],
    mine: Dispatcher | None = None,
) -> AsyncIterator[Front]:
    mine = mine or dispatcher(database)
    await mine.warm()
    front = Front(mine, room)
    await front.start()
    yield front
    await front.stop()


async def until(books: Database, is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so():
            await books.read(lambda uow: None)


@pytest.fixture
async def books(migrated_url: str) -> AsyncIterator[Database]:
    with Database(migrated_url, clock=SystemClock().now, process_number=1) as database:
        await database.write(people)
        yield database


@pytest.fixture
async def behind(migrated_url: str, books: Database) -> AsyncIterator[Rooms]:
    with Database(migrated_url, clock=SystemClock().now, process_number=2) as database:
        yield Rooms(database)


async def test_before_it_is_ready_messages_are_booked_in_front(books: Database, behind: Rooms) -> None:
    async with serving(books, behind) as front:
        assert not front.is_open
        assert (await front.answer(said("永盛装饰 1.2万 下月15号还"))).first.startswith("记好了")
    assert behind.foretold == []


async def test_once_it_is_ready_they_are_booked_there(books: Database, behind: Rooms) -> None:
    async with serving(books, behind) as front:
        await until(books, lambda: front.is_open)
        assert (await front.answer(said("永盛装饰 1.2万 下月15号还"))).first.startswith("记好了")
        assert front.statistics.commands == behind.database.statistics.commands == 1
    assert await books.read(debts) == [1_200_000]


async def test_of_whom_the_role_is_known_is_read_in_front(books: Database, behind: Rooms) -> None:
    async with serving(books, behind) as front:
        await until(books, lambda: front.is_open)
        for number, text in enumerate(("永盛装饰 1.2万 下月15号还", "宏达五金 3000 月底", "他又拿了500")):
            assert "记好了" in (await front.answer(said(text, number))).first
    assert behind.foretold == [False, True, False]


async def test_a_message_that_comes_again_gets_the_same_answer(books: Database, behind: Rooms) -> None:
    once = said("永盛装饰 1.2万 下月15号还")
    async with serving(books, behind) as front:
        first = await front.answer(once)
        await until(books, lambda: front.is_open)
        assert (await front.answer(once)).first == first.first
    assert len(await books.read(debts)) == 1


async def test_when_it_ends_messages_are_booked_in_front(books: Database, behind: Rooms) -> None:
    async with serving(books, behind) as front:
        await until(books, lambda: front.is_open)
        behind.opened[0].shutdown(socket.SHUT_RDWR)
        assert (await front.answer(said("永盛装饰 1.2万 下月15号还"))).first.startswith("记好了")
        await until(books, lambda: not front.is_open)
    assert await books.read(debts) == [1_200_000]


async def test_what_it_cannot_book_is_booked_in_front(books: Database, behind: Rooms) -> None:
    async with serving(books, behind) as front:
        await until(books, lambda: front.is_open)
        behind.database.close()
        assert (await front.answer(said("永盛装饰 1.2万 下月15号还"))).first.startswith("记好了")


async def test_a_customer_made_behind_is_known_in_front(books: Database, behind: Rooms) -> None:
    mine = dispatcher(books)
    async with serving(books, behind, mine) as front:
        await until(books, lambda: front.is_open)
        await front.answer(said("新来的启航驾校欠5000 月底还", 1))
        await front.answer(said("是", 2))
        await front.answer(said("启航驾校欠多少", 3))
        version = await books.read(lambda uow: uow.customers.names_version())
        await until(books, lambda: mine.names_version == version)


async def test_the_process_itself(
    migrated_url: str, books: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "DATABASE_URL": migrated_url,
        "WECOM__CORP_ID": "wx5823bf96d3bd56c7",
        "WECOM__TOKEN": "QDG6eK",
        "WECOM__AES_KEY": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    }.items():
        monkeypatch.setenv("QINGZHANG_" + name, value)
    async with serving(books, process_apart) as front:
        await until(books, lambda: front.is_open)
        assert (await front.answer(said("永盛装饰 1.2万 下月15号还"))).first.startswith("记好了")
        assert front.statistics.commits >= 1
    assert await books.read(debts) == [1_200_000]
