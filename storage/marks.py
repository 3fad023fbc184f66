"""Whether anybody else has written to the database since our last commit.

Asked inside a write transaction, which is alone among all writers, so the answer holds until its commit. SQLite counts
the commits of other connections itself. On PostgreSQL every writer leaves its mark: the row of the company's head
carries the number of the transaction that wrote it last (`xmin`), and each one that changes anything writes that row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnClause, Connection, bindparam, literal_column, select, update

from storage.compiled import driver_of
from storage.relations import CORP_HEAD

Mark = tuple[Any, ...] | None
"""Equal to a later one when nobody else has written in between; None is equal to nothing."""

LAST_WRITER: ColumnClause[str] = literal_column("corp_head.xmin::text")
_FIND = select(CORP_HEAD.c.corp_id, LAST_WRITER).where(
    CORP_HEAD.c.corp_id.in_(bindparam("corps", expanding=True))
)
_LEAVE = (
    update(CORP_HEAD)
    .where(CORP_HEAD.c.corp_id == bindparam("corp"))
    .values(next_seq=CORP_HEAD.c.next_seq)
    .returning(LAST_WRITER)
)
_LEAVE_ALL = "UPDATE corp_head SET next_seq = next_seq"


def marks_found(connection: Connection, corps: Collection[int]) -> Mapping[int, Mark]:
    """The mark of each company as it was when the transaction began."""
    if connection.dialect.name == "sqlite":
        return dict.fromkeys(corps, _commits_of_others(connection))
    rows = connection.execute(_FIND, {"corps": list(corps)})
    return dict.fromkeys(corps) | {corp_id: (mark,) for corp_id, mark in rows}


def leave_mark(connection: Connection, corp_id: int) -> Mark:
    """Our own, for a company that was changed; None while it has no head to leave it on."""
    if connection.dialect.name == "sqlite":
        return _commits_of_others(connection)
    row = connection.execute(_LEAVE, {"corp": corp_id}).one_or_none()
    return None if row is None else tuple(row)


def leave_marks(connection: Connection) -> None:
    """For whoever changes a database past its writers: migrations, a restored backup."""
    if connection.dialect.name == "postgresql" and connection.dialect.has_table(connection, "corp_head"):
        connection.exec_driver_sql(_LEAVE_ALL)


def _commits_of_others(connection: Connection) -> Mark:
    # The number has a meaning for one connection only.
    driver = driver_of(connection)
    return (driver, driver.execute("PRAGMA data_version").fetchone()[0])
