"""Working days of mainland China, with 调休; a year not yet published counts Monday to Friday."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

FIRST_YEAR: int = min(day.year for day in chinese_calendar.holidays)
LAST_YEAR: int = max(day.year for day in chinese_calendar.holidays)
ONE_DAY = timedelta(days=1)


def is_year_known(year: int) -> bool:
    """Whether the State Council's arrangement of that year is in the calendar."""
    return FIRST_YEAR <= year <= LAST_YEAR


def is_workday(day: date) -> bool:
    """In a year without an arrangement: Monday to Friday."""
    if is_year_known(day.year):
        worked: bool = chinese_calendar.is_workday(day)
        return worked
    return day.weekday() < 5


def add_workdays(start: date, count: int) -> date:
    """The `count`-th working day after `start` (before it when negative); `start` itself is not counted."""
    step = ONE_DAY if count >= 0 else -ONE_DAY
    day = start
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day
