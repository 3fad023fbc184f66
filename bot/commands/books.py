"""migrate, check, backup, restore: the books from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from bot.commands.arguments import Json
from bot.commands.database import open_books
from bot.commands.listing import plain_of
from bot.commands.preparation import prepare
from config.settings import FILES, load
from storage.backup import backup as write_backup
from storage.backup import restore as read_backup
from storage.check import problems as problems_of
from storage.check import rebuild
from storage.errors import StorageError
from storage.unit_of_work import UnitOfWork


def migrate() -> None:
    """Bring the database to this program's version."""
    settings = load(simulator=False)
    try:
        prepare(settings)
    except StorageError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo("The database is up to date.")


def check(
    mend: Annotated[
        bool, typer.Option("--rebuild", help="First compute again what is kept beside the journal.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check every law of the books; exit code 1 and a list when one is broken."""
    with open_books() as database:
        mended = database.write_now(_rebuild) if mend else 0
        problems = database.read_now(lambda uow: list(problems_of(uow, uow.anchors.told())))
    for problem in problems:
        typer.echo(orjson.dumps(plain_of(problem)).decode() if as_json else str(problem))
    if mended and not as_json:
        typer.echo(f"Computed again: {mended} rows beside the journal were wrong.")
    if problems:
        raise typer.Exit(1)
    if not as_json:
        typer.echo("The books are in order.")


def _rebuild(uow: UnitOfWork) -> int:
    uow.heads.head(uow.connection, uow.corp_id)  # a new database has no company yet
    rows = rebuild(uow)
    uow.audit.note("cli", "rebuild", "books", {"rows": rows})
    return rows


def backup(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write the whole company into one portable file."""
    settings = load(simulator=True)
    try:
        manifest = write_backup(settings.database_url, file, files=FILES)
    except (StorageError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Written: {file} ({manifest.rows} rows, {len(manifest.files)} attached files)")
    for path in manifest.missing:
        typer.echo(f"Not there, and not in the backup: {FILES / path}", err=True)


def restore(file: Annotated[Path, typer.Argument(help="A file written by backup.")]) -> None:
    """Read a backup into an empty database and check it."""
    settings = load(simulator=True)
    try:
        read_backup(file, settings.database_url, files=FILES)
    except (StorageError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo("Restored; the books are in order.")
