"""Classes of customers that reports group by: how often they buy, and how much they owe."""

from __future__ import annotations

# (name, the least debts within a year), the busiest first
FREQUENCIES = (("monthly", 12), ("quarterly", 4), ("seldom", 1), ("none", 0))
# (name, the fen up to which a sum belongs to it), the smallest first; more is “>50”: names are in 万 yuan
AMOUNTS = (("0-1", 1_000_000), ("1-5", 5_000_000), ("5-10", 10_000_000), ("10-50", 50_000_000))
LARGEST = ">50"


def frequency(debts: int) -> str:
    """交易频率 by the number of debts of the last twelve months: monthly | quarterly | seldom | none."""
    return next(name for name, least in FREQUENCIES if debts >= least)


def amount_class(fen: int) -> str:
    """金额段 of what one customer owes: 0-1 | 1-5 | 5-10 | 10-50 | >50 (万 yuan, right-closed)."""
    return next((name for name, most in AMOUNTS if fen <= most), LARGEST)
