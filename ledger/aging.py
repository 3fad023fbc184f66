"""Aging 账龄: what is owed, by how late it is. Every fen owed is in exactly one bucket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from ledger.errors import InvalidMoney
from ledger.history import History, standing
from ledger.money import CURRENCY
from ledger.terms import months_later

BASES = ("due", "issued")


@dataclass(frozen=True, slots=True)
class Buckets:
    """Right-closed buckets: the last age of each but the open last one, in days (or years, by anniversaries).

    `bounds` ascend: (0, 30) makes three buckets, ≤ 0, 1–30 and > 30 days. Raises `ValueError` when they
    do not.
    """

    labels: tuple[str, ...]
    bounds: tuple[int, ...]
    unit: str = "days"  # days | years

    def __post_init__(self) -> None:
        ascending = all(a < b for a, b in pairwise(self.bounds))
        if not self.bounds or not ascending or len(self.labels) != len(self.bounds) + 1:
            raise ValueError("bounds must ascend, with one label more than bounds")

    def first_days(self, as_of: date) -> tuple[date, ...]:
        """For each bucket but the last, the earliest due (or issue) day still in it."""
        if self.unit == "years":
            return tuple(months_later(as_of, -12 * years) for years in self.bounds)
        return tuple(as_of - timedelta(days) for days in self.bounds)


def by_days(*bounds: int) -> Buckets:
    """Buckets by days past due: `by_days(0, 30, 60)` → not_due, 1-30, 31-60, >60. The first bound is 0."""
    middle = (f"{low + 1}-{high}" for low, high in pairwise(bounds))
    return Buckets(("not_due", *middle, f">{bounds[-1]}"), bounds)


BY_DUE = by_days(0, 30, 60, 90, 180, 365)
# 发生日账龄, as provisions are made by: 1年内, 1–2, … 5年以上. One year on the day is still within it.
BY_YEARS = Buckets(("0-1y", "1-2y", "2-3y", "3-4y", "4-5y", ">5y"), (1, 2, 3, 4, 5), "years")


@dataclass(frozen=True, slots=True)
class AgedItem:
    """Fen outstanding on one instalment, under the key of its row (customer, salesperson, region, …)."""

    key: str
    outstanding: int
    due_on: date | None
    issued_on: date
    currency: str = CURRENCY


@dataclass(frozen=True, slots=True)
class AgingRow:
    """Fen by bucket, in the order of the labels; money not yet allocated is apart, in no bucket."""

    key: str
    amounts: tuple[int, ...]
    unallocated: int = 0

    @property
    def outstanding(self) -> int:
        return sum(self.amounts)

    @property
    def net(self) -> int:
        """Outstanding − unallocated: the balance."""
        return self.outstanding - self.unallocated


@dataclass(frozen=True, slots=True)
class Aging:
    """One table in one currency: rows by key in order, and their total."""

    as_of: date
    basis: str
    buckets: Buckets
    rows: tuple[AgingRow, ...]
    total: AgingRow


def bucket_of(days: int, buckets: Buckets = BY_DUE) -> str:
    """Label of the bucket for an age in days past due: ≤ 0 “not_due”, 30 “1-30”, 31 “31-60”."""
    return buckets.labels[sum(days > bound for bound in buckets.bounds)]


def age(
    items: Iterable[AgedItem],
    as_of: date,
    *,
    basis: str = "due",
    buckets: Buckets = BY_DUE,
    unallocated: Mapping[str, int] | None = None,
) -> Aging:
    """The aging of what was outstanding on `as_of`, by due day (逾期账龄) or issue day (发生日账龄).

    `unallocated`: fen by key, in the same currency. An instalment whose due day waits for an event is not
    due. No items, no rows, and a total of zeros. Raises `InvalidMoney` for items in two currencies,
    `ValueError` for another basis.
    """
    if basis not in BASES:
        raise ValueError(f"basis is one of {BASES}")
    free = unallocated or {}
    first_days = buckets.first_days(as_of)
    sums = {key: [0] * len(buckets.labels) for key in free}
    currencies = set()
    for item in items:
        day = item.due_on if basis == "due" else item.issued_on
        row = sums.setdefault(item.key, [0] * len(buckets.labels))
        row[sum(day < first for first in first_days) if day else 0] += item.outstanding
        currencies.add(item.currency)
    if len(currencies) > 1:
        raise InvalidMoney("one currency a table", currencies=sorted(currencies))
    rows = tuple(AgingRow(key, tuple(sums[key]), free.get(key, 0)) for key in sorted(sums))
    columns = zip(*(row.amounts for row in rows), strict=True) if rows else ((0,) for _ in buckets.labels)
    total = AgingRow("", tuple(sum(column) for column in columns), sum(row.unallocated for row in rows))
    return Aging(as_of, basis, buckets, rows, total)


def age_history(
    history: History,
    as_of: date,
    *,
    known_by: datetime | None = None,
    basis: str = "due",
    buckets: Buckets = BY_DUE,
) -> Aging:
    """One customer's aging on any past day, as known at any time (see `history.standing`): one row.

    Payments made, or recorded, later re-open what they paid. The key is the customer's id.
    """
    then = standing(history, as_of, known_by)
    key = str(history.customer_id)
    items = (
        AgedItem(key, then.outstanding[row.id], row.due_on, row.issued_on, history.currency)
        for row in history.instalments
        if row.id in then.outstanding
    )
    free = {key: sum(then.unallocated.values())}
    return age(items, as_of, basis=basis, buckets=buckets, unallocated=free)
