"""Which days are off: those of the calendar library, and `calendar.toml` for the years that it does not know."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import chinese_calendar
from pydantic import BaseModel, ConfigDict, TypeAdapter

FILE = Path(__file__).with_name("calendar.toml")


class CalendarYear(BaseModel):
    """Days that differ from Mon–Fri. `provisional`: from the law alone, before the yearly notice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provisional: bool
    rest_days: frozenset[date]
    workdays: frozenset[date]


@dataclass(frozen=True, slots=True)
class Published:
    """Days that differ from Mon–Fri in all years that are known; `announced` are those whose notice is out."""

    rest_days: frozenset[date]
    workdays: frozenset[date]
    announced: frozenset[int]


def published(years: dict[int, CalendarYear]) -> Published:
    """The library's years, and over them `years` (of `load_calendar`)."""
    rest = {day for day in chinese_calendar.holidays if day.year not in years}
    worked = {day for day in chinese_calendar.workdays if day.year not in years}
    known = {day.year for day in chinese_calendar.holidays} - years.keys()
    for number, year in years.items():
        rest |= year.rest_days
        worked |= year.workdays
        known |= set() if year.provisional else {number}
    return Published(frozenset(rest), frozenset(worked), frozenset(known))


def load_calendar(file: Path = FILE) -> dict[int, CalendarYear]:
    """Return the years of the file; a day under the wrong year or listed as both raises ValueError."""
    with file.open("rb") as handle:
        years = TypeAdapter(dict[int, CalendarYear]).validate_python(tomllib.load(handle))
    for number, year in years.items():
        strange = {day for day in year.rest_days | year.workdays if day.year != number}
        if wrong := strange | (year.rest_days & year.workdays):
            raise ValueError(f"calendar.toml, {number}: {min(wrong)} cannot stand here")
    return years
