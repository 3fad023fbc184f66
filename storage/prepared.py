"""Core statements compiled once for a dialect and sent with many rows.

Through `Connection.execute` a row of 20 columns costs 85 µs in Python; SQLite stores it in 30.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import Connection, Dialect, Insert, Table, Update

from storage.compiled import Query, driver_of, positional, processor_of, query_of, refuse, table_of

Rows = Sequence[dict[str, Any]]
_MANY = 8  # rows from which on column by column is faster
_AT_ONCE = 100  # rows of an INSERT on SQLite
_MOST_KNOWN = 5_000  # values of a column that are remembered with what the driver takes for them


class Prepared:
    """An INSERT, or an UPDATE of one row, that takes rows by name. All rows given have the same names."""

    def __init__(self, statement: Insert | Update) -> None:
        self.table = table_of(statement)
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, rows: Rows) -> None:
        compiled = self._compile(connection.dialect, list(rows[0]))
        values = compiled.values(rows)
        text = compiled.as_json(values) if compiled.of_all else ""
        if text:
            self._send(connection, compiled.of_all, [(text,)])
        else:
            self._send(connection, compiled.text, values)

    def run_alike(
        self,
        connection: Connection,
        fixed: Mapping[str, Any],
        names: Sequence[str],
        rows: Sequence[Sequence[Any]],
    ) -> None:
        """As `run`: rows of values called `names`, with `fixed` in each, at a quarter of its cost."""
        compiled = self._compile(connection.dialect, [*fixed, *names])
        values = compiled.alike(names, rows)
        # SQLite's driver lets the interpreter go and takes it back for each statement: a thread that reads meanwhile
        # would be woken, and wake us, twice a row. PostgreSQL's sends them all by itself.
        whole = len(values) // _AT_ONCE * _AT_ONCE if connection.dialect.name == "sqlite" else 0
        text = compiled.text_with(fixed, _AT_ONCE) if whole else ""
        for start in range(0, whole, _AT_ONCE):
            self._send(connection, text, [tuple(chain.from_iterable(values[start : start + _AT_ONCE]))])
        if whole < len(values):
            self._send(connection, compiled.text_with(fixed), values[whole:])

    def _compile(self, dialect: Dialect, names: list[str]) -> _Compiled:
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self._statement, dialect, names)
        return compiled

    def _send(self, connection: Connection, text: str, values: list[tuple[Any, ...]]) -> None:
        driver = driver_of(connection)
        try:
            if len(values) == 1:
                driver.execute(text, values[0])
            else:
                driver.cursor().executemany(text, values)
        except Exception as error:
            refuse(connection, text, values, error)


class _Compiled:
    def __init__(self, statement: Insert | Update, dialect: Dialect, names: list[str]) -> None:
        # By position on both drivers; values pass the same processors as through SQLAlchemy.
        dialect = positional(dialect)
        compiled = statement.compile(dialect=dialect, column_keys=names)
        self.text = str(compiled)
        self._order: list[tuple[str, Callable[[Any], Any] | None]] = []
        self._literals: dict[str, Callable[[Any], str]] = {}
        self._fixed: dict[str, Any] = {}
        self._known: dict[str, dict[Any, Any]] = {}
        for name in compiled.positiontup or ():
            bind = compiled.binds[name]
            self._order.append((name, processor_of(bind, dialect)))
            self._literals[name] = bind.type.dialect_impl(dialect).literal_processor(dialect) or str
            if name not in names:
                self._fixed[name] = bind.value
        # PostgreSQL takes 20 rows as one value in a fifth of the time that it and its driver take for 20 rows.
        self.of_all = ""
        self._names = [name for name, _ in self._order]
        if dialect.name == "postgresql" and isinstance(statement, Insert) and not self._fixed:
            self.of_all = _of_all(table_of(statement), self._names, self.text)

    def as_json(self, values: Sequence[tuple[Any, ...]]) -> str:
        """As one value; "" where something does not fit into JSON: the database says by itself what it thinks of that."""
        try:
            return orjson.dumps([dict(zip(self._names, row, strict=True)) for row in values]).decode()
        except TypeError:
            return ""

    def values(self, rows: Rows) -> list[tuple[Any, ...]]:
        order, fixed = self._order, self._fixed
        if fixed:
            rows = [fixed | row for row in rows]
        if len(rows) >= _MANY:
            columns = ((name, to, [row[name] for row in rows]) for name, to in order)
            made = [
                column if to is None else self._processed(name, to, column) for name, to, column in columns
            ]
            return list(zip(*made, strict=True))
        return [tuple([row[name] if to is None else to(row[name]) for name, to in order]) for row in rows]

    def text_with(self, fixed: Mapping[str, Any], rows: int = 1) -> str:
        """The INSERT of so many rows with these values in its text: SQLite takes half as long as for values of each row."""
        values = self._fixed | dict(fixed)
        head, _, rest = self.text.partition(" VALUES (")
        marks, _, tail = rest.partition(")")
        parts = (
            self._literal(name, values[name]) if name in values else mark
            for (name, _), mark in zip(self._order, marks.split(", "), strict=True)
        )
        row = f"({', '.join(parts)})"
        return f"{head} VALUES {', '.join([row] * rows)}{tail}"

    def _literal(self, name: str, value: Any) -> str:
        return "NULL" if value is None else self._literals[name](value)

    def alike(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Column by column, those of these names."""
        given = dict(zip(names, zip(*rows, strict=True), strict=True))
        columns = [
            given[name] if to is None else self._processed(name, to, given[name])
            for name, to in self._order
            if name in given
        ]
        return list(zip(*columns, strict=True))

    def _processed(self, name: str, to: Callable[[Any], Any], column: Iterable[Any]) -> Iterable[Any]:
        """Of many rows, and of the next many, few days and instants."""
        known, values = self._known.setdefault(name, {}), list(column)
        if len(known) > _MOST_KNOWN:
            known.clear()
        known.update((value, to(value)) for value in set(values) - known.keys())
        return map(known.__getitem__, values)


def _of_all(table: str, names: Sequence[str], text: str) -> str:
    """The INSERT `text` with all its rows in one value; what it says of conflicts holds for them too."""
    columns = ", ".join(f'"{name}"' for name in names)
    _, on, conflict = text.partition(" ON CONFLICT")
    source = f"SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json)"  # noqa: S608
    return f"INSERT INTO {table} ({columns}) {source}{on}{conflict}"


def own_insert(engine: str, table: Table) -> Any:
    """The engine's own INSERT, which knows ON CONFLICT. The other engine's takes a tenth of a second to load."""
    return import_module(f"sqlalchemy.dialects.{engine}").insert(table)


@cache
def if_new(engine: str, table: Table) -> Prepared:
    """An INSERT that leaves a row of the same key as it is."""
    return Prepared(own_insert(engine, table).on_conflict_do_nothing())


class Once:
    """An INSERT that leaves everything as it is when a row of the same key is there; it returns the key if not."""

    def __init__(self, table: Table) -> None:
        self.table = str(table.name)
        self._of = table
        self._statements: dict[str, Any] = {}

    def query(self, dialect: Dialect, row: Mapping[str, Any]) -> Query:
        # A count of rows is not told by every driver; the id of a written row is.
        statement = self._statements.get(dialect.name)
        if statement is None:
            insert = own_insert(dialect.name, self._of).on_conflict_do_nothing()
            statement = self._statements[dialect.name] = insert.returning(self._of.c.id)
        return query_of(statement, dialect, row) or Query(statement, dialect, row)
