"""The workdays that everything here goes by: the published ones, with what `config/calendar.toml` adds."""

from __future__ import annotations

from functools import cache

from config.calendar import load_calendar, published
from ledger.calendar import Calendar


@cache
def official() -> Calendar:
    """Read once a process. A year that is only provisional has its days off, and `year_is_known` says no."""
    days = published(load_calendar())
    return Calendar(days.rest_days, days.workdays, days.announced)
