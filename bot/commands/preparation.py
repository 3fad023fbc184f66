"""The configured database made ready, and read once: a command that only reads loads nothing that writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TypeVar

import typer

from bot.clock import SystemClock
from config.settings import Settings, load
from storage.engines import snapshot
from storage.errors import StorageError, WrongMode
from storage.heads import Heads
from storage.ids import refuse_id
from storage.schema import claim_mode, migrate
from storage.work import Work

EMBEDDED = 1
W = TypeVar("W", bound=Work)


def prepare(settings: Settings) -> None:
    """Migrate; a new database becomes a live one, a simulated one stays what it is. Raises StorageError.

    Whose days the books keep is told by `serve` and `worker`: a command may run in a shell that does not know it.
    """
    migrate(settings.database_url)
    with suppress(WrongMode):
        claim_mode(settings.database_url, "live", zone=settings.timezone)


def read_books() -> AbstractContextManager[Work]:
    """One snapshot of the configured books; a sentence and exit code 2 when they cannot be used."""
    return read_as(Work)


@contextmanager
def read_as(kind: type[W]) -> Iterator[W]:
    """The same, through a `Work` of this kind."""
    settings = load(simulator=True)
    try:
        prepare(settings)
        with snapshot(settings.database_url) as connection:
            now = SystemClock().now()
            yield kind(connection, corp_id=EMBEDDED, now=now, new_id=refuse_id, heads=Heads())
    except StorageError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
