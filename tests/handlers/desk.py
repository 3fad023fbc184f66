"""A small company at its desks: people with roles, their customers, and a way to ask one handler something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.render import Renderer
from config.company import load_company
from handlers.command import Reply, Request, Said
from handlers.language.names import NameIndex
from handlers.language.reading import Fit, Intent, Mention, Reading, Record
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.storage.books import Books, opened

TODAY = date(2026, 12, 3)
ZONE = ZoneInfo("Asia/Shanghai")
CAST = (
    StaffView("wang", "老周", "sales", manager="zhao"),
    StaffView("qian", "小李", "sales", manager="zhao"),
    StaffView("sun", "小孙", "clerk"),
    StaffView("wu", "老吴", "warehouse"),
    StaffView("li", "李姐", "finance"),
    StaffView("zhao", "赵总", "manager"),
)
T = TypeVar("T")
Handler = Callable[[Request, UnitOfWork], Reply]


@dataclass
class Desk:
    """`books` to write into, and `asks`: one question of one person, answered as he reads it."""

    books: Books
    state: dict[str, Any] = field(default_factory=dict)

    def asks(
        self, run: Handler, customer: Mention | int | None = None, *, by: str = "wang", **extra: Any
    ) -> str:
        """What `run` answers to a query about `customer` (an id, a mention, or nobody)."""
        return self.on(lambda request, uow: self.said(run(request, uow)), customer, by=by, **extra)

    def on(
        self,
        act: Callable[[Request, UnitOfWork], T],
        customer: Mention | int | None = None,
        *,
        by: str = "wang",
        intent: Intent = Intent.QUERY_BALANCE,
        **extra: Any,
    ) -> T:
        self.books.on(TODAY)
        with self.books.command() as uow:
            mention = self._mention(customer, uow)
            return act(self.request(Record(intent, mention, extra=extra), by, uow), uow)

    def request(self, record: Record, by: str, uow: UnitOfWork) -> Request:
        now = datetime.combine(TODAY, time(9), ZONE)
        speaker = uow.staff.get(by)
        assert speaker is not None
        said = Said(1, "app", "", "", now)
        reading = Reading("", record.intent, (record,))
        return Request(said, speaker, reading, NameIndex(), self.state, load_company(), record)

    def said(self, reply: Reply) -> str:
        return Renderer().render(f"chat/{reply.template}", reply.context)

    def viewed(self, customer: int) -> list[str]:
        """Who looked at the customer's figures."""
        notes = self.books.run(lambda uow: list(uow.audit.of(f"customer:{customer}")))
        return [note.actor for note in notes if note.action == "view"]

    def _mention(self, customer: Mention | int | None, uow: UnitOfWork) -> Mention | None:
        if not isinstance(customer, int):
            return customer
        view = uow.customers.get(customer)
        assert view is not None
        return Mention(view.name, Fit.EXACT, view.id, view.name)


@contextmanager
def open_desk(url: str) -> Iterator[Desk]:
    with opened(url) as books:
        with books.command() as uow:
            for person in CAST:
                uow.staff.put(person)
        yield Desk(books)
