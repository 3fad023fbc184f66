"""The schema of a database: made and upgraded here, and marked as live or simulated."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from storage.engines import WRITERS_LOCK, migrating_engine
from storage.errors import NewerDatabase, StorageError, Unavailable, WrongMode
from storage.heads import DEFAULT_ZONE
from storage.marks import leave_marks
from storage.planning import tell_sizes
from storage.relations import metadata

# Alembic takes a quarter of a short command's time: it is imported when there is something to migrate.
if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
MODES = ("live", "simulated")
EMBEDDED = 1
_VERSION = text("SELECT version_num FROM alembic_version")
_corp = metadata.tables["corp"]


def migrate(url: str, *, to: str = "head") -> None:
    """Make the database at `url`, or upgrade it to revision `to`; all or nothing, whoever else does it now.

    Raises `NewerDatabase` for a database of a later version of the program.
    """
    if to == "head" and is_current(url):
        return
    with exclusive(url) as connection:
        refuse_newer(_revision(connection))
        upgrade(connection, to)
        tell_sizes(connection)
        if not has_sound_keys(connection):
            raise StorageError("a migration left rows whose foreign keys lead nowhere")
    log.info("the database is of revision %s now", newest() if to == "head" else to)


def is_current(url: str) -> bool:
    """Is the database of this program's version? Any other answer is for `migrate` to find out."""
    try:
        with migrating_engine(url).connect() as connection:
            return connection.execute(_VERSION).scalar_one_or_none() == newest()
    except DBAPIError:
        return False


def newest() -> str:
    """The revision of the last migration, by the names of their files; the same as `latest`."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(connection: Connection, to: str) -> None:
    """Run the migrations up to `to` in the transaction of `connection`, which is `exclusive`."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def has_sound_keys(connection: Connection) -> bool:
    """Do all foreign keys lead to a row? Asked on SQLite, where an `exclusive` transaction leaves them be."""
    if connection.dialect.name != "sqlite":
        return True
    return not connection.exec_driver_sql("PRAGMA foreign_key_check").all()


def current(url: str) -> str | None:
    """The revision of the database; None while it has no schema. Raises `NewerDatabase`."""
    with _opened(url) as connection:
        revision = _revision(connection)
    refuse_newer(revision)
    return revision


def latest() -> str:
    """The revision this program was written for."""
    return str(_scripts().get_current_head())


def claim_mode(url: str, mode: str, *, zone: str = DEFAULT_ZONE) -> None:
    """Mark a new database as `mode` (live | simulated), its days those of `zone` (IANA).

    Raises `WrongMode` when it is marked as the other.
    """
    if mode not in MODES:
        raise ValueError(f"mode is one of {MODES}")
    with _opened(url) as connection:
        marks = _marks(connection)
    if not marks:
        marks = _marked(url, mode, zone)
    if marks != {mode}:
        raise WrongMode(f"this database is {' and '.join(sorted(marks))}, and was opened as {mode}", url=url)


def keep_days_of(url: str, zone: str) -> None:
    """The days of the books are those of `zone` (IANA) from now on."""
    ours = _corp.c.corp_id == EMBEDDED
    with _opened(url) as connection:
        kept = connection.scalar(select(_corp.c.zone).where(ours))
    if kept != zone:
        with exclusive(url) as connection:
            connection.execute(update(_corp).where(ours).values(zone=zone))


def _marks(connection: Connection) -> set[str]:
    return set(connection.scalars(select(_corp.c.mode)))


def _marked(url: str, mode: str, zone: str) -> set[str]:
    """Its marks after marking it as `mode`, unless somebody else was first."""
    with exclusive(url) as connection:
        marks = _marks(connection)
        if marks:
            return marks
        values = {"corp_id": EMBEDDED, "name": "", "zone": zone, "mode": mode, "names_version": 0}
        connection.execute(insert(_corp), values)
        return {mode}


@contextmanager
def _opened(url: str) -> Iterator[Connection]:
    """A connection of its own. Raises `Unavailable` with what the driver says of it."""
    try:
        connection = migrating_engine(url).connect()
    except DBAPIError as error:
        raise Unavailable(f"the database cannot be opened: {str(error.orig).splitlines()[0]}") from error
    with connection:
        yield connection


@contextmanager
def exclusive(url: str) -> Iterator[Connection]:
    """A transaction alone among all writers of the database, foreign keys unchecked on SQLite."""
    with _opened(url) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"BEGIN; SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
        yield connection
        leave_marks(connection)
        connection.exec_driver_sql("COMMIT")


def refuse_newer(revision: str | None) -> None:
    """Raises `NewerDatabase` for a revision that this program does not know."""
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase(revision=revision)


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def _revision(connection: Connection) -> str | None:
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
