"""Rows of a range of customers by their ids, or of those who are named: the same statements for both."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, and_, bindparam, true
from sqlalchemy.sql.visitors import replacement_traverse

from storage.compiled import Query, query_of
from storage.work import Work

ABOVE: Any = bindparam("above")
UPTO: Any = bindparam("upto")


def within(column: Any) -> Any:
    return and_(column.table.c.corp_id == bindparam("corp"), column > ABOVE, column <= UPTO)


def range_rows(work: Work, statement: Executable, only: Container[int] | None, **values: Any) -> list[Any]:
    """Rows of a range, those of these customers alone made out of what the driver gives.

    With `named` among the values, of those customers: of nobody else a row is read.
    """
    if "named" in values:
        return [row for row in work.rows(_of_named(statement), **values) if only is None or row[0] in only]
    connection, query = _prepared(work, statement, values)
    return query.all(query.execute(connection, values), connection.dialect, only)


def tuples(work: Work, statement: Executable, **values: Any) -> list[Any]:
    """What the driver gives, as it gives it: a fifth of the time of rows with names and days."""
    connection, query = _prepared(work, statement, values)
    found: list[Any] = query.execute(connection, values).fetchall()
    return found


def day_of(value: Any) -> date:
    """A day as the driver gave it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _prepared(work: Work, statement: Executable, values: dict[str, Any]) -> tuple[Connection, Query]:
    work.flush()
    connection = work.connection
    values["corp"] = work.corp_id
    query = query_of(statement, connection.dialect, values)
    if query is None:
        raise TypeError("a range takes no list")
    return connection, query


@cache
def _of_named(statement: Executable) -> Executable:
    """The same, of the customers that are `named` in place of a range."""

    def replaced(element: Any, **_: Any) -> Any:
        bound = getattr(getattr(element, "right", None), "key", None)
        if bound == ABOVE.key:
            return element.left.in_(bindparam("named", expanding=True))
        return true() if bound == UPTO.key else None

    found: Executable = replacement_traverse(statement, {}, replaced)  # type: ignore[call-overload]
    return found
