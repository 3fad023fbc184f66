"""Signs that a customer is getting worse (预警), each once for what it is about, with the measure to take.

A sign has a key: the same sign about the same thing is one event, however often it is looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

SLOWED = 2  # times the usual delay
LEAST_SLOWING = 7  # days: from 1 to 2 days late is no sign
MOSTLY_OVERDUE = Fraction(1, 2)
LONG_OVERDUE = 90  # days
NEARLY_USED = Fraction(9, 10)
CLEAN_RECORD = 5  # instalments paid in time before a first delay is news
LEAST_GROWTH = Fraction(12, 10)
# Last for months: news again only once they were dealt with.
LASTING: Final = frozenset({"slowed", "mostly_overdue", "growing", "nearly_used"})


@dataclass(frozen=True, slots=True)
class Signs:
    """What is looked at, sums in fen. Where nothing is known the field keeps its default, and gives no sign.

    `late_since` is the due day of the oldest instalment overdue now; `paid_in_time` how many before it were;
    `usual_delay` and `recent_delay` days past due; `exposure_before` and `paid_before` those of three months ago
    and of the three months before the last three.
    """

    late_since: date | None = None
    days_late: int = 0
    paid_in_time: int = 0
    paid_late: int = 0
    usual_delay: int | None = None
    recent_delay: int | None = None
    exposure: int = 0
    overdue: int = 0
    broken_promises: int = 0
    exposure_before: int = 0
    paid: int = 0
    paid_before: int = 0
    limit: int | None = None
    unreachable_since: date | None = None


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """`kind` names the sign, `key` the event, `measure` what to do: visit | shorten_terms | stop_supply | lawyer |
    review_limit | find. `value` and `base` are the two figures that show it.
    """

    kind: str
    key: str
    measure: str
    value: int = 0
    base: int = 0


def warnings_of(signs: Signs, today: date) -> tuple[EarlyWarning, ...]:
    """All signs seen today, in the order of `CHECKS`; a key that was warned of before is not said again."""
    return tuple(found for check in CHECKS if (found := check(signs, today)) is not None)


def _month(today: date) -> str:
    return today.strftime("%Y-%m")


def _first_overdue(signs: Signs, today: date) -> EarlyWarning | None:
    if signs.late_since is None or signs.paid_late or signs.paid_in_time < CLEAN_RECORD:
        return None
    return EarlyWarning(
        "first_overdue", signs.late_since.isoformat(), "visit", signs.days_late, signs.paid_in_time
    )


def _slowed(signs: Signs, today: date) -> EarlyWarning | None:
    usual, recent = signs.usual_delay, signs.recent_delay
    if usual is None or recent is None or recent < SLOWED * max(usual, 0) or recent - usual < LEAST_SLOWING:
        return None
    return EarlyWarning("slowed", _month(today), "shorten_terms", recent, usual)


def _mostly_overdue(signs: Signs, today: date) -> EarlyWarning | None:
    if not signs.exposure or signs.overdue <= signs.exposure * MOSTLY_OVERDUE:
        return None
    key = signs.late_since.isoformat() if signs.late_since else _month(today)
    return EarlyWarning("mostly_overdue", key, "stop_supply", signs.overdue, signs.exposure)


def _long_overdue(signs: Signs, today: date) -> EarlyWarning | None:
    if signs.late_since is None or signs.days_late <= LONG_OVERDUE:
        return None
    return EarlyWarning(
        "long_overdue", signs.late_since.isoformat(), "lawyer", signs.days_late, signs.overdue
    )


def _broken_again(signs: Signs, today: date) -> EarlyWarning | None:
    if signs.broken_promises < 2:
        return None
    return EarlyWarning("broken_again", str(signs.broken_promises), "visit", signs.broken_promises)


def _growing(signs: Signs, today: date) -> EarlyWarning | None:
    grew = signs.exposure_before and signs.exposure >= signs.exposure_before * LEAST_GROWTH
    if not grew or signs.paid >= signs.paid_before:
        return None
    return EarlyWarning("growing", _month(today), "shorten_terms", signs.exposure, signs.exposure_before)


def _nearly_used(signs: Signs, today: date) -> EarlyWarning | None:
    if not signs.limit or signs.exposure < signs.limit * NEARLY_USED:
        return None
    return EarlyWarning(
        "nearly_used", f"{_month(today)}:{signs.limit}", "review_limit", signs.exposure, signs.limit
    )


def _unreachable(signs: Signs, today: date) -> EarlyWarning | None:
    if signs.unreachable_since is None:
        return None
    days = (today - signs.unreachable_since).days
    return EarlyWarning("unreachable", signs.unreachable_since.isoformat(), "find", days)


CHECKS: Final[tuple[Callable[[Signs, date], EarlyWarning | None], ...]] = (
    _first_overdue,
    _slowed,
    _mostly_overdue,
    _long_overdue,
    _broken_again,
    _growing,
    _nearly_used,
    _unreachable,
)
