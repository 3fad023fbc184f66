"""One command's connection: reads at once, keeps inserts and updates back and sends them together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Delete, Executable, Table, Update, insert

from storage.compiled import Query, driver_of, query_of, table_of, together
from storage.heads import Company, Heads
from storage.prepared import Once, Prepared
from storage.relations import (
    ALIAS,
    ALLOCATION,
    ATTACHMENT,
    AUDIT,
    CUSTOMER,
    ENTRY,
    IMPORT_ROW,
    INBOX,
    INSTALMENT,
    RECEIPT,
    RECEIVABLE,
    SETTING,
    STAFF,
    TIMER,
)  # fmt: skip

T = TypeVar("T")
NO_DEFAULTS: Mapping[str, Any] = MappingProxyType({})
# A row comes after the rows that it points to.
_IN_ORDER = (
    STAFF,
    SETTING,
    CUSTOMER,
    ALIAS,
    INBOX,
    RECEIVABLE,
    RECEIPT,
    ENTRY,
    INSTALMENT,
    ALLOCATION,
    TIMER,
    ATTACHMENT,
    IMPORT_ROW,
    AUDIT,
)
_INSERTS = {table: Prepared(insert(table)) for table in _IN_ORDER}


class Work:
    """What repositories write through. `now` is aware; `defaults` are settings that the program ships.

    Every statement binds `corp`; a read first sends what is kept back, so that it sees it.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        corp_id: int,
        now: datetime,
        new_id: Callable[[], int],
        heads: Heads,
        defaults: Mapping[str, Any] = NO_DEFAULTS,
    ) -> None:
        self._connection = connection
        self.corp_id = corp_id
        self.now = now
        self.new_id = new_id
        self.heads = heads
        self.defaults = defaults
        self._inserts: dict[Table, list[dict[str, Any]]] = {}
        self._updates: dict[Prepared, list[dict[str, Any]]] = {}
        self._frame: list[str] = []  # SAVEPOINT and RELEASE not sent yet: they leave with what follows them
        self._depth = 0

    @property
    def connection(self) -> Connection:
        """For what passes this Work by; all savepoints so far hold for it."""
        if self._frame:
            self._send_frame()
        return self._connection

    @property
    def company(self) -> Company:
        return self.heads.company(self._connection, self.corp_id)

    def today(self, zone: str | None = None) -> date:
        """The business day of `now`, in the company's zone unless another is named."""
        return self.now.astimezone(ZoneInfo(zone or self.company.zone)).date()

    @property
    def engine(self) -> str:
        """sqlite | postgresql"""
        return self._connection.dialect.name

    def insert(self, table: Table, row: dict[str, Any]) -> None:
        """Keep a row back until the next flush. `row` names every column."""
        self._inserts.setdefault(table, []).append(row)
        self.heads.kept.forget(table.name)

    def insert_once(self, statement: Once, row: dict[str, Any]) -> bool:
        """Write a row at once; False when one of its key was there."""
        self.flush()
        self.heads.kept.forget(statement.table)
        return statement.run(self._connection, row)

    def update(self, statement: Prepared, **values: Any) -> None:
        """Keep a change of one row back until the next flush; changes run after all inserts."""
        self._updates.setdefault(statement, []).append({"corp": self.corp_id, **values})
        self.heads.kept.forget(statement.table)

    def remembered(self, table: Table, question: Hashable, read: Callable[[], T]) -> T:
        """What `read` says about a table, asked once a transaction until a row of that table is changed."""
        return self.heads.kept.get(table.name, (self.corp_id, question), read)

    def flush(self) -> None:
        """Send what is kept back, the rows of a table together."""
        if self._inserts or self._updates or self._frame:
            with together(self._connection):
                self._send()

    def _send(self) -> None:
        self._send_frame()
        if self._inserts:
            inserts, self._inserts = self._inserts, {}
            for table in _IN_ORDER:
                if table in inserts:
                    _INSERTS[table].run(self._connection, inserts[table])
        if self._updates:
            updates, self._updates = self._updates, {}
            for statement, rows in updates.items():
                statement.run(self._connection, rows)

    def _send_frame(self) -> None:
        frame, self._frame = self._frame, []
        for text in frame:
            driver_of(self._connection).execute(text)

    def _ask(self, query: Query, values: Mapping[str, Any]) -> Any:
        """The driver's cursor; what is kept back is sent before, without waiting for it."""
        if not (self._inserts or self._updates or self._frame):
            return query.execute(self._connection, values)
        with together(self._connection):
            self._send()
            cursor = query.execute(self._connection, values)
        return cursor

    def rows(self, statement: Executable, **values: Any) -> Sequence[Any]:
        """All rows; columns are attributes. `statement` is one that is kept: it is compiled once."""
        values["corp"] = self.corp_id
        dialect = self._connection.dialect
        query = query_of(statement, dialect, values)
        if query is None:
            self.flush()
            return self._connection.execute(statement, values).all()
        return query.all(self._ask(query, values), dialect)

    def row(self, statement: Executable, **values: Any) -> Any:
        """The first row, or None."""
        values["corp"] = self.corp_id
        dialect = self._connection.dialect
        query = query_of(statement, dialect, values)
        if query is None:
            self.flush()
            return self._connection.execute(statement, values).first()
        return query.first(self._ask(query, values), dialect)

    def one(self, statement: Executable, **values: Any) -> Any:
        """The only row of a statement that has one."""
        (row,) = self.rows(statement, **values)
        return row

    def execute(self, statement: Update | Delete, **values: Any) -> int:
        """Run a change at once and return how many rows it touched."""
        self.heads.kept.forget(table_of(statement))
        values["corp"] = self.corp_id
        query = query_of(statement, self._connection.dialect, values)
        if query is None:
            self.flush()
            return self._connection.execute(statement, values).rowcount
        count: int = self._ask(query, values).rowcount
        return count

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """All that is done inside, or nothing of it: an exception takes rows and heads back, and goes on."""
        self.flush()
        heads = self.heads.snapshot()
        name = f"command_{self._depth}"
        opening = f"SAVEPOINT {name}"
        self._depth += 1
        self._frame.append(opening)
        try:
            yield
            self.flush()
        except BaseException:
            self._inserts, self._updates = {}, {}
            self.heads.restore(heads)
            if opening in self._frame:  # nothing since has reached the database
                del self._frame[self._frame.index(opening) :]
                raise
            self._frame = []
            driver = driver_of(self._connection)
            driver.execute(f"ROLLBACK TO SAVEPOINT {name}")
            driver.execute(f"RELEASE SAVEPOINT {name}")
            raise
        else:
            self._frame.append(f"RELEASE SAVEPOINT {name}")
        finally:
            self._depth -= 1
