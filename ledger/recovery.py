"""What money that is owed can be expected to bring: the older it is, the less of it comes.

The percentages are a rule of thumb of collection (four fifths at three months, a quarter after a year); they order
what to do first and are not a forecast.
"""

from __future__ import annotations

from collections.abc import Sequence

# Per cent that still comes, by the buckets of `aging.BY_DUE` past due: 1-30, 31-60, 61-90, 91-180, 181-365, >365.
PERCENT = (96, 90, 80, 60, 40, 15)


def expected(parts: Sequence[int]) -> int:
    """Fen that can be expected of `parts`, fen past due by bucket; rounded half up once.

    Raises ValueError for another number of buckets.
    """
    return (sum(fen * percent for fen, percent in zip(parts, PERCENT, strict=True)) + 50) // 100


def at_risk(parts: Sequence[int]) -> int:
    """Fen that can be expected not to come."""
    return sum(parts) - expected(parts)
