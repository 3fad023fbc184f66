"""A company's books on a fresh database, for tests of the repositories."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from ledger.checks import Problem
from ledger.receivable import Part
from storage.check import problems
from storage.heads import Heads
from storage.posting import Posted
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
START = datetime(2026, 1, 1, 1, tzinfo=UTC)  # 09:00 in Shanghai


@dataclass
class Books:
    """Runs one command a transaction; each command is a second later than the last."""

    connection: Connection
    now: datetime = START
    corp_id: int = 1
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @contextmanager
    def command(self) -> Iterator[UnitOfWork]:
        heads = Heads()
        with self.connection.begin():
            uow = UnitOfWork(
                self.connection,
                corp_id=self.corp_id,
                now=self.now,
                new_id=lambda: next(self.ids),
                heads=heads,
            )
            heads.head(self.connection, self.corp_id)
            yield uow
            uow.flush()
            heads.save(self.connection)
        self.now += timedelta(seconds=1)

    def run(self, command: Callable[[UnitOfWork], T]) -> T:
        with self.command() as uow:
            return command(uow)

    def problems(self) -> list[Problem]:
        return self.run(lambda uow: list(problems(uow)))

    def on(self, day: date) -> Books:
        """The next commands run on this day, at nine in Shanghai."""
        self.now = max(self.now, datetime(day.year, day.month, day.day, 1, tzinfo=UTC))
        return self

    def customer(self, name: str = "永盛装饰", owner: str = "wang") -> int:
        return self.run(lambda uow: uow.customers.create(name=name, owner=owner, created_by=owner).id)

    def debt(self, customer: int, fen: int, issued: date, *due: date | None) -> Posted:
        days = due or (issued + timedelta(days=30),)
        parts = [Part(fen // len(days), day) for day in days]
        return self.run(
            lambda uow: uow.journal.debt(
                customer_id=customer,
                principal=fen,
                issued_on=issued,
                parts=parts,
                actor="wang",
                salesperson="wang",
            )
        )

    def payment(self, customer: int, fen: int, day: date, *designated: int) -> Posted:
        def pay(uow: UnitOfWork) -> Posted:
            receipt = uow.receipts.report(customer, fen, day, reported_by="wang", state="confirmed")
            return uow.journal.payment(
                customer_id=customer, amount=fen, effective_on=day, actor="wang", receipt_id=receipt.id,
                designated=designated, designated_by="抵这笔" if designated else "",
            )  # fmt: skip

        return self.run(pay)


@contextmanager
def opened(url: str) -> Iterator[Books]:
    """Books in an empty database."""
    engine = create_engine(url, poolclass=NullPool)
    metadata.create_all(engine)
    with engine.connect() as connection:
        yield Books(connection)
