"""The books that the settings name, for a command that lasts as long as its process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.clock import Clock, SystemClock
from bot.commands.preparation import prepare
from bot.staff_file import StaffFile
from config.settings import load
from storage.database import Database
from storage.errors import StorageError


@contextmanager
def open_books(clock: Clock | None = None) -> Iterator[Database]:
    """The configured database, migrated and started; a sentence and exit code 2 when it cannot be used.

    Where nobody is known yet, the people of the staff file are: `serve` sees its changes later.
    """
    settings = load(simulator=True)
    try:
        prepare(settings)
        with Database(settings.database_url, clock=(clock or SystemClock()).now) as database:
            if settings.staff_file is not None and not database.read_now(lambda uow: uow.staff.all()):
                asyncio.run(StaffFile(settings.staff_file).load(database))
            yield database
    except StorageError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
