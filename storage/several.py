"""One question put for many at once, in one statement; for PostgreSQL, where each statement costs a tenth of a message."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import BindParameter, Connection, Dialect, Executable, literal_column
from sqlalchemy.sql import visitors

from storage.compiled import Compiled, Query, driver_of, processor_of, refuse

Values = Mapping[str, Any]


class Several:
    """A SELECT whose values come as rows of their own: the rows of all answers, each with the place of who asked."""

    def __init__(self, statement: Any, dialect: Dialect, names: Sequence[str]) -> None:
        binds: dict[str, BindParameter[Any]] = {
            bind.key: bind for bind in visitors.iterate(statement) if isinstance(bind, BindParameter)
        }
        self._to = [(name, processor_of(binds[name], dialect)) for name in names]
        columns = "".join(f', "{name}" {binds[name].type.compile(dialect)}' for name in names)

        def from_row(element: Any, **_: Any) -> Any:
            if isinstance(element, BindParameter) and element.key in names:
                return literal_column(f'q."{element.key}"', element.type)
            return None

        inner = Compiled(visitors.replacement_traverse(statement, {}, from_row), dialect, {})
        self._fixed = inner.values({})
        source = f"json_to_recordset(%s::json) AS q(place INTEGER{columns})"
        self._text = f"SELECT q.place, s.* FROM {source}, LATERAL ({inner.text}) AS s"  # noqa: S608

    def execute(self, connection: Connection, asks: Sequence[Values]) -> Any:
        """The driver's cursor. Raises DBAPIError."""
        rows = [
            {"place": place} | {name: to(ask[name]) if to else ask[name] for name, to in self._to}
            for place, ask in enumerate(asks)
        ]
        given = [_as_json(rows), *self._fixed]
        try:
            return driver_of(connection).execute(self._text, given)
        except Exception as error:
            refuse(connection, self._text, given, error)


def _as_json(rows: Sequence[Values]) -> str:
    try:
        return orjson.dumps(rows).decode()
    except TypeError:  # a number of more than 64 bits: the database says what it thinks of it
        return json.dumps(rows, default=str)


_KNOWN: WeakKeyDictionary[Executable, Several] = WeakKeyDictionary()


def several_of(statement: Executable, dialect: Dialect, names: Sequence[str]) -> Several:
    """Made at its first use. `names` are all values that it takes."""
    found = _KNOWN.get(statement)
    if found is None:
        found = _KNOWN[statement] = Several(statement, dialect, names)
    return found


def shared_out(query: Query, cursor: Any, dialect: Dialect, count: int) -> list[list[Any]]:
    """Each one's rows, in the order of who asked."""
    found: list[list[Any]] = [[] for _ in range(count)]
    make = query.maker(cursor.description[1:], dialect)
    for place, *row in cursor.fetchall():
        found[place].append(make(row))
    return found
