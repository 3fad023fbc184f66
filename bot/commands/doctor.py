"""doctor: looks at everything the service needs, and says which page mends what is wrong."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import asdict
from typing import Annotated

import httpx
import orjson
import typer

from bot.clock import SystemClock
from bot.commands.arguments import Json
from bot.doctor import CHECKS
from bot.doctor.finding import Finding, Grade, Patient
from config.settings import Settings, load
from storage.database import Database
from storage.errors import StorageError
from storage.schema import is_current

_MARKS = {Grade.OK: "ok      ", Grade.WARNING: "warning ", Grade.PROBLEM: "PROBLEM "}


def doctor(
    as_json: Json = False,
    subscribe: Annotated[
        bool,
        typer.Option("--subscribe", help="Try the AI bot's secret too: whoever is connected is cut off."),
    ] = False,
) -> None:
    """Check every credential, address, limit, the clock, the font and the database; exit code 1 with a problem."""
    findings = asyncio.run(examine(load(simulator=True), subscribe=subscribe))
    for finding in findings:
        typer.echo(orjson.dumps(asdict(finding)).decode() if as_json else _line(finding))
    if any(finding.grade is Grade.PROBLEM for finding in findings):
        raise typer.Exit(1)


async def examine(
    settings: Settings, *, subscribe: bool = False, transport: httpx.AsyncBaseTransport | None = None
) -> list[Finding]:
    """Every finding of every check, in order."""
    clock = SystemClock()
    with ExitStack() as open_now:
        database = None
        try:
            if is_current(settings.database_url):
                database = open_now.enter_context(Database(settings.database_url, clock=clock.now))
        except StorageError:
            database = None
        async with httpx.AsyncClient(transport=transport) as http:
            patient = Patient(settings, http, clock, database, subscribe)
            return [finding for one in CHECKS for finding in await one.check(patient)]


def _line(finding: Finding) -> str:
    line = f"{_MARKS[finding.grade]}{finding.check}: {finding.what}"
    return f"{line}\n        → {finding.mend}" if finding.mend else line
