"""report: any report of the chat, for everybody's customers, printed or as a workbook."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import typer

from bot.clock import SystemClock
from bot.commands.arguments import Json, day_of
from bot.commands.database import open_books
from bot.documents.report_sheet import keep_report, words_of
from bot.render import Renderer
from config.settings import load
from handlers.report_subject import days_of
from handlers.reports import REPORTS, make
from handlers.reports.ask import Ask
from handlers.reports.table import Column, Report, Table
from ledger.money import yuan

Name = StrEnum("Name", {name: name for name in REPORTS})  # type: ignore[misc]
_EVERYBODY = "finance"  # whose words the text has: exact figures


class By(StrEnum):
    customer = "customer"
    salesperson = "salesperson"
    region = "region"
    industry = "industry"
    category = "category"
    frequency = "frequency"
    amount = "amount"
    step = "step"


def report(
    name: Annotated[Name, typer.Argument(help="Which report.")],
    as_of: Annotated[
        str, typer.Option("--as-of", help="The day, or the last day of the period, 2026-11-30.")
    ],
    since: Annotated[str | None, typer.Option("--from", help="The first day of the period.")] = None,
    by: Annotated[
        By | None, typer.Option(help="What a row stands for, where the report has a choice.")
    ] = None,
    top: Annotated[int, typer.Option(min=0, help="So many rows of the debtors; 0 for the usual ten.")] = 0,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write a workbook.")] = None,
    as_json: Json = False,
) -> None:
    """Print a report: its words, or with --json its tables; or write them to a workbook."""
    ask = _ask(name.value, day_of(as_of), day_of(since) if since else None, by.value if by else "", top)
    with open_books() as database:
        made = database.read_now(lambda uow: make(ask, uow))
    renderer = Renderer()
    if xlsx is not None:
        said: dict[str, Any] = {
            "title": words_of(renderer)[ask.name],
            "whose": "",
            "first": ask.first,
            "last": ask.last,
        }
        said |= {"today": ask.today, "kind": "period", "others": made.context["others"]}
        title = renderer.render("sheets/title.txt", said)
        typer.echo(f"{xlsx}: {keep_report(xlsx, made, title, renderer)} rows")
    elif as_json:
        typer.echo(orjson.dumps(plain(ask, made)).decode())
    else:
        typer.echo(renderer.render(f"chat/{made.template}", made.context))


def _ask(name: str, last: date, first: date | None, by: str, top: int) -> Ask:
    """As of that day, as finance would have asked on it."""
    if first is not None and first > last:
        raise typer.BadParameter("--from is after --as-of")
    usual, _ = days_of(name, {}, last)
    zone = ZoneInfo(load(simulator=True).timezone)
    today = max(last, SystemClock().now().astimezone(zone).date())
    return Ask(name, today, _EVERYBODY, first or min(usual, last), last, by=by, top=top, topic=name)


def plain(ask: Ask, made: Report) -> dict[str, Any]:
    """The tables as other programs read them: amounts are decimal strings in yuan, shares of one and days too."""
    return {
        "report": ask.name,
        "from": ask.first.isoformat(),
        "as_of": ask.last.isoformat(),
        "by": ask.by,
        "tables": [_table(table) for table in made.tables()],
    }


def _table(table: Table) -> dict[str, Any]:
    total = None if table.total is None else _row(table.columns, table.total)
    return {"name": table.name, "rows": [_row(table.columns, row) for row in table.rows], "total": total}


def _row(columns: tuple[Column, ...], row: Any) -> dict[str, Any]:
    return {column.key: _cell(column.kind, value) for column, value in zip(columns, row, strict=True)}


def _cell(kind: str, value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if kind == "money":
        return yuan(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction) or kind in ("share", "days"):
        return f"{float(value):.4f}" if kind == "share" else f"{float(value):.2f}"
    return value
