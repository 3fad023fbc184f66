"""A Monday on which 老周 is asked about three customers at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers import morning, passed_on, promise_due
from handlers.jsonable import to_rich
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import CHANNEL, ZONE, Chat

ISSUED, DUE = date(2026, 11, 20), date(2026, 12, 1)
WANTED = {"永盛装饰": 8_000, "宏达五金": 3_000, "张三建材": 5_000}


def ask(chat: Chat) -> list[tuple[str, str]]:
    """(person, text) of what this morning asks."""
    now = chat.clock.now.astimezone(ZONE)

    def write(uow: UnitOfWork) -> list[OutboxView]:
        before = {row.id for row in uow.outbox.list()}
        asked = [*promise_due.questions(uow, now, CHANNEL), *passed_on.questions(uow, now)]
        morning.ask(asked, uow, channel=CHANNEL, now=now)
        return [row for row in uow.outbox.list() if row.id not in before]

    rows = [row for row in chat.database.write_now(write) if row.template.startswith("chat/questions/")]
    return [(row.target, chat._renderer.render(row.template, to_rich(row.context))) for row in rows]


def three_of(chat: Chat) -> Chat:
    """Monday, 14 December: 永盛 and 宏达 had promised for Friday, on which 张三 was sent a text. All is 老周's."""
    for name, yuan in WANTED.items():
        chat.owes(chat.customer(name), yuan, ISSUED, DUE)
    chat.says("zhou", "永盛王总说下周五打8000")
    chat.says("zhou", "宏达说下周五付3000")
    chat.clock.move(days=10)
    chat.says("zhou", "张三的发我")
    chat.says("zhou", "转了")
    chat.clock.move(days=3)
    return chat


def promises(chat: Chat, name: str) -> list[tuple[str, str]]:
    """(state, day) of each promise of the customer."""

    def read(uow: UnitOfWork) -> list[tuple[str, str]]:
        customer = uow.customers.by_name(name)
        assert customer is not None
        return [(one.state, f"{one.day:%m-%d}") for one in uow.promises.of_customer(customer.id)]

    return chat.database.read_now(read)


def net(chat: Chat, name: str) -> int:
    """Yuan that the customer owes."""

    def read(uow: UnitOfWork) -> int:
        customer = uow.customers.by_name(name)
        assert customer is not None
        return customer.id

    return chat.net(chat.database.read_now(read)) // 100


def notes(chat: Chat) -> list[tuple[str, str]]:
    """(words, result) of what was noted since the promises were given."""

    def read(uow: UnitOfWork) -> list[tuple[str, str]]:
        found: list[Any] = [uow.follow_ups.of_customer(one.id) for one in uow.customers.all()]
        mine = [note for some in found for note in some if note.kind == "note" and "下周五" not in note.words]
        return [(note.words, note.result) for note in mine]

    return chat.database.read_now(read)
