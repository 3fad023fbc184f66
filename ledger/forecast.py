"""What will come in, and when: from how late each customer has paid, never from what he says.

The rule: an instalment is paid as late as one of its customer's last `RECENT` settled ones was, of those that are at
least as late as it already is; all customers together weigh as much as `PRIOR` of them. What nobody ever paid so
late is expected from nobody: it is `hard`. A forecast is an estimate, so chances are floats; sums are whole fen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt
from statistics import NormalDist

RECENT = 8  # settled instalments: habits change, and the newest say most
PRIOR = 3
EVERYONE = 400  # the newest settled instalments of all customers that make the common habit
WEEKS = 13
BAND = 0.80  # the share of outcomes that should fall between low and high


@dataclass(frozen=True, slots=True)
class Open:
    """What is still owed on an instalment: fen > 0. Without a due day it cannot be forecast."""

    customer_id: int
    outstanding: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Habits:
    """Days past due (below 0: early) of settled instalments: of each customer, oldest first, and of all."""

    own: Mapping[int, Sequence[int]]
    everyone: Sequence[int]


@dataclass(frozen=True, slots=True)
class Expected:
    """Receipts from `start` until `end` (not counted): the expected sum and its band (fen)."""

    start: date
    end: date
    fen: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """`hard`: fen by customer that nobody ever paid so late. `later`: expected after the last period (fen)."""

    periods: tuple[Expected, ...]
    later: int
    hard: Mapping[int, int]


@dataclass(slots=True)
class _Sums:
    """Running sums of one period: the expectation, the chance of each item, and how unsure the habits are."""

    mean: float = 0.0
    variance: float = 0.0
    shared: dict[int, float] = field(default_factory=dict)


def weeks(today: date, count: int = WEEKS) -> tuple[date, ...]:
    """The edges of `count` weeks from today."""
    return tuple(today + timedelta(7 * number) for number in range(count + 1))


def forecast(items: Iterable[Open], habits: Habits, *, edges: Sequence[date]) -> Forecast:
    """What comes in between each two `edges`, the first of which is today."""
    everyone = sorted(habits.everyone)
    own: dict[int, list[int]] = {}
    sums = [_Sums() for _ in edges[1:]]
    weights: dict[int, float] = {}
    expected_at_all, hard = 0.0, dict[int, int]()
    for item in items:
        if item.customer_id not in own:
            own[item.customer_id] = sorted(habits.own.get(item.customer_id, ())[-RECENT:])
        chances, weight = _chances(item, own[item.customer_id], everyone, edges)
        if not weight:
            hard[item.customer_id] = hard.get(item.customer_id, 0) + item.outstanding
            continue
        expected_at_all += item.outstanding
        weights[item.customer_id] = weight
        for total, chance in zip(sums, chances, strict=True):
            _add(total, item, chance)
    periods = tuple(
        _period(start, end, total, weights) for start, end, total in zip(edges, edges[1:], sums, strict=False)
    )
    later = max(0, round(expected_at_all) - sum(period.fen for period in periods))
    return Forecast(periods, later, hard)


def _chances(
    item: Open, own: Sequence[int], everyone: Sequence[int], edges: Sequence[date]
) -> tuple[list[float], float]:
    """The chance that it is paid within each period, and how many settled ones that rests on (0: none)."""
    cuts = [(edge - item.due_on).days for edge in edges]
    mine = [bisect_left(own, cut) for cut in cuts]
    theirs = [bisect_left(everyone, cut) for cut in cuts]
    mine_left, theirs_left = len(own) - mine[0], len(everyone) - theirs[0]
    weight = mine_left + (PRIOR if theirs_left else 0)
    if not weight:
        return [], 0
    share = PRIOR / theirs_left if theirs_left else 0.0
    pairs = zip(mine, mine[1:], theirs, theirs[1:], strict=False)
    return [((b - a) + (d - c) * share) / weight for a, b, c, d in pairs], weight


def _add(total: _Sums, item: Open, chance: float) -> None:
    if not chance:
        return
    spread = chance * (1 - chance)
    total.mean += item.outstanding * chance
    total.variance += item.outstanding**2 * spread
    total.shared[item.customer_id] = total.shared.get(item.customer_id, 0.0) + item.outstanding * sqrt(spread)


def _period(start: date, end: date, total: _Sums, weights: Mapping[int, float]) -> Expected:
    """A habit known from few instalments is wrong for all items of its customer at once: that widens the band."""
    unsure = sum(spread**2 / (weights[customer] + 1) for customer, spread in total.shared.items())
    reach = NormalDist().inv_cdf((1 + BAND) / 2) * sqrt(total.variance + unsure)
    return Expected(
        start, end, round(total.mean), max(0, round(total.mean - reach)), round(total.mean + reach)
    )


def late_rate(delays: Sequence[int], *, everyone: Sequence[int] = ()) -> float | None:
    """The risk that the next instalment is late: the share of past ones that were; of everyone's when there is none.

    None when nothing is known at all. An unpaid one past its day counts with the days it is late by now.
    """
    known = delays or everyone
    return sum(days > 0 for days in known) / len(known) if known else None


def usual_delay(delays: Sequence[int]) -> int | None:
    """The median of past delays in days, rounded down; None when there is none."""
    if not delays:
        return None
    ordered = sorted(delays)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) // 2
