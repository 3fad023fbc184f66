"""What one command has written and the database has not got yet, with the savepoints around it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table

from storage.compiled import driver_of
from storage.insertion import INSERTS
from storage.prepared import Prepared

Row = dict[str, Any]


class Rows:
    """Rows to be written: new ones by table, then whole rows of which the last counts, then changes in their order."""

    __slots__ = ("changes", "inserts", "latest")

    def __init__(self) -> None:
        self.inserts: dict[Table, list[Row]] = {}
        self.latest: dict[tuple[Prepared, Hashable], Row] = {}
        self.changes: list[tuple[Prepared, list[Row]]] = []

    def __bool__(self) -> bool:
        return bool(self.inserts or self.latest or self.changes)

    def change(self, statement: Prepared, rows: Sequence[Row]) -> None:
        """Alike changes go together, but none before another one of its table."""
        for known, others in reversed(self.changes):
            if known is statement:
                others.extend(rows)
                return
            if known.table == statement.table:
                break
        self.changes.append((statement, list(rows)))

    def absorb(self, other: Rows) -> None:
        """What `other` holds comes after all that is here."""
        for table, rows in other.inserts.items():
            self.inserts.setdefault(table, []).extend(rows)
        self.latest.update(other.latest)
        for statement, rows in other.changes:
            self.change(statement, rows)

    def send(self, connection: Connection) -> None:
        """Raises DBAPIError."""
        for table, statement in INSERTS.items():
            if table in self.inserts:
                statement.run(connection, self.inserts[table])
        last: dict[Prepared, list[Row]] = {}
        for (statement, _), row in self.latest.items():
            last.setdefault(statement, []).append(row)
        for statement, rows in (*last.items(), *self.changes):
            statement.run(connection, rows)


class Frame:
    """Rows and savepoints in the order in which they leave together, if anybody needs them."""

    def __init__(self) -> None:
        self._parts: list[str | Rows] = [Rows()]

    def __bool__(self) -> bool:
        return len(self._parts) > 1 or bool(self._parts[0])

    @property
    def rows(self) -> Rows:
        """Those within all savepoints that are open."""
        return cast("Rows", self._parts[-1])

    def all(self) -> Iterator[Rows]:
        return (part for part in self._parts if isinstance(part, Rows))

    def new(self, table: Table) -> Iterator[Row]:
        for rows in self.all():
            yield from rows.inserts.get(table, ())

    def open(self, savepoint: str) -> None:
        self._parts += [f"SAVEPOINT {savepoint}", Rows()]

    def close(self, savepoint: str) -> None:
        """What is inside stays; nothing need be sent for a savepoint that was not."""
        if (opening := f"SAVEPOINT {savepoint}") in self._parts:
            self._parts.remove(opening)
        else:
            self._parts += [f"RELEASE SAVEPOINT {savepoint}", Rows()]

    def undo(self, savepoint: str, driver: Any) -> None:
        """What is inside goes, there too if it was sent. Raises what the driver raises."""
        if (opening := f"SAVEPOINT {savepoint}") in self._parts:
            del self._parts[self._parts.index(opening) :]
            return
        self._parts = [Rows()]
        driver.execute(f"ROLLBACK TO SAVEPOINT {savepoint}")
        driver.execute(f"RELEASE SAVEPOINT {savepoint}")

    def send(self, connection: Connection) -> None:
        """Raises DBAPIError."""
        parts, self._parts = self._parts, [Rows()]
        for part in parts:
            if isinstance(part, str):
                driver_of(connection).execute(part)
            else:
                part.send(connection)
