"""The grade of a customer, A to E, from points that explain themselves: every point lost has its reason.

The tables are the rule; who wants another rule changes a line. A grade is proposed, a person accepts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

MONTHS = 24  # how far back payments count
ENOUGH = 3  # settled or overdue instalments; fewer give no grade
FULL = 100
GRADES = (("A", 85), ("B", 70), ("C", 50), ("D", 30))  # at least so many points; below all: E

# Each table: from this value on, so many points are lost; the first line that fits counts.
Table = tuple[tuple[Fraction | int, int], ...]
LATE_SHARE: Table = (
    (Fraction(60, 100), 35),
    (Fraction(40, 100), 25),
    (Fraction(20, 100), 12),
    (Fraction(5, 100), 5),
)
MEDIAN_DAYS: Table = ((60, 30), (30, 20), (15, 10), (5, 4))
OLDEST_DAYS: Table = ((91, 25), (61, 15), (31, 8))
BROKEN: Table = ((3, 20), (2, 12), (1, 5))
USED_SHARE: Table = ((1, 10), (Fraction(90, 100), 5))
DISPUTES: Table = ((3, 5),)
YOUNG = 12  # months of trading below which a customer is new
YOUNG_POINTS = 5


class Paid(NamedTuple):
    """An instalment settled, or overdue by now: days past due (by now), and whole months since it fell due."""

    days_late: int
    months_ago: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a customer. `used` is exposure / limit (None without a limit); `months` since the first debt."""

    paid: tuple[Paid, ...]
    oldest_days: int = 0  # of what is overdue now
    broken_promises: int = 0
    used: Fraction | None = None
    disputes: int = 0
    months: int = YOUNG


@dataclass(frozen=True, slots=True)
class Point:
    """Points lost, and to what: late_share | median_days | oldest_days | broken | used | disputes | young."""

    cause: str
    value: Fraction | int
    lost: int


@dataclass(frozen=True, slots=True)
class Grade:
    letter: str
    points: int
    reasons: tuple[Point, ...]  # the heaviest first


def grade(record: Record) -> Grade | None:
    """The grade with its reasons; None while fewer than `ENOUGH` instalments say anything."""
    paid = [row for row in record.paid if 0 <= row[1] < MONTHS]  # by place: of 480,000 a name costs a tenth
    if len(paid) < ENOUGH:
        return None
    found = [
        _point("late_share", late_share(paid), LATE_SHARE),
        _point("median_days", median_days(paid), MEDIAN_DAYS),
        _point("oldest_days", record.oldest_days, OLDEST_DAYS),
        _point("broken", record.broken_promises, BROKEN),
        _point("used", record.used or 0, USED_SHARE),
        _point("disputes", record.disputes, DISPUTES),
        Point("young", record.months, YOUNG_POINTS if record.months < YOUNG else 0),
    ]
    reasons = sorted((point for point in found if point.lost), key=lambda point: -point.lost)
    points = max(0, FULL - sum(point.lost for point in reasons))
    letter = next((letter for letter, least in GRADES if points >= least), "E")
    return Grade(letter, points, tuple(reasons))


def _point(cause: str, value: Fraction | int, table: Table) -> Point:
    return Point(cause, value, next((lost for least, lost in table if value >= least), 0))


def late_share(paid: Sequence[Paid]) -> Fraction:
    """The share of instalments paid late, a recent one weighing up to `MONTHS` times an old one."""
    late = sum([MONTHS - months for days, months in paid if days > 0])
    return Fraction(late, MONTHS * len(paid) - sum([months for _, months in paid]))


def median_days(paid: Sequence[Paid]) -> int:
    """The median of days late by the same weights; early counts as 0."""
    ordered = sorted(paid)
    half, passed = MONTHS * len(paid) - sum([months for _, months in paid]), 0
    for days, months in ordered[:-1]:
        passed += 2 * (MONTHS - months)
        if passed >= half:
            return max(0, days)
    return max(0, ordered[-1][0])
