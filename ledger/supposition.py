"""What if: the same instalments after money that nobody paid, later than they are due, or with goods nobody took.

Nothing is posted from it: values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.aging import BY_DUE, AgedItem, Buckets, age
from ledger.allocation import allocate
from ledger.receivable import Instalment


@dataclass(frozen=True, slots=True)
class Picture:
    """What is owed on a day, in fen: by bucket of lateness, of it overdue, and money that pays nothing.

    `days`: how late the oldest is, 0 when nothing is.
    """

    day: date
    amounts: tuple[int, ...]
    overdue: int
    spare: int
    days: int

    @property
    def outstanding(self) -> int:
        return sum(self.amounts)

    @property
    def net(self) -> int:
        return self.outstanding - self.spare


@dataclass(frozen=True, slots=True)
class Settled:
    """The instalments after supposed money: those still owed on, what each got (fen), and what was left over."""

    items: tuple[Instalment, ...]
    shares: tuple[tuple[Instalment, int], ...]
    left_over: int


def picture(items: Iterable[Instalment], day: date, *, spare: int = 0, buckets: Buckets = BY_DUE) -> Picture:
    """The aging of the items by due day, as `day` would see it."""
    owed = [item for item in items if item.outstanding]
    aged = age(
        (AgedItem("", item.outstanding, item.due_on, item.issued_on) for item in owed), day, buckets=buckets
    )
    late = [item for item in owed if item.days_late(day) > 0]
    days = max((item.days_late(day) for item in late), default=0)
    return Picture(day, aged.total.amounts, sum(item.outstanding for item in late), spare, days)


def paid(items: Sequence[Instalment], fen: int, day: date) -> Settled:
    """As the books would allocate it: the oldest first, disputed money skipped. Raises `NotAllocatable` for ≤ 0."""
    shares = allocate(fen, items, effective_on=day)
    got = {share.instalment.id: share.amount for share in shares}
    rest = tuple(
        replace(item, outstanding=item.outstanding - got.get(item.id, 0))
        for item in items
        if item.outstanding > got.get(item.id, 0)
    )
    return Settled(rest, tuple((share.instalment, share.amount) for share in shares), fen - sum(got.values()))
