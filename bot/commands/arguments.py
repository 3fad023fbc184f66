"""Options that several commands have, and how their words are read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date such as 2026-11-30") from None


def instant_of(text: str, zone: ZoneInfo) -> datetime:
    """An aware instant of an ISO time; one without a zone is in the company's."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not an ISO time such as 2026-11-21T10:00") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)
