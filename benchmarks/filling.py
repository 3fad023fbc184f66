"""Large books for a measurement, written past the journal: what is measured reads them, and nothing checks them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from storage.schema import claim_mode, migrate

Row = dict[str, object]


@contextmanager
def filling(file: Path) -> Iterator[sqlite3.Connection]:
    """A new live database to insert into; committed, and known to the planner, at the end."""
    url = f"sqlite:///{file}"
    migrate(url)
    claim_mode(url, "live")
    books = sqlite3.connect(file, isolation_level=None)
    books.execute("PRAGMA foreign_keys = OFF")
    books.execute("PRAGMA synchronous = OFF")
    books.execute("BEGIN")
    yield books
    books.execute("COMMIT")
    books.execute("ANALYZE")
    books.close()


def entry(number: int, kind: str, who: int, amount: int, day: date) -> Row:
    return {
        "id": number, "seq": number, "kind": kind, "customer_id": who, "currency": "CNY", "amount": amount,
        "effective_on": day.isoformat(), "recorded_at": number, "actor": "x", "prev_hash": "", "hash": "",
    }  # fmt: skip


def insert(books: sqlite3.Connection, table: str, rows: Iterator[Row]) -> None:
    """What a row leaves out is the table's blank of its type."""
    columns = books.execute(f"PRAGMA table_info({table})").fetchall()
    blank = {name: None if not needed else ("" if "CHAR" in kind or kind == "TEXT" else 0)
             for _, name, kind, needed, *_ in columns}  # fmt: skip
    blank["corp_id"] = 1
    marks = ",".join(f":{name}" for name in blank)
    books.executemany(f"INSERT INTO {table} VALUES ({marks})", (blank | row for row in rows))  # noqa: S608
