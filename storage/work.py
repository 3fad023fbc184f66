"""One command's connection: reads at once, keeps inserts and updates back and sends them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Executable, Table, insert

from storage.compiled import driver_of, query_of
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
        self.connection = connection
        self.corp_id = corp_id
        self.now = now
        self.new_id = new_id
        self.heads = heads
        self.defaults = defaults
        self._inserts: dict[Table, list[dict[str, Any]]] = {}
        self._updates: dict[Prepared, list[dict[str, Any]]] = {}
        self._depth = 0

    @property
    def company(self) -> Company:
        return self.heads.company(self.connection, self.corp_id)

    def today(self, zone: str | None = None) -> date:
        """The business day of `now`, in the company's zone unless another is named."""
        return self.now.astimezone(ZoneInfo(zone or self.company.zone)).date()

    def insert(self, table: Table, row: dict[str, Any]) -> None:
        """Keep a row back until the next flush. `row` names every column."""
        self._inserts.setdefault(table, []).append(row)

    def insert_once(self, statement: Once, row: dict[str, Any]) -> bool:
        """Write a row at once; False when one of its key was there."""
        self.flush()
        return statement.run(self.connection, row)

    def update(self, statement: Prepared, **values: Any) -> None:
        """Keep a change of one row back until the next flush; changes run after all inserts."""
        self._updates.setdefault(statement, []).append({"corp": self.corp_id, **values})

    def flush(self) -> None:
        """Send what is kept back, the rows of a table together."""
        if self._inserts:
            inserts, self._inserts = self._inserts, {}
            for table in _IN_ORDER:
                if table in inserts:
                    _INSERTS[table].run(self.connection, inserts[table])
        if self._updates:
            updates, self._updates = self._updates, {}
            for statement, rows in updates.items():
                statement.run(self.connection, rows)

    def rows(self, statement: Executable, **values: Any) -> Sequence[Any]:
        """All rows; columns are attributes. `statement` is one that is kept: it is compiled once."""
        self.flush()
        values["corp"] = self.corp_id
        query = query_of(statement, self.connection.dialect, values)
        if query is None:
            return self.connection.execute(statement, values).all()
        return query.all(self.connection, values)

    def row(self, statement: Executable, **values: Any) -> Any:
        """The first row, or None."""
        self.flush()
        values["corp"] = self.corp_id
        query = query_of(statement, self.connection.dialect, values)
        if query is None:
            return self.connection.execute(statement, values).first()
        return query.first(self.connection, values)

    def one(self, statement: Executable, **values: Any) -> Any:
        """The only row of a statement that has one."""
        (row,) = self.rows(statement, **values)
        return row

    def execute(self, statement: Executable, **values: Any) -> int:
        """Run a change at once and return how many rows it touched."""
        self.flush()
        values["corp"] = self.corp_id
        query = query_of(statement, self.connection.dialect, values)
        if query is None:
            return self.connection.execute(statement, values).rowcount
        count: int = query.execute(self.connection, values).rowcount
        return count

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """All that is done inside, or nothing of it: an exception takes rows and heads back, and goes on."""
        self.flush()
        heads = self.heads.snapshot()
        name = f"command_{self._depth}"
        driver = driver_of(self.connection)
        self._depth += 1
        driver.execute(f"SAVEPOINT {name}")
        try:
            yield
            self.flush()
        except BaseException:
            self._inserts, self._updates = {}, {}
            self.heads.restore(heads)
            driver.execute(f"ROLLBACK TO SAVEPOINT {name}")
            driver.execute(f"RELEASE SAVEPOINT {name}")
            raise
        else:
            driver.execute(f"RELEASE SAVEPOINT {name}")
        finally:
            self._depth -= 1
