"""Books in memory, made of nothing but the pure core: the smallest thing that the histories can drive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any

from ledger.aging import age_history
from ledger.allocation import Share, allocate
from ledger.chain import Link, check_chain
from ledger.checks import Problem, check_customer
from ledger.effective import counts_from, free_from, reversal_day
from ledger.entries import GENESIS, KINDS, Entry, chained_hash
from ledger.history import AllocationRow, History, InstalmentRow, standing
from ledger.receivable import Instalment

Parts = Sequence[tuple[int, date]]


class Book:
    """The same methods as the model; names of facts are its ids of entries, and of receivables for debts."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.rows: dict[int, AllocationRow] = {}
        self.items: dict[int, InstalmentRow] = {}
        self.ids = count(1_000_000)

    def debt(self, name: int, *, customer: int, parts: Parts, day: date, at: datetime) -> None:
        total = sum(fen for fen, _ in parts)
        self._enter(name, "debt", customer, total, day, at, receivable_id=name)
        self._open(name, name, parts, issued_on=day, opened_on=day, at=at)

    def payment(
        self, name: int, *, customer: int, amount: int, day: date, at: datetime, named: Sequence[int] = ()
    ) -> None:
        self._take_in("payment", name, customer, amount, day, at, named)

    def credit(
        self, name: int, *, customer: int, amount: int, day: date, at: datetime, named: Sequence[int] = ()
    ) -> None:
        self._take_in("credit_note", name, customer, amount, day, at, named)

    def reverse(self, name: int, *, reason: str, day: date, at: datetime) -> None:
        entry = self.entries[name]
        items = [item for item in self._open_items(entry.customer_id) if item.receivable_id == name]
        is_source = KINDS[entry.kind].source
        rests_on = [self._free_from(item.id) for item in items] + (
            [self._source_from(name)] if is_source else []
        )
        start = reversal_day(
            reason, reversed_on=entry.effective_on, happened_on=day, first_open=date.min, rests_on=rests_on
        )
        new = next(self.ids)
        self._enter(
            new, "reversal", entry.customer_id, entry.amount, start, at,
            reverses=name, reverses_kind=entry.kind, reason=reason,
        )  # fmt: skip
        targets = {item.id for item in items}
        for row in self._live():
            if row.source_entry == name or row.target_entry == name or row.target_instalment in targets:
                self._undo(row, new, start, at)
        for item in items:
            self.items[item.id] = replace(item, closed_by=new, closed_on=start, closed_at=at)
        if is_source:
            self._allocate(new, name, entry.amount, start, at, target_entry=new)

    def reschedule(self, name: int, *, parts: Parts, day: date, at: datetime) -> None:
        customer = self.entries[name].customer_id
        old = [item for item in self._open_items(customer) if item.receivable_id == name]
        start = counts_from(day, [self._free_from(item.id) for item in old])
        new = next(self.ids)
        self._enter(new, "reschedule", customer, 0, start, at, receivable_id=name)
        carried = [row for row in self._live() if row.target_instalment in {item.id for item in old}]
        for row in carried:
            self._undo(row, new, start, at)
        for item in old:
            self.items[item.id] = replace(item, closed_by=new, closed_on=start, closed_at=at)
        self._open(new, name, parts, issued_on=old[0].issued_on, opened_on=start, at=at)
        for row in carried:
            on = max(start, row.effective_on)
            shares = allocate(row.amount, self._instalments(customer, name), effective_on=on)
            self._share(new, row.source_entry, shares, at)

    def reallocate(self, name: int, *, shares: Sequence[tuple[int, int]], day: date, at: datetime) -> None:
        customer = self.entries[name].customer_id
        new = next(self.ids)
        self._enter(new, "reallocate", customer, 0, day, at)
        for row in self._live():
            if row.source_entry == name and row.target_instalment is not None:
                self._undo(row, new, day, at)
        for debt, fen in shares:
            on = counts_from(day, [self._source_from(name)])
            self._share(new, name, allocate(fen, self._instalments(customer, debt), effective_on=on), at)

    def refund(self, name: int, *, source: int, amount: int, day: date, at: datetime) -> None:
        start = counts_from(day, [self._source_from(source)])
        self._enter(name, "refund", self.entries[source].customer_id, amount, start, at)
        self._allocate(name, source, amount, start, at, target_entry=name)

    def balance(self, customer: int, as_of: date | None = None, known_by: datetime | None = None) -> int:
        return standing(self.history(customer), as_of, known_by).balance

    def outstanding(
        self, customer: int, as_of: date | None = None, known_by: datetime | None = None
    ) -> dict[int, int]:
        by_debt: dict[int, int] = defaultdict(int)
        for item, fen in standing(self.history(customer), as_of, known_by).outstanding.items():
            by_debt[self.items[item].receivable_id] += fen
        return dict(by_debt)

    def unallocated(
        self, customer: int, as_of: date | None = None, known_by: datetime | None = None
    ) -> dict[int, int]:
        return dict(standing(self.history(customer), as_of, known_by).unallocated)

    def aging(
        self, customer: int, as_of: date, known_by: datetime | None = None, basis: str = "due"
    ) -> list[int]:
        return list(age_history(self.history(customer), as_of, known_by=known_by, basis=basis).total.amounts)

    def problems(self) -> list[Problem]:
        customers = sorted({entry.customer_id for entry in self.entries.values()})
        found = [problem for customer in customers for problem in check_customer(self.history(customer))]
        return [*found, *check_chain(self._links())]

    def history(self, customer: int) -> History:
        mine = {entry.id for entry in self.entries.values() if entry.customer_id == customer}
        return History(
            customer,
            tuple(self.entries[name] for name in self.entries if name in mine),
            tuple(row for row in self.rows.values() if row.by_entry in mine),
            tuple(item for item in self.items.values() if item.opened_by in mine),
        )

    def _links(self) -> list[Link]:
        head, links = GENESIS, []
        for entry in self.entries.values():
            effects = tuple(row.canonical() for row in self.rows.values() if row.by_entry == entry.id)
            digest = chained_hash(head, entry, effects)
            links.append(Link(entry, head, digest, effects))
            head = digest
        return links

    def _enter(
        self, name: int, kind: str, customer: int, amount: int, day: date, at: datetime, **more: object
    ) -> None:
        seq = len(self.entries) + 1
        self.entries[name] = Entry(name, 1, seq, kind, customer, amount, day, at, "wang", **more)  # type: ignore[arg-type]

    def _take_in(
        self, kind: str, name: int, customer: int, amount: int, day: date, at: datetime, named: Sequence[int]
    ) -> None:
        self._enter(name, kind, customer, amount, day, at)
        open_items = self._instalments(customer)
        self._share(name, name, allocate(amount, open_items, effective_on=day, designated=named), at)

    def _open(
        self, by: int, receivable: int, parts: Parts, *, issued_on: date, opened_on: date, at: datetime
    ) -> None:
        for position, (fen, due_on) in enumerate(parts, start=1):
            row = InstalmentRow(
                next(self.ids), receivable, position, fen, issued_on, due_on, by, opened_on, at
            )
            self.items[row.id] = row

    def _open_items(self, customer: int) -> list[InstalmentRow]:
        rows = self.items.values()
        mine = (row for row in rows if self.entries[row.opened_by].customer_id == customer)
        return [row for row in mine if row.closed_by is None]

    def _instalments(self, customer: int, receivable: int | None = None) -> list[Instalment]:
        owed = standing(self.history(customer)).outstanding
        return [
            Instalment(
                row.id, row.receivable_id, customer, self.entries[row.receivable_id].seq, row.position,
                row.amount, owed[row.id], row.issued_on, row.due_on, free_from=self._free_from(row.id),
            )
            for row in self._open_items(customer)
            if row.id in owed and receivable in (None, row.receivable_id)
        ]  # fmt: skip

    def _live(self) -> list[AllocationRow]:
        undone = {row.undoes for row in self.rows.values()}
        return [row for row in self.rows.values() if row.id not in undone and row.undoes is None]

    def _taken_back(self) -> list[AllocationRow]:
        undone = ((row, self.rows[row.undoes]) for row in self.rows.values() if row.undoes is not None)
        return [row for row, before in undone if row.effective_on > before.effective_on]

    def _free_from(self, item: int) -> date:
        rows = (row for row in self._taken_back() if row.target_instalment == item)
        return free_from(self.items[item].opened_on, (row.effective_on for row in rows))

    def _source_from(self, source: int) -> date:
        rows = (row for row in self._taken_back() if row.source_entry == source)
        return free_from(self.entries[source].effective_on, (row.effective_on for row in rows))

    def _share(self, by: int, source: int, shares: Sequence[Share], at: datetime) -> None:
        for share in shares:
            target = share.instalment.id
            self._allocate(by, source, share.amount, share.effective_on, at, target_instalment=target)

    def _undo(self, row: AllocationRow, by: int, day: date, at: datetime) -> None:
        on = max(day, row.effective_on)
        undo = replace(
            row, id=next(self.ids), by_entry=by, amount=-row.amount, effective_on=on, undoes=row.id
        )
        self.rows[undo.id] = replace(undo, recorded_at=at)

    def _allocate(self, by: int, source: int, fen: int, day: date, at: datetime, **target: Any) -> None:
        row = AllocationRow(next(self.ids), by, source, fen, day, at, **target)
        self.rows[row.id] = row
