"""The published one-year LPR by day: `lpr.toml`, and what a company added, as plain values."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

FILE = Path(__file__).with_name("lpr.toml")
MOST_PERCENT = 15  # whoever writes more has mistyped


class Published(BaseModel):
    """`percent` a year, published on a day; it holds until the next one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    published_on: date
    percent: Decimal


class LoanPrimeRates(BaseModel):
    """The table, oldest first; what was published after `checked_on` is not in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    checked_on: date
    one_year: tuple[Published, ...]

    @field_validator("one_year")
    @classmethod
    def _check_order(cls, rows: tuple[Published, ...]) -> tuple[Published, ...]:
        if any(later.published_on <= earlier.published_on for earlier, later in pairwise(rows)):
            raise ValueError("the days of publication grow")
        return rows


def load_lpr(file: Path = FILE) -> LoanPrimeRates:
    """Return the table as shipped; raise pydantic's ValidationError on one that contradicts itself."""
    with file.open("rb") as handle:
        return LoanPrimeRates.model_validate(tomllib.load(handle))


def read_added(text: str) -> list[Published]:
    """What a company added, “2026-06-20:2.90;2026-09-21:2.80”; raise ValueError for anything else."""
    return [_added(part) for part in text.split(";") if part.strip()]


def _added(part: str) -> Published:
    day, _, percent = part.strip().partition(":")
    try:
        row = Published(published_on=date.fromisoformat(day), percent=Decimal(percent))
    except InvalidOperation:
        raise ValueError(part) from None
    if not 0 < row.percent <= MOST_PERCENT:
        raise ValueError(part)
    return row


def write_added(rows: Sequence[Published]) -> str:
    """The text that `read_added` turns into these rows, oldest first; a later word on a day counts."""
    found = {row.published_on: row for row in rows}
    return ";".join(f"{day.isoformat()}:{found[day].percent}" for day in sorted(found))
