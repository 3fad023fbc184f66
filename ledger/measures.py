"""How well money comes in: the field's measures, each with its formula. Sums are fen; a share is a Fraction.

Each returns None where its divisor is nothing: a measure of no sales is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


def days_sales_outstanding(receivables: int, credit_sales: int, days: int) -> Fraction | None:
    """应收周转天数 (DSO): receivables at the end / credit sales of the period × its days."""
    return Fraction(receivables * days, credit_sales) if credit_sales > 0 else None


def collection_effectiveness(
    begin: int, credit_sales: int, end_total: int, end_current: int
) -> Fraction | None:
    """催收回款率 (CEI): (begin + sales − end total) / (begin + sales − end current), 1 at best.

    `end_current` is the part of `end_total` that is not yet due: what could not have been collected.
    """
    collectable = begin + credit_sales - end_current
    return Fraction(begin + credit_sales - end_total, collectable) if collectable > 0 else None


def collection_rate(collected: int, collectable: int) -> Fraction | None:
    """回款率: what came in of what was or fell due in the period."""
    return Fraction(collected, collectable) if collectable > 0 else None


@dataclass(frozen=True, slots=True)
class Settled:
    """Money on an instalment: fen, and the days past due on which it came (below 0: early)."""

    amount: int
    days_late: int


def average_days_delinquent(rows: Sequence[Settled]) -> Fraction | None:
    """平均逾期天数 (ADD), weighted by amount; early money counts as 0 days late."""
    total = sum(row.amount for row in rows)
    late = sum(row.amount * max(0, row.days_late) for row in rows)
    return Fraction(late, total) if total > 0 else None


@dataclass(frozen=True, slots=True)
class Kept:
    """How promises ended, by number."""

    kept: int
    partly: int
    broken: int


def promises_kept(outcomes: Kept) -> Fraction | None:
    """兑现率: kept ones among those decided; a partly kept one counts half."""
    decided = outcomes.kept + outcomes.partly + outcomes.broken
    return Fraction(2 * outcomes.kept + outcomes.partly, 2 * decided) if decided else None


@dataclass(frozen=True, slots=True)
class Collected:
    """What somebody collected in a period, in fen: one person, a team (their sum), or the company.

    `begin` and `end` are outstanding before the first and after the last day, `current` the part of `end` not yet
    due. `debts` are new ones; `collected` is money on debts, `collected_due` of it that on what had fallen due.
    `weight` is money as it came in, and `late_days` the same times its days late (0 for early money).
    """

    begin: int = 0
    end: int = 0
    current: int = 0
    debts: int = 0
    collected: int = 0
    collected_due: int = 0
    weight: int = 0
    late_days: int = 0

    def __add__(self, other: Collected) -> Collected:
        return Collected(*(a + b for a, b in zip(_figures(self), _figures(other), strict=True)))

    @property
    def sales(self) -> int:
        """Credit sales less what was returned or forgiven: what the two ends and the money leave."""
        return self.end - self.begin + self.collected

    @property
    def effectiveness(self) -> Fraction | None:
        """催收回款率 (CEI)."""
        return collection_effectiveness(self.begin, self.sales, self.end, self.current)

    @property
    def rate(self) -> Fraction | None:
        """到期回款率: what came of all that was, or fell, due."""
        return collection_rate(self.collected_due, self.collected_due + self.end - self.current)

    @property
    def days_late(self) -> Fraction | None:
        """平均逾期天数 (ADD)."""
        return Fraction(self.late_days, self.weight) if self.weight > 0 else None

    def turnover(self, days: int) -> Fraction | None:
        """应收周转天数 (DSO) of a period of so many days."""
        return days_sales_outstanding(self.end, self.debts, days)


def _figures(one: Collected) -> tuple[int, ...]:
    return (
        one.begin, one.end, one.current, one.debts, one.collected, one.collected_due, one.weight, one.late_days
    )  # fmt: skip


def rolled(begin: Sequence[int], end: Sequence[int]) -> tuple[Fraction | None, ...]:
    """账龄迁徙率 of one month: for each bucket but the last, the share that stands in the next one a month later.

    Fen by bucket, each at most a month wide, at two month ends. At most 1, also where debts that were not
    there came into the next bucket; None for a bucket that was empty.
    """
    return tuple(
        min(Fraction(1), Fraction(moved, stood)) if stood > 0 else None
        for stood, moved in zip(begin[:-1], end[1:], strict=True)
    )
