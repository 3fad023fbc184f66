"""One command's connection: reads at once, keeps inserts and updates back and sends them together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Delete, Executable, Table, Update

from storage.compiled import Query, driver_of, query_of, table_of, together
from storage.errors import AlreadyThere
from storage.heads import Company, Head, Heads
from storage.insertion import INSERTS
from storage.prepared import Once, Prepared

T = TypeVar("T")
Ask = tuple[Query, Mapping[str, Any]]
Asked = tuple[Executable, Mapping[str, Any]]
NO_DEFAULTS: Mapping[str, Any] = MappingProxyType({})


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
        opening: Sequence[str] = (),
    ) -> None:
        self._connection = connection
        self.corp_id = corp_id
        self.now = now
        self.new_id = new_id
        self.heads = heads
        self.defaults = defaults
        self._inserts: dict[Table, list[dict[str, Any]]] = {}
        self._updates: dict[Prepared, list[dict[str, Any]]] = {}
        # SAVEPOINT and RELEASE not sent yet, and a row in between: they leave with what follows them.
        self._frame: list[str | Ask] = list(opening)
        self._unsure: list[Any] = []  # cursors of rows sent whose key may have been taken
        self._awaits_word = False
        self._foreseen: dict[Hashable, Sequence[Any]] = {}
        self.has_begun = not opening  # whether anything has reached the database
        self._depth = 0

    @property
    def connection(self) -> Connection:
        """For what passes this Work by; all savepoints so far hold for it, and nothing read is kept for long."""
        self.heads.note_bypass(self.corp_id)
        self._send_frame()
        self._demand_new()
        return self._connection

    @property
    def company(self) -> Company:
        return self.heads.company(self._connection, self.corp_id)

    @property
    def head(self) -> Head:
        """The end of the journal; a new company gets one."""
        return self.heads.head(self._connection, self.corp_id)

    def take_seq(self) -> int:
        return self.heads.take_seq(self._connection, self.corp_id)

    def take_number(self) -> int:
        """The next “#1001” of debts and receipts."""
        return self.heads.take_number(self._connection, self.corp_id)

    def advance(self, *, head_hash: str, recorded_at: datetime) -> None:
        """The chain has a new last entry."""
        self.heads.advance(self._connection, self.corp_id, head_hash=head_hash, recorded_at=recorded_at)

    def bump_names(self) -> None:
        """Names have changed: indexes built on an older version are read again."""
        self.heads.note_change(self.corp_id)
        self.heads.bump_names(self._connection, self.corp_id)

    def close_until(self, value: str) -> None:
        """The setting that closes months was set to `value`."""
        self.heads.close_until(self._connection, self.corp_id, value)

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
        self._changes(table.name)

    def insert_once(self, statement: Once, row: dict[str, Any]) -> bool:
        """Write a row at once; False when one of its key was there."""
        self._changes(statement.table)
        return self._ask(statement.query(self._connection.dialect, row), row).fetchone() is not None

    def insert_new(self, statement: Once, row: dict[str, Any]) -> None:
        """Write a row that should be new, without waiting for the word.

        If its key was taken, what next asks or flushes raises `AlreadyThere`, which must undo the whole command.
        """
        self._changes(statement.table)
        self._frame.append((statement.query(self._connection.dialect, row), row))
        self._awaits_word = True
        if self.engine == "sqlite":
            self._send_frame()
            self._demand_new()

    def foresee(self, *asks: Asked) -> None:
        """Have PostgreSQL answer questions in one trip that `rows` will put singly, before anything is written."""
        if self.engine == "sqlite":
            return  # where a trip costs nothing, and not every question may be put
        dialect = self._connection.dialect
        given = [(statement, {**values, "corp": self.corp_id}) for statement, values in asks]
        queries = [query_of(statement, dialect, values) for statement, values in given]
        with together(self._connection):
            self._send()
            cursors = [
                query and query.execute(self._connection, values)
                for query, (_, values) in zip(queries, given, strict=True)
            ]
        self._demand_new()
        for query, cursor, (statement, values) in zip(queries, cursors, given, strict=True):
            if query is not None:
                self._foreseen[_asked(statement, values)] = query.all(cursor, dialect)

    def update(self, statement: Prepared, **values: Any) -> None:
        """Keep a change of one row back until the next flush; changes run after all inserts."""
        self._updates.setdefault(statement, []).append({"corp": self.corp_id, **values})
        self._changes(statement.table)

    def update_one(self, statement: Prepared, *, question: Hashable, **values: Any) -> None:
        """As `update`, of the one row that answers `question`: what is remembered of other rows stays true."""
        self._updates.setdefault(statement, []).append({"corp": self.corp_id, **values})
        self._foreseen = {}
        self.heads.note_change(self.corp_id)
        self.heads.kept.forget(statement.table, (self.corp_id, question))

    def remember(self, table: Table, question: Hashable, answer: Any) -> None:
        """What `remembered` would read, known because it was just written."""
        self.heads.kept.put(table.name, (self.corp_id, question), answer)

    def is_remembered(self, table: Table, question: Hashable) -> bool:
        return self.heads.kept.has(table.name, (self.corp_id, question))

    def remembered(self, table: Table, question: Hashable, read: Callable[[], T]) -> T:
        """What `read` says about a table, asked once until a row of that table is changed, by whomever."""
        return self.heads.kept.get(table.name, (self.corp_id, question), read)

    def flush(self) -> None:
        """Send what is kept back, the rows of a table together, and hear whether rows sent before were new."""
        if self._inserts or self._updates or self._awaits_word:
            with together(self._connection):
                self._send()
            self._demand_new()

    def _send(self) -> None:
        self._send_frame()
        if self._inserts:
            inserts, self._inserts = self._inserts, {}
            for table, statement in INSERTS.items():
                if table in inserts:
                    statement.run(self._connection, inserts[table])
        if self._updates:
            updates, self._updates = self._updates, {}
            for change, rows in updates.items():
                change.run(self._connection, rows)

    def _changes(self, table: str) -> None:
        self._foreseen = {}
        self.heads.note_change(self.corp_id)
        self.heads.kept.forget(table)

    def _send_frame(self) -> None:
        self.has_begun = True
        frame, self._frame = self._frame, []
        for text in frame:
            if isinstance(text, str):
                driver_of(self._connection).execute(text)
            else:
                query, row = text
                self._unsure.append(query.execute(self._connection, row))

    def _demand_new(self) -> None:
        self._awaits_word = False
        unsure, self._unsure = self._unsure, []
        for cursor in unsure:
            if cursor.fetchone() is None:
                raise AlreadyThere

    def _ask(self, query: Query, values: Mapping[str, Any]) -> Any:
        """The driver's cursor; what is kept back is sent before, without waiting for it."""
        if not (self._inserts or self._updates or self._frame):
            return query.execute(self._connection, values)
        with together(self._connection):
            self._send()
            cursor = query.execute(self._connection, values)
        self._demand_new()
        return cursor

    def rows(self, statement: Executable, **values: Any) -> Sequence[Any]:
        """All rows; columns are attributes. `statement` is one that is kept: it is compiled once."""
        values["corp"] = self.corp_id
        if self._foreseen and (found := self._foreseen.get(_asked(statement, values))) is not None:
            return found
        dialect = self._connection.dialect
        query = query_of(statement, dialect, values)
        if query is None:
            self.flush()
            return self._connection.execute(statement, values).all()
        return query.all(self._ask(query, values), dialect)

    def row(self, statement: Executable, **values: Any) -> Any:
        """The first row, or None."""
        values["corp"] = self.corp_id
        if self._foreseen and (found := self._foreseen.get(_asked(statement, values))) is not None:
            return found[0] if found else None
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
        self._changes(table_of(statement))
        values["corp"] = self.corp_id
        query = query_of(statement, self._connection.dialect, values)
        if query is None:
            self.flush()
            self._send_frame()
            self._demand_new()
            return self._connection.execute(statement, values).rowcount
        count: int = self._ask(query, values).rowcount
        return count

    @contextmanager
    def savepoint(self, *, keeps_back: bool = False) -> Iterator[None]:
        """All that is done inside, or nothing of it: an exception takes rows and heads back, and goes on.

        With `keeps_back` the last writes inside leave with what follows; if one fails there, the whole command does.
        """
        if self._inserts or self._updates:
            self.flush()
        heads = self.heads.snapshot()
        name = f"command_{self._depth}"
        opening = f"SAVEPOINT {name}"
        self._depth += 1
        self._frame.append(opening)
        try:
            yield
            if not keeps_back:
                self.flush()
        except BaseException:
            self._inserts, self._updates, self._foreseen = {}, {}, {}
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
            if opening in self._frame:
                self._frame.remove(opening)  # nothing was sent inside
            else:
                self._frame.append(f"RELEASE SAVEPOINT {name}")
        finally:
            self._depth -= 1


def _asked(statement: Executable, values: Mapping[str, Any]) -> Hashable:
    """What tells a question from others; lists of values have no place in it."""
    return (statement, frozenset((name, value) for name, value in values.items() if type(value) is not list))
