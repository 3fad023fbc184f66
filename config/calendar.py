"""Years of workdays that the calendar library does not know: `calendar.toml`, read into plain values."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

FILE = Path(__file__).with_name("calendar.toml")


class CalendarYear(BaseModel):
    """Days that differ from Mon–Fri. `provisional`: from the law alone, before the yearly notice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provisional: bool
    rest_days: frozenset[date]
    workdays: frozenset[date]


def load_calendar(file: Path = FILE) -> dict[int, CalendarYear]:
    """Return the years of the file; a day under the wrong year or listed as both raises ValueError."""
    with file.open("rb") as handle:
        years = TypeAdapter(dict[int, CalendarYear]).validate_python(tomllib.load(handle))
    for number, year in years.items():
        strange = {day for day in year.rest_days | year.workdays if day.year != number}
        if wrong := strange | (year.rest_days & year.workdays):
            raise ValueError(f"calendar.toml, {number}: {min(wrong)} cannot stand here")
    return years
