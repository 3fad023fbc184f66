"""Core statements compiled once for a dialect and handed to the driver itself.

Through `Connection.execute` a small SELECT costs 150 µs in Python and the database 10. Values pass the same
processors, and an error of the driver is raised as the `DBAPIError` that SQLAlchemy makes of it.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BindParameter,
    Connection,
    Delete,
    Dialect,
    Executable,
    Insert,
    Table,
    TextClause,
    Update,
)
from sqlalchemy.dialects.sqlite import DATE as SqliteDate
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import visitors

Processor = Callable[[Any], Any]
Place = tuple[str, int | None, Processor | None]  # name of the value, place in it when it is a list
LONGEST_LIST = 8  # beyond it a list's statement is compiled by SQLAlchemy each time


def positional(dialect: Dialect) -> Dialect:
    """The same dialect with values by position, which both drivers take fastest."""
    build: Callable[..., Dialect] = type(dialect)
    return build(paramstyle="qmark" if dialect.name == "sqlite" else "format")


def processor_of(bind: BindParameter[Any], dialect: Dialect) -> Processor | None:
    """What turns a value into what the driver takes; a day on SQLite in a fifth of SQLAlchemy's time."""
    kind = bind.type.dialect_impl(dialect)
    usual = kind.bind_processor(dialect)
    if dialect.name != "sqlite" or not isinstance(kind, SqliteDate) or usual is None:
        return usual
    return lambda value: value.isoformat() if type(value) is date else usual(value)


def driver_of(connection: Connection) -> Any:
    return connection.connection.driver_connection


def refuse(connection: Connection, text: str, values: Any, error: Exception) -> NoReturn:
    """Raise what SQLAlchemy would have made of the driver's `error`."""
    module: Any = connection.dialect.loaded_dbapi
    if not isinstance(error, module.Error):
        raise error
    raise DBAPIError.instance(
        text, values, error, module.Error, hide_parameters=True, dialect=connection.dialect
    ) from error


def table_of(statement: Insert | Update | Delete) -> str:
    """The name of the table that it changes."""
    table: Any = statement.table
    return str(table.name)


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Statements inside are sent without waiting for each other's answers, where the driver can do that.

    An answer is there when the block is left, and not before. Raises DBAPIError, for the first that failed.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    try:
        with driver_of(connection).pipeline():
            yield
    except DBAPIError:
        raise
    except Exception as error:
        refuse(connection, "(several together)", (), error)


class Compiled:
    """The text of a statement and how values given by name are put into it."""

    def __init__(self, statement: Any, dialect: Dialect, values: Mapping[str, Any]) -> None:
        keys = list(values) if isinstance(statement, Insert | Update) else None
        dialect = positional(dialect)
        compiled = statement.compile(dialect=dialect, column_keys=keys)
        state = compiled.construct_expanded_state(values)
        parts = {
            part: (name, place)
            for name, expanded in state.parameter_expansion.items()
            for place, part in enumerate(expanded)
        }
        self.text: str = state.statement
        self._fixed: dict[str, Any] = {}
        self._order: list[Place] = []
        for name in state.positiontup or ():
            given, place = parts.get(name, (name, None))
            to = processor_of(compiled.binds[given], dialect)
            if given not in values:
                given, place = name, None
                self._fixed[name] = state.parameters[name]
            self._order.append((given, place, to))

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        if self._fixed:
            row = {**self._fixed, **row}
        found = []
        for name, place, to in self._order:
            value = row[name] if place is None else row[name][place]
            found.append(value if to is None else to(value))
        return found


class Query:
    """A statement of one shape on one kind of engine. Rows have their columns as attributes.

    `tables` are those that it reads, none when nobody can say; `whose` is the value that names the only one whose rows
    are read of them, where the statement says so (`execution_options(whose=…)`).
    """

    def __init__(self, statement: Executable, dialect: Dialect, values: Mapping[str, Any]) -> None:
        self._compiled = Compiled(statement, dialect, values)
        self.tables = _tables_of(statement)
        self.whose: str | None = statement.get_execution_options().get("whose")
        self._types = [column.type for column in getattr(statement, "selected_columns", ())]
        self._make: Callable[[Sequence[Any]], Any] | None = None

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The driver's cursor. Raises DBAPIError."""
        text, given = self._compiled.text, self._compiled.values(values)
        try:
            return driver_of(connection).execute(text, given)
        except Exception as error:
            refuse(connection, text, given, error)

    def all(self, cursor: Any, dialect: Dialect, only: Container[Any] | None = None) -> list[Any]:
        """All rows; those whose first column is in `only`, where that is given."""
        make = self._make or self.maker(cursor.description, dialect)
        return [make(row) for row in cursor.fetchall() if only is None or row[0] in only]

    def first(self, cursor: Any, dialect: Dialect) -> Any:
        row = cursor.fetchone()
        make = self._make or self.maker(cursor.description, dialect)
        cursor.close()
        return None if row is None else make(row)

    def maker(self, description: Sequence[Any], dialect: Dialect) -> Callable[[Sequence[Any]], Any]:
        """From the driver's row to ours; built when the driver first says what its columns are."""
        if self._make is not None:
            return self._make
        names = [column[0] for column in description]
        shape: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        build: Callable[[Sequence[Any]], Any] = shape._make
        found = [
            (place, to)
            for place, (type_, column) in enumerate(zip(self._types, description, strict=True))
            if (to := type_.dialect_impl(dialect).result_processor(dialect, column[1])) is not None
        ]

        def processed(row: Sequence[Any]) -> Any:
            values = list(row)
            for place, to in found:
                values[place] = to(values[place])
            return build(values)

        self._make = processed if found else build
        return self._make


def _tables_of(statement: Any) -> frozenset[str]:
    parts = list(visitors.iterate(statement))
    if any(isinstance(part, TextClause) for part in parts):
        return frozenset()
    return frozenset(str(part.name) for part in parts if isinstance(part, Table))


_LISTS = (list, tuple)
_Shapes = dict[tuple[Any, ...], Query]
_QUERIES: dict[str, WeakKeyDictionary[Executable, _Shapes]] = {
    "sqlite": WeakKeyDictionary(),
    "postgresql": WeakKeyDictionary(),
}


def query_of(statement: Executable, dialect: Dialect, values: Mapping[str, Any]) -> Query | None:
    """The statement, compiled at its first use; None when a list in `values` is too long to keep its shape.

    A statement should be made once, when its module is read: one made anew is compiled anew.
    """
    is_change = isinstance(statement, Update | Insert)
    lengths = tuple([len(value) for value in values.values() if type(value) in _LISTS])
    if lengths and max(lengths) > LONGEST_LIST:
        return None
    shapes = _QUERIES[dialect.name].setdefault(statement, {})
    shape = (*values, *lengths) if is_change else lengths
    query = shapes.get(shape)
    if query is None:
        query = shapes[shape] = Query(statement, dialect, values)
    return query
