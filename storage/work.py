"""One command's connection: reads at once, keeps inserts and updates back and sends them together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Delete, Executable, Table, Update

from storage.behind import Behind, whose_of
from storage.compiled import Query, driver_of, query_of, table_of, together
from storage.frame import Frame
from storage.heads import Company, Head, Heads
from storage.prepared import Once, Prepared

T = TypeVar("T")
Asked = tuple[Executable, Mapping[str, Any]]
NO_DEFAULTS: Mapping[str, Any] = MappingProxyType({})


class Work:
    """What repositories write through. `now` is aware; `defaults` are settings that the program ships.

    Every statement binds `corp`; a read first sends what is kept back where it may touch it, so that it sees it.
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
        behind: Behind | None = None,
        opening: Sequence[str] = (),
        sends_all: bool = False,
    ) -> None:
        """`behind` is shared by all commands of a transaction. `opening` is sent before the first row: the last of
        it is a savepoint. With `sends_all` nothing is asked before that, so that what fails can be undone.
        """
        self._connection = connection
        self.corp_id = corp_id
        self.now = now
        self.new_id = new_id
        self.heads = heads
        self.defaults = defaults
        self._behind = behind or Behind()
        self._opening = opening
        self._sends_all = sends_all
        self._frame = Frame()
        self.has_begun = not opening  # whether anything of ours has reached the database
        self._depth = 0

    @property
    def connection(self) -> Connection:
        """For what passes this Work by; all savepoints so far hold for it, and nothing read is kept for long."""
        self.heads.note_bypass(self.corp_id)
        self._send_alone()
        self._behind.forget()
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
        """Keep a row back until somebody asks for it. `row` names every column."""
        self._frame.rows.inserts.setdefault(table, []).append(row)
        self._changes(table.name, whose_of(table.name, row))

    def amend(self, table: Table, row_id: int, **values: Any) -> bool:
        """Change a new row that is still kept back; False when there is none, or in a savepoint that may undo it."""
        if self._depth:
            return False
        for row in self._frame.new(table):
            if row["id"] == row_id:
                row.update(values)
                return True
        return False

    def insert_once(self, statement: Once, row: dict[str, Any]) -> bool:
        """Write a row at once; False when one of its key was there."""
        self._changes(statement.table, whose_of(statement.table, row))
        return self._write(statement.query(self._connection.dialect, row), row).fetchone() is not None

    def foresee(self, *perhaps: Asked, surely: Sequence[Asked] = ()) -> None:
        """Have questions answered in one trip that `rows` will put singly, as long as nothing touches them.

        On SQLite, where a trip costs nothing, only those that are `surely` put.
        """
        if self._sends_all:
            return
        given = [*surely] if self.engine == "sqlite" else [*surely, *perhaps]
        self._behind.foresee(
            self._connection, [(ask, {**values, "corp": self.corp_id}) for ask, values in given]
        )

    def update(self, statement: Prepared, **values: Any) -> None:
        """Keep a change of one row back; changes run after all inserts."""
        self._frame.rows.change(statement, [{"corp": self.corp_id, **values}])
        self._changes(statement.table)

    def put_one(self, statement: Prepared, *, question: Hashable, **row: Any) -> None:
        """Keep the whole row back that answers `question`: what is remembered of other rows stays true."""
        self._frame.rows.latest[statement, question] = row
        self._behind.touch(statement.table, whose_of(statement.table, row))
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
        """Send what is kept back. Raises DBAPIError."""
        if any(self._frame.all()):
            self._send_alone()

    def leave(self) -> None:
        """The command is done: what it has kept back leaves with what others have."""
        for rows in self._frame.all():
            self._behind.rows.absorb(rows)
        self._frame = Frame()

    def unsent(self, table: Table) -> Iterator[Mapping[str, Any]]:
        """New rows of this transaction that the database has not got."""
        yield from self._behind.rows.inserts.get(table, ())
        yield from self._frame.new(table)

    def _send_alone(self) -> None:
        if self._has_unsent:
            with together(self._connection):
                self._send()

    @property
    def _has_unsent(self) -> bool:
        """Whether rows or savepoints wait to be sent."""
        return not self.has_begun or bool(self._frame)

    def _send(self) -> None:
        """What others have left, then our own in its savepoints."""
        driver = driver_of(self._connection)
        self._behind.mark_sent()
        if not self.has_begun:
            self.has_begun = True
            *before, savepoint = self._opening
            for text in before:
                driver.execute(text)
            self._behind.send(self._connection)
            driver.execute(savepoint)
        self._frame.send(self._connection)

    def _changes(self, table: str, whose: Hashable = None) -> None:
        self._behind.touch(table, whose)
        self.heads.note_change(self.corp_id)
        self.heads.kept.forget(table)

    def _write(self, query: Query, values: Mapping[str, Any]) -> Any:
        """The driver's cursor; what is kept back is sent before, without waiting for it."""
        if not self._has_unsent:
            return query.execute(self._connection, values)
        with together(self._connection):
            self._send()
            return query.execute(self._connection, values)

    def _ask(self, query: Query, values: Mapping[str, Any]) -> Any:
        """As `_write`; what the question does not touch stays back."""
        if self._sends_all or self._behind.is_touched(query, values):
            return self._write(query, values)
        return query.execute(self._connection, values)

    def answered(
        self, statement: Executable, *, beside: Collection[str] = (), **values: Any
    ) -> Sequence[Any] | None:
        """What was foreseen, if it holds but for new rows of `beside` that are kept back; None when it does not."""
        values["corp"] = self.corp_id
        query = query_of(statement, self._connection.dialect, values)
        return None if query is None else self._behind.answer(statement, query, values, beside=beside)

    def rows(self, statement: Executable, **values: Any) -> Sequence[Any]:
        """All rows; columns are attributes. `statement` is one that is kept: it is compiled once."""
        values["corp"] = self.corp_id
        dialect = self._connection.dialect
        query = query_of(statement, dialect, values)
        if query is None:
            rows: Sequence[Any] = self._at_once(statement, values).all()
            return rows
        found = self._behind.answer(statement, query, values)
        return found if found is not None else query.all(self._ask(query, values), dialect)

    def row(self, statement: Executable, **values: Any) -> Any:
        """The first row, or None."""
        values["corp"] = self.corp_id
        dialect = self._connection.dialect
        query = query_of(statement, dialect, values)
        if query is None:
            return self._at_once(statement, values).first()
        found = self._behind.answer(statement, query, values)
        if found is not None:
            return found[0] if found else None
        return query.first(self._ask(query, values), dialect)

    def _at_once(self, statement: Executable, values: Mapping[str, Any]) -> Any:
        self._send_alone()
        return self._connection.execute(statement, values)

    def one(self, statement: Executable, **values: Any) -> Any:
        """The only row of a statement that has one."""
        (row,) = self.rows(statement, **values)
        return row

    def execute(self, statement: Update | Delete, **values: Any) -> int:
        """Run a change at once and return how many rows it touched."""
        self._changes(table_of(statement))
        values["corp"] = self.corp_id
        query = query_of(statement, self._connection.dialect, values)
        found = self._at_once(statement, values) if query is None else self._write(query, values)
        count: int = found.rowcount
        return count

    @contextmanager
    def savepoint(self, *, keeps_back: bool = False) -> Iterator[None]:
        """All that is done inside, or nothing of it: an exception takes rows and heads back, and goes on.

        With `keeps_back` the last writes inside leave with what follows; if one fails there, the whole command does.
        Nothing is sent for it while all that it frames is kept back.
        """
        heads = self.heads.snapshot()
        name = f"command_{self._depth}"
        self._depth += 1
        self._frame.open(name)
        try:
            yield
            if not keeps_back:
                self.flush()
        except BaseException:
            self.heads.restore(heads)
            self._frame.undo(name, driver_of(self._connection))
            raise
        else:
            self._frame.close(name)
        finally:
            self._depth -= 1
