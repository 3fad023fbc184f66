"""One customer's books as rows with two clocks, and what stood in them on any day, as known at any time.

The plainest possible reading, for checks and statements, and to compare faster ways with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ledger.entries import KINDS, Entry
from ledger.money import CURRENCY
from ledger.values import value


@value
class AllocationRow:
    """Signed fen of a source that go to an instalment or to an entry (refund, transfer_out, reversal)."""

    id: int
    by_entry: int
    source_entry: int
    amount: int
    effective_on: date
    recorded_at: datetime
    target_instalment: int | None = None
    target_entry: int | None = None
    designated_by: str = ""
    undoes: int | None = None

    def canonical(self) -> tuple[str, ...]:
        """The row as it enters the hash of the entry that made it."""
        target = ("i", self.target_instalment) if self.target_entry is None else ("e", self.target_entry)
        named = (self.designated_by, str(self.undoes or ""))
        return (
            *("allocation", str(self.id), str(self.source_entry), target[0], str(target[1])),
            *(str(self.amount), self.effective_on.isoformat(), *named),
        )


@value
class InstalmentRow:
    """An instalment from when it was opened until it was closed: business day, and instant of writing.

    `outstanding` is the kept projection (fen); None where nobody kept one.
    """

    id: int
    receivable_id: int
    position: int
    amount: int
    issued_on: date
    due_on: date | None
    opened_by: int
    opened_on: date
    opened_at: datetime
    kind: str = "principal"
    closed_by: int | None = None
    closed_on: date | None = None
    closed_at: datetime | None = None
    outstanding: int | None = None

    def canonical_opening(self) -> tuple[str, ...]:
        """The row as it enters the hash of the entry that opens it."""
        due = self.due_on.isoformat() if self.due_on else ""
        return (
            *("open", str(self.id), str(self.receivable_id), str(self.position), self.kind, str(self.amount)),
            *(self.issued_on.isoformat(), due, self.opened_on.isoformat()),
        )

    def canonical_closing(self) -> tuple[str, ...]:
        """The row as it enters the hash of the entry that closes it."""
        return ("close", str(self.id), self.closed_on.isoformat() if self.closed_on else "")


@value
class History:
    """All rows of one customer in one currency, each kind in the order of writing."""

    customer_id: int
    entries: tuple[Entry, ...]
    allocations: tuple[AllocationRow, ...]
    instalments: tuple[InstalmentRow, ...]
    currency: str = CURRENCY


@value
class Standing:
    """What stood in the books: fen by instalment and by source entry, each without those at zero."""

    balance: int
    outstanding: Mapping[int, int]
    unallocated: Mapping[int, int]


def standing(history: History, as_of: date | None = None, known_by: datetime | None = None) -> Standing:
    """What counted on the day `as_of`, of what was recorded by `known_by`; None is no limit.

    A row counts from its effective day and the instant it was recorded; an instalment from its opening to
    its closing. Both limits include their own day and instant. Amounts can be negative only in books that
    `checks` finds wrong.
    """
    entries = [e for e in history.entries if _counts(e.effective_on, e.recorded_at, as_of, known_by)]
    owed = {row.id: row.amount for row in history.instalments if _exists(row, as_of, known_by)}
    free = {entry.id: entry.amount for entry in entries if KINDS[entry.kind].source}
    for row in history.allocations:
        if not _counts(row.effective_on, row.recorded_at, as_of, known_by):
            continue
        if row.source_entry in free:
            free[row.source_entry] -= row.amount
        if row.target_instalment in owed:
            owed[row.target_instalment] -= row.amount
    return Standing(
        balance=sum(entry.effect for entry in entries),
        outstanding={key: fen for key, fen in owed.items() if fen},
        unallocated={key: fen for key, fen in free.items() if fen},
    )


def _counts(day: date, instant: datetime, as_of: date | None, known_by: datetime | None) -> bool:
    return (as_of is None or day <= as_of) and (known_by is None or instant <= known_by)


def _exists(row: InstalmentRow, as_of: date | None, known_by: datetime | None) -> bool:
    if not _counts(row.opened_on, row.opened_at, as_of, known_by):
        return False
    if row.closed_on is None or row.closed_at is None:
        return True
    return not _counts(row.closed_on, row.closed_at, as_of, known_by)
