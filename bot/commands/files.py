"""import and export: the books and files of others."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.commands.arguments import Json, day_of
from bot.commands.database import open_books
from bot.documents import customer_table
from bot.documents.export import write_export
from bot.imports.mapping import BadMapping, read_mapping
from bot.imports.plan import Plan, make_plan
from bot.imports.run import report_of, run
from bot.imports.undo import NotUndone, undo
from bot.imports.workbook import Unreadable
from config.company import load_company
from ledger.errors import LedgerError
from storage.database import Database
from storage.errors import StorageError
from storage.unit_of_work import UnitOfWork

SHOWN_PROBLEMS = 200


class Export(StrEnum):
    """What a file is made of."""

    books = "books"
    customers = "customers"


class Format(StrEnum):
    """As `documents.export.FORMATS`."""

    xlsx = "xlsx"
    csv = "csv"
    jsonl = "jsonl"
    beancount = "beancount"
    hledger = "hledger"


class ImportKind(StrEnum):
    customers = "customers"
    receivables = "receivables"
    payments = "payments"
    bank = "bank"


def import_(
    file: Annotated[Path | None, typer.Argument(help="CSV, XLSX or XLS.")] = None,
    kind: Annotated[ImportKind | None, typer.Option(help="What the rows are.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="A TOML file: field = column header.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing.")] = False,
    undo_run: Annotated[int | None, typer.Option("--undo", help="Take this run back.")] = None,
    as_json: Json = False,
) -> None:
    """Import a file, all of it or nothing; or take an import back."""
    if undo_run is not None:
        if file is not None or kind is not None or dry_run:
            raise typer.BadParameter("--undo stands alone")
        _undo(undo_run, as_json=as_json)
    elif file is None or kind is None:
        raise typer.BadParameter("import needs FILE --kind customers|receivables|payments, or --undo RUN")
    elif kind is ImportKind.bank:
        raise typer.BadParameter("bank statements cannot be imported yet; receivables and payments can")
    else:
        _import(file, kind.value, mapping, dry_run=dry_run, as_json=as_json)


def _import(file: Path, kind: str, mapping: Path | None, *, dry_run: bool, as_json: bool) -> None:
    with open_books() as database:
        try:
            mapped = read_mapping(mapping, kind) if mapping is not None else None
            plan = make_plan(file, kind, mapped, load_company(), database.read_now)
        except (Unreadable, BadMapping, OSError) as error:
            typer.echo(f"{file}: {error}", err=True)
            raise typer.Exit(2) from None
        report = plan.report()
        if not plan.problems and not dry_run:
            report = _write(plan, database, file)
    _print(report, plan, file, dry_run=dry_run, as_json=as_json)
    if plan.problems:
        raise typer.Exit(1)


def _write(plan: Plan, database: Database, file: Path) -> dict[str, Any]:
    rows = sum(len(item.marks) for item in plan.items)
    with _quiet(), _progress(f"importing {file.name}", rows) as advance:
        try:
            written = asyncio.run(run(plan, database, on_progress=advance))
        except (StorageError, LedgerError) as error:
            typer.echo(f"stopped: {error} What is in stays in; the same file goes on from there.", err=True)
            raise typer.Exit(1) from None
    return report_of(plan, written)


def _undo(run_id: int, *, as_json: bool) -> None:
    with open_books() as database, _progress("taking back", None) as advance:
        try:
            rows = asyncio.run(undo(run_id, database, on_progress=advance))
        except NotUndone as refusal:
            for reason in refusal.reasons:
                line = orjson.dumps({"problem": reason}).decode() if as_json else reason
                typer.echo(line, err=not as_json)
            raise typer.Exit(1) from None
    report = {"run": str(run_id), "undone": rows}
    typer.echo(orjson.dumps(report).decode() if as_json else f"Taken back: {rows} rows of run {run_id}.")


def _print(report: dict[str, Any], plan: Plan, file: Path, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(orjson.dumps(report).decode())
        return
    for sheet in report["sheets"]:
        for total in sheet["totals"]:
            typer.echo(f"row {total['row']}: the sheet's own total of {total['total']} agrees")
    if report["extra_columns"]:
        typer.echo(f"Not used: {', '.join(report['extra_columns'])}")
    for note in report["notes"]:
        typer.echo(f"Note: {note}")
    if report["new_customers"]:
        names = report["new_customers"]
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        typer.echo(f"New customers, silent to the outside until released: {', '.join(names[:10])}{more}")
    for problem in plan.problems[:SHOWN_PROBLEMS]:
        typer.echo(str(problem))
    if len(plan.problems) > SHOWN_PROBLEMS:
        typer.echo(f"and {len(plan.problems) - SHOWN_PROBLEMS} more; --json lists all")
    if plan.problems:
        typer.echo(f"{file.name}: {len(plan.problems)} problems; nothing was written.")
    elif dry_run:
        typer.echo(
            f"{file.name}: {report['to_write']} rows to write, {report['already_there']} already there."
        )
    else:
        there = report["already_there"]
        typer.echo(f"Run {report['run']}: {report['written']} rows written, {there} already there.")


@contextmanager
def _quiet() -> Iterator[None]:
    """In a process of its own nobody waits for a batch: the writer need not say that one was slow."""
    logger = logging.getLogger("storage.writer")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def _progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar where somebody watches; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=total)
        yield lambda rows: bar.advance(task, rows)


def export(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    form: Annotated[Format, typer.Option("--format", help="Of the file.")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="Only what counted on this day.")] = None,
    kind: Annotated[
        Export, typer.Option("--kind", help="Of what: the books, or the customers' files.")
    ] = Export.books,
) -> None:
    """Write the books, or the customers' files, into a file that other programs read."""
    day = day_of(as_of) if as_of else None
    if kind is Export.customers and (form.value not in customer_table.FORMATS or day is not None):
        raise typer.BadParameter("customers are written as xlsx, csv or jsonl, as they are now")
    with open_books() as database:
        try:
            rows = database.read_now(lambda uow: _written(uow, file, form.value, kind, day))
        except OSError as error:
            typer.echo(f"{file}: {error}", err=True)
            raise typer.Exit(1) from None
        details = {"format": form.value, "as_of": as_of or "", "file": file.name, "kind": kind.value}
        database.write_now(lambda uow: _audit(uow, details))
    typer.echo(f"Written: {file} ({rows} rows)")


def _written(uow: UnitOfWork, file: Path, form: str, kind: Export, day: date | None) -> int:
    if kind is Export.customers:
        return customer_table.write_customers(uow, file, form)
    return write_export(uow, file, form, day)


def _audit(uow: UnitOfWork, details: dict[str, str]) -> None:
    uow.heads.head(uow.connection, uow.corp_id)  # a new database has no company yet
    uow.audit.note("cli", "export", "books", details)
