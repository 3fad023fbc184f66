"""A writing connection: one transaction at a time, savepoints in it, and what is known when it ends badly.

BEGIN, SAVEPOINT and COMMIT go to the driver itself: through SQLAlchemy they cost more than what they frame.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from storage.engines import WRITERS_LOCK, writing_engine
from storage.errors import AlreadyThere, StorageError, Unavailable
from storage.planning import COUNTED_AT, count_rows
from storage.turnstile import Turnstile

DATABASE_ERRORS = (DBAPIError, sqlite3.Error, psycopg.Error)
ROW_REFUSED = (IntegrityError, DataError)  # by a constraint: the very same command meets it again
# serialization_failure and deadlock_detected: nothing is wrong with the command, only with its moment.
_TRANSIENT = ("40001", "40P01")
_FIRST = ("SAVEPOINT command",)
_FOLLOWING = ("RELEASE command", "SAVEPOINT command")


def is_away(error: Exception) -> bool:
    """Whether the database refuses everybody (away, held, full): the same may be tried again. Else it is this row."""
    of_this_row = (*ROW_REFUSED, AlreadyThere)
    return isinstance(error, (StorageError, *DATABASE_ERRORS)) and not isinstance(error, of_this_row)


def cause_of(error: BaseException) -> str:
    """What the database itself said, in one line."""
    while error.__cause__ is not None:
        error = error.__cause__
    return f"{type(error).__name__}: {error}".splitlines()[0]


class TransactionEnded(Exception):
    """The transaction ended before its commit; nothing of it was written. Its cause is the error."""


class CommitUnknown(Exception):
    """COMMIT was sent and no answer came."""


class WritingConnection:
    """The one connection of a writer, opened when needed and again after it broke. For one thread."""

    def __init__(self, url: str) -> None:
        self._engine = writing_engine(url)
        is_sqlite = self._engine.dialect.name == "sqlite"
        self._control = _Sqlite(str(self._engine.url.database)) if is_sqlite else _Postgres()
        self._connection: Connection | None = None
        self._driver: Any = None
        self._has_savepoint = False
        self._begun = 0

    def begin(self) -> Connection:
        """Begin alone among all writers of the database. Raises `Unavailable`."""
        was_open = self._connection is not None
        try:
            return self._begin()
        except DATABASE_ERRORS as error:
            self.abandon()
            if not (was_open and self._connection is None):
                raise Unavailable from error
        # The connection had gone stale while nobody used it.
        try:
            return self._begin()
        except DATABASE_ERRORS as error:
            self.abandon()
            raise Unavailable from error

    def _begin(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
            self._driver = self._connection.connection.driver_connection
        self._begun += 1
        if self._begun in COUNTED_AT:
            self._control.count(self._driver)
        self._control.begin(self._driver)
        self._has_savepoint = False
        return self._connection

    def opening(self) -> Sequence[str]:
        """What a command sends before its first statement: it keeps all that was done, and starts what can be undone."""
        return _FOLLOWING if self._has_savepoint else _FIRST

    def opened(self) -> None:
        """The command did send it."""
        self._has_savepoint = True

    @property
    def is_sound(self) -> bool:
        """Is the transaction open, and would it commit?"""
        return self._control.is_sound(self._driver)

    def rollback(self, error: BaseException, *, has_begun: bool) -> None:
        """Undo what the command did, if it sent anything. Raises `TransactionEnded` if `error` ended it all."""
        if getattr(getattr(error, "orig", error), "sqlstate", None) in _TRANSIENT:
            raise TransactionEnded from error
        if not self._control.is_open(self._driver):
            raise TransactionEnded from error
        if not has_begun:
            if not self.is_sound:
                raise TransactionEnded from error
            return
        try:
            self._driver.execute("ROLLBACK TO command")
        except DATABASE_ERRORS:
            raise TransactionEnded from error

    def commit(self) -> None:
        """Raises `TransactionEnded` when it surely was not written, `CommitUnknown` when nobody can say."""
        try:
            self._control.commit(self._driver)
        except (sqlite3.Error, psycopg.Error) as error:
            is_unknown = self._control.is_unknown(self._driver, error)
            self.abandon()
            raise (CommitUnknown if is_unknown else TransactionEnded) from error
        if self._connection is not None:
            self._connection.rollback()  # SQLAlchemy's own notion of a transaction; the driver has none open

    def abandon(self) -> None:
        """Roll back; a connection that cannot is closed, and the next transaction opens another."""
        try:
            if self._driver is not None:
                self._control.rollback(self._driver)
            if self._connection is not None:
                self._connection.rollback()
        except DATABASE_ERRORS:
            self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
        self._connection = self._driver = None
        self._control.close()
        self._engine.dispose()


class _Sqlite:
    def __init__(self, database: str) -> None:
        self._turnstile = Turnstile(database)

    def count(self, driver: sqlite3.Connection) -> None:
        """It was told when its tables were made."""

    def begin(self, driver: sqlite3.Connection) -> None:
        self._turnstile.take()
        driver.execute("BEGIN IMMEDIATE")

    def commit(self, driver: sqlite3.Connection) -> None:
        driver.execute("COMMIT")
        self._turnstile.give()

    def rollback(self, driver: sqlite3.Connection) -> None:
        try:
            if driver.in_transaction:
                driver.execute("ROLLBACK")
        finally:
            self._turnstile.give()

    def close(self) -> None:
        self._turnstile.close()

    def is_open(self, driver: sqlite3.Connection) -> bool:
        return driver.in_transaction

    is_sound = is_open

    def is_unknown(self, driver: sqlite3.Connection, error: Exception) -> bool:
        # The low byte is the primary code. When the disk itself failed, a recovery may still find the commit.
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR


class _Postgres:
    _BEGIN = f"BEGIN; SELECT pg_advisory_xact_lock({WRITERS_LOCK})"

    def count(self, driver: psycopg.Connection[Any]) -> None:
        count_rows(driver)

    def begin(self, driver: psycopg.Connection[Any]) -> None:
        driver.execute(self._BEGIN)

    def commit(self, driver: psycopg.Connection[Any]) -> None:
        if not self.is_sound(
            driver
        ):  # PostgreSQL answers COMMIT of a failed transaction with a silent ROLLBACK
            raise psycopg.errors.InFailedSqlTransaction
        driver.execute("COMMIT")

    def close(self) -> None:
        """Its locks end with its connections."""

    def rollback(self, driver: psycopg.Connection[Any]) -> None:
        driver.execute("ROLLBACK") if self.is_open(driver) else self._demand_alive(driver)

    def _demand_alive(self, driver: psycopg.Connection[Any]) -> None:
        if driver.closed:
            raise psycopg.OperationalError("the connection is closed")

    def is_open(self, driver: psycopg.Connection[Any]) -> bool:
        return driver.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR)

    def is_sound(self, driver: psycopg.Connection[Any]) -> bool:
        return driver.info.transaction_status == TransactionStatus.INTRANS

    def is_unknown(self, driver: psycopg.Connection[Any], error: Exception) -> bool:
        return driver.closed
