"""The year of a day said without one: 7月27日 said on the 29th of July is two days ago, not next July."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from handlers.language.datespan import DateSpan
from handlers.language.datewords import day_in, months_later

LATELY = timedelta(days=65)  # a day gone by this recently is not next year's
MONTHS_LATELY = timedelta(days=150)  # the same of a whole month: 5月的货 in July
_YEAR = timedelta(days=365)


def lately(found: DateSpan, today: date) -> DateSpan:
    """The span of the last such day where that was lately; others as they are (15号, 周五 and festivals too)."""
    if found.floating != "year" or found.day is None or found.kind not in ("day", "period"):
        return found
    window = MONTHS_LATELY if found.unit == "month" else LATELY
    if found.unit == "quarter" or found.day - today < _YEAR - window:
        return found
    first = found.from_day and months_later(found.from_day, -12)
    day = day_in(found.day.year - 1, found.day.month, 0 if found.unit == "month" else found.day.day)
    if day is None:  # 2月29日
        return found
    return replace(found, day=day, from_day=first, to_day=day if found.to_day else None)
