"""Working days of mainland China, with 调休, for the reader and all who ask about one day."""

from __future__ import annotations

from datetime import date

from handlers.calendar import official
from ledger import calendar


def is_year_known(year: int) -> bool:
    """Whether the State Council's arrangement of that year is in the calendar."""
    return year in official().years


def is_workday(day: date) -> bool:
    """In a year without an arrangement: Monday to Friday, less what the law itself sets free where it is known."""
    return calendar.is_workday(official(), day)


def add_workdays(start: date, count: int) -> date:
    """The `count`-th working day after `start` (before it when negative); `start` itself is not counted."""
    return calendar.add_workdays(official(), start, count)
