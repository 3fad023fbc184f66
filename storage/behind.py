"""What finished commands of a transaction have written and the database has not got yet, and what was asked ahead.

Rows of many commands leave together, one statement a table. Until then whoever reads what they touch sends them first;
`whose` narrows that to one customer, person or message where a row has one.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Executable

from storage.compiled import Query, query_of, together
from storage.frame import Rows
from storage.several import several_of, shared_out

Values = Mapping[str, Any]
Ask = tuple[Executable, Values]  # with the company among its values
Marks = dict[str, set[Hashable]]
# The column that says whose a row is; in all other tables `customer_id`, where they have it.
_WHOSE: Mapping[str, str] = MappingProxyType(
    {"customer": "id", "inbox": "message_key", "conversation": "speaker"}
)


def whose_of(table: str, row: Mapping[str, Any]) -> Hashable:
    """None where nobody can say."""
    return row.get(_WHOSE.get(table, "customer_id"))


class Behind:
    """One transaction's. `is_lost`: what commands had finished could not be written, so all must run again."""

    def __init__(self) -> None:
        self.rows = Rows()
        self.is_lost = False
        self._unsent: Marks = {}
        self._sent: Marks = {}
        self._answers: dict[Hashable, Sequence[Any]] = {}

    def touch(self, table: str, whose: Hashable = None) -> None:
        """A row is written, kept back for now; `whose` is None for all that one cannot say."""
        self._unsent.setdefault(table, set()).add(whose)

    def mark_sent(self) -> None:
        """All that is marked goes to the database: from now on no answer about it is trusted."""
        for table, touched in self._unsent.items():
            self._sent.setdefault(table, set()).update(touched)
        self._unsent = {}

    def send(self, connection: Connection) -> None:
        rows, self.rows = self.rows, Rows()
        if rows:
            try:
                rows.send(connection)
            except BaseException:
                self.is_lost = True
                raise

    def close(self, connection: Connection) -> None:
        """Send what is left, in one trip. Raises DBAPIError."""
        if self.rows:
            with together(connection):
                self.send(connection)

    def is_touched(self, query: Query, values: Mapping[str, Any], *, beside: Collection[str] = ()) -> bool:
        """Would the database leave out rows that are kept back? `beside`: tables whose new rows are known otherwise."""
        return any(_meets(self._unsent, query, values, beside))

    def foresee(self, connection: Connection, asks: Iterable[Ask]) -> None:
        """Put these questions in one trip, but for what is known or touched already."""
        dialect = connection.dialect
        wanted: dict[Executable, tuple[Query, dict[Hashable, Values]]] = {}
        for statement, values in asks:
            query, key = query_of(statement, dialect, values), asked(statement, values)
            if query is None or key in self._answers or self._is_changed(query, values):
                continue
            wanted.setdefault(statement, (query, {}))[1][key] = values
        if not wanted:
            return
        with together(connection):
            cursors = [_put(one, query, of, connection) for one, (query, of) in wanted.items()]
        for (query, of), cursor in zip(wanted.values(), cursors, strict=True):
            found = (
                [query.all(cursor, dialect)] if len(of) == 1 else shared_out(query, cursor, dialect, len(of))
            )
            self._answers.update(zip(of, found, strict=True))

    def _is_changed(self, query: Query, values: Mapping[str, Any]) -> bool:
        return any(_meets(self._sent, query, values, ())) or self.is_touched(query, values)

    def answer(
        self, statement: Executable, query: Query, values: Mapping[str, Any], *, beside: Collection[str] = ()
    ) -> Sequence[Any] | None:
        """What was asked ahead, if it still holds; None when the database must be asked."""
        if not self._answers:
            return None
        found = self._answers.get(asked(statement, values))
        if found is None or any(_meets(self._sent, query, values, ())):
            return None
        return None if self.is_touched(query, values, beside=beside) else found

    def forget(self) -> None:
        """Somebody may have changed anything."""
        self._answers = {}


def _meets(marks: Marks, query: Query, values: Mapping[str, Any], beside: Collection[str]) -> Iterator[bool]:
    """For each table that it reads whether a row that it may read is marked."""
    if not marks:
        return
    whose = values[query.whose] if query.whose else None
    for table in query.tables or marks:
        touched = marks.get(table)
        if touched is None:
            continue
        yield None in touched or (table not in beside and (whose is None or whose in touched))


def _put(statement: Executable, query: Query, asks: Mapping[Hashable, Values], connection: Connection) -> Any:
    first, *others = asks.values()
    if not others:
        return query.execute(connection, first)
    return several_of(statement, connection.dialect, list(first)).execute(connection, [first, *others])


def asked(statement: Executable, values: Mapping[str, Any]) -> Hashable:
    """What tells a question from others; lists of values have no place in it."""
    return (statement, frozenset((name, value) for name, value in values.items() if type(value) is not list))
