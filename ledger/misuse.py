"""Signs that somebody misuses the books: nobody is accused, the numbers are shown (异常操作).

Each sign is looked for in what one person did in a period; a rule needs both a number and a share, so that who does
most of the work is not named for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

MANY_UNDONE = 5
UNDONE_SHARE = Fraction(1, 5)  # of what he posted
CASH_DAYS = 3
NEAR_LIMIT = Fraction(9, 10)  # of what he may give away without asking
MANY_NEAR = 3
NEAR_SHARE = Fraction(1, 2)  # of his discounts
BACKDATED_DAYS = 7
MANY_BACKDATED = 3
GRACE_DAYS = 3  # after the month's end, for what is still being put in order
MANY_AFTER_CLOSE = 3


@dataclass(frozen=True, slots=True)
class Deeds:
    """What one person did in a period: numbers of postings and their sums in fen.

    `undone`: taken back or changed as mistakes; `near`: discounts just under his limit; `backdated`: facts told more
    than `BACKDATED_DAYS` after their day; `after_close`: changes to an earlier month after its grace days; `cash` in his
    hand for at most `cash_days`; `left_owing`: what customers of somebody who left still owe.
    """

    person: str
    posted: int = 0
    undone: int = 0
    undone_fen: int = 0
    discounts: int = 0
    near: int = 0
    near_fen: int = 0
    backdated: int = 0
    backdated_fen: int = 0
    after_close: int = 0
    after_close_fen: int = 0
    cash: int = 0
    cash_days: int = 0
    left_owing: int = 0
    left_customers: int = 0


@dataclass(frozen=True, slots=True)
class Sign:
    """`kind`: undone | cash | near_limit | backdated | after_close | left. `count` of `base` postings (days for cash,
    customers for left), and fen."""

    kind: str
    person: str
    count: int
    base: int
    fen: int


def is_near(fen: int, limit: int) -> bool:
    """Whether a discount lies just under what may be given without asking."""
    return 0 < fen <= limit and fen >= limit * NEAR_LIMIT


def signs_of(deeds: Deeds) -> tuple[Sign, ...]:
    """Every sign in one person's deeds, in the order of `CHECKS`."""
    return tuple(sign for check in CHECKS if (sign := check(deeds)) is not None)


def _undone(deeds: Deeds) -> Sign | None:
    if deeds.undone < MANY_UNDONE or deeds.undone < deeds.posted * UNDONE_SHARE:
        return None
    return Sign("undone", deeds.person, deeds.undone, deeds.posted, deeds.undone_fen)


def _cash(deeds: Deeds) -> Sign | None:
    if not deeds.cash or deeds.cash_days < CASH_DAYS:
        return None
    return Sign("cash", deeds.person, deeds.cash_days, CASH_DAYS, deeds.cash)


def _near_limit(deeds: Deeds) -> Sign | None:
    if deeds.near < MANY_NEAR or deeds.near < deeds.discounts * NEAR_SHARE:
        return None
    return Sign("near_limit", deeds.person, deeds.near, deeds.discounts, deeds.near_fen)


def _backdated(deeds: Deeds) -> Sign | None:
    if deeds.backdated < MANY_BACKDATED:
        return None
    return Sign("backdated", deeds.person, deeds.backdated, deeds.posted, deeds.backdated_fen)


def _after_close(deeds: Deeds) -> Sign | None:
    if deeds.after_close < MANY_AFTER_CLOSE:
        return None
    return Sign("after_close", deeds.person, deeds.after_close, deeds.posted, deeds.after_close_fen)


def _left(deeds: Deeds) -> Sign | None:
    if not deeds.left_owing:
        return None
    return Sign("left", deeds.person, deeds.left_customers, 0, deeds.left_owing)


CHECKS: Final[tuple[Callable[[Deeds], Sign | None], ...]] = (
    _undone,
    _cash,
    _near_limit,
    _backdated,
    _after_close,
    _left,
)
