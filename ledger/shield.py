"""What of a debt is not asked for now: disputed sums, money that is here or reported, promised sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Item:
    """An open instalment as a reminder sees it, in fen. The parts that are not asked for do not overlap.

    `covered`: by money not yet allocated; `reported`: by money that waits to be confirmed; `promised`: until and
    with the day `promised_until`.
    """

    id: int
    receivable_id: int
    outstanding: int
    issued_on: date
    due_on: date | None
    disputed: int = 0
    covered: int = 0
    reported: int = 0
    promised: int = 0
    promised_until: date | None = None

    @property
    def asked(self) -> int:
        """What a reminder asks for: the rest."""
        return self.outstanding - self.disputed - self.covered - self.reported - self.promised


@dataclass(frozen=True, slots=True)
class Promise:
    """A customer's word: fen, or None for a sum that was not named; silent until and with `until` (grace included).

    `receivables`: the debts it names; none for all of them. `share`: a half is (1, 2), in place of an amount.
    """

    until: date
    amount: int | None = None
    receivables: frozenset[int] = frozenset()
    share: tuple[int, int] | None = None


def shielded(
    items: Iterable[Item], *, today: date, free: int = 0, reported: int = 0, promises: Sequence[Promise] = ()
) -> tuple[Item, ...]:
    """The items of one customer in one currency, the oldest first, each with what is not asked for.

    Disputed sums are taken off first and get no money. Then unallocated money (`free`) and reported money cover the
    oldest; a promise silences no more than the sum and the debts it names (PEOPLE P19), and nothing once it is past.
    """
    rows = sorted(items, key=_oldest)
    rows = [_covered(row) for row in rows]
    rows = _spread(rows, free, "covered")
    rows = _spread(rows, reported, "reported")
    for promise in promises:
        if promise.until >= today:
            rows = _promised(rows, promise)
    return tuple(rows)


def _oldest(item: Item) -> tuple[date, date, int]:
    return (item.due_on or date.max, item.issued_on, item.id)


def _covered(item: Item) -> Item:
    """More than is owed cannot be in dispute: part of it was paid since."""
    return replace(item, disputed=min(item.disputed, item.outstanding)) if item.disputed else item


def _spread(rows: list[Item], fen: int, part: str) -> list[Item]:
    found = []
    for row in rows:
        taken = min(fen, row.asked)
        fen -= max(taken, 0)
        found.append(replace(row, **{part: getattr(row, part) + taken}) if taken > 0 else row)
    return found


def _promised(rows: list[Item], promise: Promise) -> list[Item]:
    def is_named(row: Item) -> bool:
        return not promise.receivables or row.receivable_id in promise.receivables

    named = [row for row in rows if is_named(row)]
    left = _sum(promise, sum(row.asked for row in named))
    found = []
    for row in rows:
        taken = min(left, row.asked) if is_named(row) else 0
        if taken > 0:
            left -= taken
            until = max(promise.until, row.promised_until or promise.until)
            row = replace(row, promised=row.promised + taken, promised_until=until)
        found.append(row)
    return found


def _sum(promise: Promise, asked: int) -> int:
    if promise.amount is not None:
        return promise.amount
    if promise.share is not None:
        part, whole = promise.share
        return -(-asked * part // whole)  # of an odd fen the customer is not asked
    return asked
