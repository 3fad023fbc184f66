"""Sizes that make one ask: an amount unlike this customer's, a difference too big for a role to drop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ledger.values import value

UNUSUAL_TIMES = 5  # PEOPLE P6
RECENT = 20  # how many earlier amounts make what is usual
ENOUGH = 2  # one earlier amount is no habit
_SLIPS = (10, 100, 1_000, 10_000)  # a nought too many, 万 for 元, …

# 抹零 by role in fen (PEOPLE P8); None is without limit, a role that is missing lets nothing go.
ROUNDING: Mapping[str, int | None] = MappingProxyType(
    {"sales": 50_00, "clerk": 50_00, "finance": 500_00, "manager": None, "admin": None}
)


@value
class Unusual:
    """An amount to ask about, in fen. `reason`: unusual | over_fixed (the company's limit for a record).

    `usual` is 0 when nothing is usual yet; `meant` is the amount with a likely slip undone, None if none
    fits better.
    """

    reason: str
    amount: int
    usual: int
    meant: int | None


def usual_of(recent: Sequence[int]) -> int:
    """The median of the last `RECENT` amounts (fen, oldest first), rounded down; 0 below `ENOUGH`."""
    amounts = sorted(recent[-RECENT:])
    if len(amounts) < ENOUGH:
        return 0
    middle = len(amounts) // 2
    return amounts[middle] if len(amounts) % 2 else (amounts[middle - 1] + amounts[middle]) // 2


def unusual_size(
    amount: int, recent: Sequence[int], *, fixed: int | None = None, times: int = UNUSUAL_TIMES
) -> Unusual | None:
    """What to ask about an amount: at least `times` what is usual for the customer, or above the fixed limit.

    None when it is like the others, or too few others are known. All in fen.
    """
    usual = usual_of(recent)
    if usual and amount >= times * usual:
        return Unusual("unusual", amount, usual, _meant(amount, usual))
    if fixed is not None and amount > fixed:
        return Unusual("over_fixed", amount, usual, _meant(amount, usual) if usual else None)
    return None


def _meant(amount: int, usual: int) -> int | None:
    candidates = (amount, *(amount // slip for slip in _SLIPS if amount % slip == 0))
    nearest = min(candidates, key=lambda fen: max(fen, usual) / min(fen, usual))
    return nearest if nearest != amount else None


def may_round_off(role: str, fen: int, limits: Mapping[str, int | None] = ROUNDING) -> bool:
    """Whether the role lets a difference of so many fen go by itself; if not, it needs an approval."""
    limit = limits.get(role, 0)
    return limit is None or 0 < fen <= limit
