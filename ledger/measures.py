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
