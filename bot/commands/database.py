"""The books that the settings name, for a command that lasts as long as its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import typer

from bot.clock import Clock, SystemClock
from config.settings import load
from storage.database import Database
from storage.errors import StorageError, WrongMode
from storage.schema import claim_mode, migrate


def prepare(url: str) -> None:
    """Migrate; a new database becomes a live one, a simulated one stays what it is. Raises StorageError."""
    make_folder(url)
    migrate(url)
    with suppress(WrongMode):
        claim_mode(url, "live")


def make_folder(url: str) -> None:
    """The folder of an SQLite file is made when it is missing."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def open_books(clock: Clock | None = None) -> Iterator[Database]:
    """The configured database, migrated and started; a sentence and exit code 2 when it cannot be used."""
    url = load(simulator=True).database_url
    try:
        prepare(url)
        with Database(url, clock=(clock or SystemClock()).now) as database:
            yield database
    except StorageError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
