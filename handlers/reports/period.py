"""Periods to compare: the one before a period, and ends of months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from ledger.terms import months_later

_DAY = timedelta(1)


def before(first: date, last: date) -> tuple[date, date]:
    """What a period is compared with: the months before whole months, the same days of the month before, else as many days."""
    if first.day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if is_month_end(last):
            return months_later(first, -months), first - _DAY
        if months == 1:
            then = months_later(first, -1)
            return then, then.replace(day=min(last.day, monthrange(then.year, then.month)[1]))
    return first - (last - first) - _DAY, first - _DAY


def is_month_end(day: date) -> bool:
    return (day + _DAY).day == 1


def month_ends(last: date, number: int) -> tuple[date, ...]:
    """The last `number` month ends before `last`, and `last` itself, the earliest first."""
    firsts = [months_later(last.replace(day=1), -months) for months in range(number)]
    return (*(first - _DAY for first in reversed(firsts)), last)
