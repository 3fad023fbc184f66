"""The books in tables under the same random histories, on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from ledger.checks import Problem
from ledger.history import standing
from ledger.receivable import Part
from storage.aging_query import aging
from storage.histories import history_of
from storage.posting import Posted
from storage.unit_of_work import UnitOfWork
from tests.laws.machine import CUSTOMERS, Histories
from tests.storage.books import Books, opened

Parts = Sequence[tuple[int, date]]


class TablesOfBooks:
    """The methods of the model, on a database. Facts have names; `ids` and `debts` say what they became."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.customers = {number: books.customer(f"客户{number}") for number in CUSTOMERS}
        self.entries: dict[int, int] = {}
        self.debts: dict[int, int] = {}

    def _post(self, command: Any, at: datetime) -> Posted:
        self.books.now = at
        posted: Posted = self.books.run(command)
        return posted

    def debt(self, name: int, *, customer: int, parts: Parts, day: date, at: datetime) -> None:
        def command(uow: UnitOfWork) -> Posted:
            return uow.journal.debt(
                customer_id=self.customers[customer],
                principal=sum(fen for fen, _ in parts),
                issued_on=day,
                parts=[Part(*part) for part in parts],
                actor="wang",
                salesperson="wang",
            )

        posted = self._post(command, at)
        self.entries[name] = posted.entry.id
        self.debts[name] = posted.entry.receivable_id or 0

    def payment(
        self, name: int, *, customer: int, amount: int, day: date, at: datetime, named: Sequence[int] = ()
    ) -> None:
        facts = self._facts(customer, amount, day, named)
        self.entries[name] = self._post(
            lambda uow: uow.journal.payment(receipt_id=None, **facts), at
        ).entry.id

    def credit(
        self, name: int, *, customer: int, amount: int, day: date, at: datetime, named: Sequence[int] = ()
    ) -> None:
        # A credit note touches only what it names; a payment moves the money that the model moves.
        self.payment(name, customer=customer, amount=amount, day=day, at=at, named=named)

    def _facts(self, customer: int, amount: int, day: date, named: Sequence[int]) -> dict[str, Any]:
        designated = [self.debts[debt] for debt in named]
        whose = self.customers[customer]
        return {
            "customer_id": whose,
            "amount": amount,
            "effective_on": day,
            "actor": "wang",
            "designated": designated,
        }

    def reverse(self, name: int, *, reason: str, day: date, at: datetime) -> None:
        entry = self.entries[name]
        self._post(lambda uow: uow.journal.reverse(entry, reason=reason, on=day, actor="wang"), at)

    def reschedule(self, name: int, *, parts: Parts, day: date, at: datetime) -> None:
        plan = [Part(*part) for part in parts]
        self._post(lambda uow: uow.journal.reschedule(self.debts[name], plan, on=day, actor="wang"), at)

    def reallocate(self, name: int, *, shares: Sequence[tuple[int, int]], day: date, at: datetime) -> None:
        given = [(self.debts[debt], fen) for debt, fen in shares]
        self._post(lambda uow: uow.journal.reallocate(self.entries[name], given, on=day, actor="wang"), at)

    def refund(self, name: int, *, source: int, amount: int, day: date, at: datetime) -> None:
        entry = self.entries[source]

        def command(uow: UnitOfWork) -> Posted:
            whose = uow.journal.entry(entry)
            assert whose is not None
            return uow.journal.refund(
                customer_id=whose.customer_id,
                amount=amount,
                effective_on=day,
                actor="wang",
                source_entry=entry,
            )

        self.entries[name] = self._post(command, at).entry.id

    def _standing(self, customer: int, as_of: date | None, known_by: datetime | None) -> Any:
        history = self.books.run(lambda uow: history_of(uow, self.customers[customer]))
        return history, standing(history, as_of, known_by)

    def balance(self, customer: int, as_of: date | None = None, known_by: datetime | None = None) -> int:
        if as_of is None and known_by is None:
            today = date(2026, 3, 1)
            return self.books.run(lambda uow: uow.customers.position(self.customers[customer], today).net)
        return int(self._standing(customer, as_of, known_by)[1].balance)

    def outstanding(
        self, customer: int, as_of: date | None = None, known_by: datetime | None = None
    ) -> dict[int, int]:
        history, then = self._standing(customer, as_of, known_by)
        debts = {item.id: item.receivable_id for item in history.instalments}
        names = {receivable: name for name, receivable in self.debts.items()}
        owed: dict[int, int] = {}
        for item, fen in then.outstanding.items():
            name = names[debts[item]]
            owed[name] = owed.get(name, 0) + fen
        return owed

    def unallocated(
        self, customer: int, as_of: date | None = None, known_by: datetime | None = None
    ) -> dict[int, int]:
        names = {entry: name for name, entry in self.entries.items()}
        then = self._standing(customer, as_of, known_by)[1]
        return {names[entry]: fen for entry, fen in then.unallocated.items()}

    def aging(
        self, customer: int, as_of: date, known_by: datetime | None = None, basis: str = "due"
    ) -> list[int]:
        table = self.books.run(lambda uow: aging(uow, as_of, known_by=known_by, basis=basis))
        rows = {row.key: row.amounts for row in table.rows}
        return list(rows.get(str(self.customers[customer]), (0,) * 7))

    def problems(self) -> list[Problem]:
        return self.books.problems()


def test_the_tables_follow_the_model(database_url: str) -> None:
    numbers = count(1)
    with opened(database_url) as books:

        class TablesHistories(Histories):
            def make_books(self) -> TablesOfBooks:
                # Each history is a company of its own in one database.
                return TablesOfBooks(Books(books.connection, corp_id=next(numbers)))

        most = settings.default.max_examples // 2 if settings.default else 25
        run_state_machine_as_test(
            TablesHistories, settings=settings(max_examples=most, stateful_step_count=30)
        )
