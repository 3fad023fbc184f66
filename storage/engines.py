"""How each engine is opened: addresses, pragmas, and what a reading or writing connection is set to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event, make_url

from storage.errors import Unavailable

BUSY_TIMEOUT_MS = 10_000
# One number a database: the lock that puts the writers of all processes, and migrations, in one order.
WRITERS_LOCK = 7_214_000_001
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
# A writer touches index pages all over the file; with SQLite's own 2 MB it reads and writes each again and again,
# and with its checkpoint every 1,000 pages an import copies them twice a commit. What a savepoint keeps to undo a
# command (some MB at most) goes to memory: beyond 64 KB it would be written to a file for each transaction.
WRITER_PRAGMAS = (
    "PRAGMA cache_size = -32768",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA temp_store = MEMORY",
)
# A writer that is cut off in mid-transaction must not hold the others up for ever.
POSTGRES_WRITER = (
    "SET idle_in_transaction_session_timeout = '30s'; SET lock_timeout = '10s'; SET statement_timeout = '60s'"
)
POSTGRES_CONNECT = {
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
}  # fmt: skip


def normalised(url: str) -> URL:
    """The address with its driver; `postgres://` and `postgresql://` mean psycopg 3.

    The folder of an SQLite file is made; raises `Unavailable` where it cannot be. Raises ValueError for an address of
    any other kind, and for SQLite in memory, which a second connection cannot see.
    """
    address = make_url(url)
    if address.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise ValueError("DATABASE_URL is sqlite:///a/file or postgresql://host/database")
    if address.database in (None, "", ":memory:"):
        raise ValueError("DATABASE_URL of SQLite names a file")
    try:
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"the database cannot be opened: {error}") from error
    return address


def writing_engine(url: str) -> Engine:
    """An engine whose connections leave BEGIN and COMMIT to their user (autocommit), for one writer."""
    address = normalised(url)
    if address.get_backend_name() == "sqlite":
        engine = _sqlite(address, poolclass=NullPool)
        event.listen(engine, "connect", lambda driver, _: _run_all(driver, WRITER_PRAGMAS))
        return engine
    engine = _postgres(address, poolclass=NullPool)
    event.listen(engine, "connect", lambda driver, _: driver.execute(POSTGRES_WRITER))
    return engine


def reading_engine(url: str, *, size: int) -> Engine:
    """An engine with a pool of `size` connections that cannot write; BEGIN is left to their user."""
    address = normalised(url)
    if address.get_backend_name() == "sqlite":
        engine = _sqlite(address, poolclass=QueuePool, pool_size=size, max_overflow=0)
        event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA query_only = ON"))
        return engine
    return _postgres(address, pool_size=size, max_overflow=0, pool_pre_ping=True)


def begin_snapshot(connection: Connection) -> None:
    """Begin a transaction that sees one moment and cannot write."""
    if connection.dialect.name == "sqlite":
        # To the driver itself: through SQLAlchemy it costs as much as the question of an idle job.
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN")
    else:
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """A snapshot on a connection of its own, for whoever reads once."""
    engine = reading_engine(url, size=1)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA cache_size = -65536")  # the books are looked up all over
            begin_snapshot(connection)
            yield connection
    finally:
        engine.dispose()


def _sqlite(address: URL, **options: Any) -> Engine:
    engine = _engine(address, connect_args={"check_same_thread": False}, **options)
    event.listen(engine, "connect", lambda driver, _: _run_all(driver, PRAGMAS))
    return engine


def _postgres(address: URL, **options: Any) -> Engine:
    return _engine(address, connect_args=POSTGRES_CONNECT, **options)


def _engine(address: URL, **options: Any) -> Engine:
    # Errors are logged: the values of a statement are people's words and sums.
    return create_engine(address, isolation_level="AUTOCOMMIT", hide_parameters=True, **options)


def _run_all(driver: Any, statements: Iterable[str]) -> None:
    for statement in statements:
        driver.execute(statement)


def migrating_engine(url: str) -> Engine:
    """An engine for changing the schema: patient, without limits of time, without foreign keys on SQLite."""
    address = normalised(url)
    if address.get_backend_name() == "postgresql":
        return _postgres(address, poolclass=NullPool)
    engine = _sqlite(address, poolclass=NullPool)
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA foreign_keys = OFF"))
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout = 600000"))
    return engine
