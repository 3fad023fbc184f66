"""Statement 对账单: one customer's account over a period, as both sides read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ledger.aging import BY_DUE, Aging, Buckets, age_history
from ledger.entries import Entry
from ledger.history import History, standing

_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Line:
    """One movement: signed fen it adds to what is owed, and the balance after it."""

    entry: Entry
    change: int
    balance: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Opening + Σ changes = closing, signed fen: above zero the customer owes, below he has paid ahead.

    `aging` and `unallocated` are of the last day. `overdue` is what of the closing is past due on that day.
    """

    customer_id: int
    currency: str
    first: date
    last: date
    opening: int
    lines: tuple[Line, ...]
    closing: int
    unallocated: int
    aging: Aging

    @property
    def overdue(self) -> int:
        return sum(self.aging.total.amounts[1:])


def statement(
    history: History, first: date, last: date, *, known_by: datetime | None = None, buckets: Buckets = BY_DUE
) -> Statement:
    """The account from `first` to `last`, both included; lines by effective day, then by seq.

    An entry and the reversal of it as a mistake are left out when both count from the same day: neither
    was true. Raises `ValueError` when the period ends before it begins.
    """
    if last < first:
        raise ValueError("a statement ends on or after its first day")
    opening = standing(history, first - _DAY, known_by).balance
    lines = tuple(_lines(_entries(history, first, last, known_by), opening))
    then = standing(history, last, known_by)
    return Statement(
        customer_id=history.customer_id,
        currency=history.currency,
        first=first,
        last=last,
        opening=opening,
        lines=lines,
        closing=lines[-1].balance if lines else opening,
        unallocated=sum(then.unallocated.values()),
        aging=age_history(history, last, known_by=known_by, buckets=buckets),
    )


def _entries(history: History, first: date, last: date, known_by: datetime | None) -> list[Entry]:
    known = [e for e in history.entries if known_by is None or e.recorded_at <= known_by]
    days = {entry.id: entry.effective_on for entry in known}
    untrue: set[int] = set()
    for entry in known:
        if entry.reason == "mistake" and entry.reverses and days.get(entry.reverses) == entry.effective_on:
            untrue |= {entry.id, entry.reverses}
    moving = (e for e in known if e.effect and first <= e.effective_on <= last and e.id not in untrue)
    return sorted(moving, key=lambda e: (e.effective_on, e.seq))


def _lines(entries: list[Entry], balance: int) -> Iterator[Line]:
    for entry in entries:
        balance += entry.effect
        yield Line(entry, entry.effect, balance)
