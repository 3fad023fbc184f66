"""Workdays. Which days are off is given: this is only the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off beyond weekends, and weekend days that are worked (调休), for the years that are published.

    In a year that is not in `years`, workdays are Monday to Friday; whoever shows such a day says so
    (`year_is_known`).
    """

    holidays: frozenset[date] = field(default_factory=frozenset)
    extra_workdays: frozenset[date] = field(default_factory=frozenset)
    years: frozenset[int] = field(default_factory=frozenset)


def year_is_known(calendar: Calendar, day: date) -> bool:
    """Whether the days off of its year are published; if not, answers about it are provisional."""
    return day.year in calendar.years


def is_workday(calendar: Calendar, day: date) -> bool:
    """Whether people work on that day: an extra workday, or Monday to Friday and no holiday."""
    if day in calendar.extra_workdays:
        return True
    return day.weekday() < _SATURDAY and day not in calendar.holidays


def next_workday(calendar: Calendar, day: date) -> date:
    """The day itself if it is a workday, else the first after it."""
    while not is_workday(calendar, day):
        day += _DAY
    return day


def add_workdays(calendar: Calendar, day: date, count: int) -> date:
    """The day `count` workdays after `day`, itself not counted; below zero before it; 0 gives `day`."""
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(calendar, day):
            day += step
    return day
