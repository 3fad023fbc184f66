"""What SQLite is told about its tables before anything is in them.

Every index begins with the company, so without statistics each looks as good as any other, and SQLite takes the one
that saves it a sort: a customer's last debts were looked for among all debts of the company. An `ANALYZE` replaces
these figures by counted ones. PostgreSQL counts by itself, but not in the first minute of a new database, and read
the whole company for each message until then: its writer has it count a few times.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

# Those that are asked for a few rows of one customer, person or message.
TABLES = ("receivable", "entry", "receipt", "inbox")
ROWS = 1_000_000
# How many different values a column has; what is not named here has nearly as many as there are rows.
_DIFFERENT = {
    "corp_id": 1,
    "state": 4,
    "kind": 4,
    "currency": 1,
    "channel": 2,
    "reverses_kind": 4,
    "actor": 50,
    "sender": 50,
    "effective_on": 1_000,
    "received_on": 1_000,
    "customer_id": 10_000,
}


# Transactions of a writer before which the tables that are still small are counted.
COUNTED_AT = frozenset({10, 100, 1_000})
SMALL_ROWS = 10_000  # counted in milliseconds; a larger table was counted before
_SMALL = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_table_is_visible(oid) "
    "AND relname = ANY(%s) AND reltuples < %s"
)
_GROWING = [*TABLES, "instalment", "allocation", "conversation", "attachment", "outbox"]


def count_rows(driver: Any) -> None:
    """Have PostgreSQL count the small tables of `driver`'s database, outside any transaction."""
    for (table,) in driver.execute(_SMALL, (_GROWING, SMALL_ROWS)).fetchall():
        driver.execute(f"ANALYZE {table}")


def tell_sizes(connection: Connection) -> None:
    """Write the statistics of `TABLES`; read by every connection that is opened from now on."""
    if connection.dialect.name != "sqlite":
        return
    run = connection.exec_driver_sql
    run("ANALYZE corp")  # makes the table of statistics
    for table in TABLES:
        run("DELETE FROM sqlite_stat1 WHERE tbl = ?", (table,))
        for _, index, is_unique, *_ in run(f"PRAGMA index_list({table})").all():
            columns = [row[2] for row in run(f"PRAGMA index_info({index})").all()]
            figures = " ".join(map(str, [ROWS, *_rows_of(columns, is_unique=bool(is_unique))]))
            run("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", (table, index, figures))


def _rows_of(columns: list[str], *, is_unique: bool) -> list[int]:
    """For each beginning of an index how many rows share its values, on average."""
    found, rows = [], ROWS
    for column in columns:
        rows = max(2, rows // _DIFFERENT.get(column, ROWS))
        found.append(rows)
    return [*found[:-1], 1] if is_unique else found
