"""Aging of any past day against the best SQL we could write by hand for the same table on the same file.

The hand-written one is in one currency, by customer, by due day, and knows no `known_by`.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.filling import Row, entry, filling, insert
from benchmarks.installed import seconds_of
from bot.clock import SystemClock
from storage.aging_query import AgedTable, aging
from storage.database import Database

ROWS = 1_000_000
CUSTOMERS = 3_000
RUNS = 5
MOST_RATIO = 2.0
WHOLE_PROCESS_ROWS, MOST_SECONDS = 100_000, 1.0
FIRST_DAY = date(2025, 1, 1)
DAYS = 600
AS_OF = date(2026, 3, 31)
_HAND = """
WITH owed AS (
  SELECT customer_id, id, amount, due_on FROM instalment
  WHERE corp_id = 1 AND currency = 'CNY' AND opened_on <= :day AND (closed_on IS NULL OR closed_on > :day)
), paid AS (
  SELECT target_instalment AS id, SUM(amount) AS amount FROM allocation
  WHERE corp_id = 1 AND effective_on <= :day AND target_instalment IS NOT NULL GROUP BY target_instalment
)
SELECT owed.customer_id, CASE WHEN due_on >= :d0 THEN 0 WHEN due_on >= :d1 THEN 1 WHEN due_on >= :d2 THEN 2
  WHEN due_on >= :d3 THEN 3 WHEN due_on >= :d4 THEN 4 WHEN due_on >= :d5 THEN 5 ELSE 6 END AS bucket,
  SUM(owed.amount - COALESCE(paid.amount, 0))
FROM owed LEFT JOIN paid ON paid.id = owed.id GROUP BY 1, 2
"""
_HAND_LINEAR = """
SELECT customer_id, bucket, SUM(fen) FROM (
  SELECT customer_id, {bucket} AS bucket, SUM(amount) AS fen FROM instalment
  WHERE corp_id = 1 AND currency = 'CNY' AND opened_on <= :day AND (closed_on IS NULL OR closed_on > :day)
  GROUP BY 1, 2
  UNION ALL
  SELECT i.customer_id, {bucket}, -SUM(a.amount) FROM allocation a JOIN instalment i
    ON i.corp_id = 1 AND i.id = a.target_instalment
  WHERE a.corp_id = 1 AND a.effective_on <= :day AND i.currency = 'CNY' AND opened_on <= :day
    AND (closed_on IS NULL OR closed_on > :day)
  GROUP BY 1, 2
) GROUP BY 1, 2
"""
_BUCKET = (
    "CASE WHEN due_on >= :d0 THEN 0 WHEN due_on >= :d1 THEN 1 WHEN due_on >= :d2 THEN 2 "
    "WHEN due_on >= :d3 THEN 3 WHEN due_on >= :d4 THEN 4 WHEN due_on >= :d5 THEN 5 ELSE 6 END"
)
_BALANCES = """
SELECT customer_id, SUM(CASE WHEN kind = 'debt' THEN amount ELSE -amount END) FROM entry
WHERE corp_id = 1 AND currency = 'CNY' AND effective_on <= :day GROUP BY 1
"""
_BOUNDS = (0, 30, 60, 90, 180, 365)


def measure(arguments: Sequence[str] = ()) -> bool:
    """Print the figures; whether they are reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args(list(arguments)).rows
    with tempfile.TemporaryDirectory(prefix="qz-aging-") as name:
        ratio = compare(Path(name) / "large.db", rows)
        seconds = whole_process(Path(name) / "small.db", min(rows, WHOLE_PROCESS_ROWS))
    return ratio <= MOST_RATIO and seconds < MOST_SECONDS


def compare(file: Path, rows: int) -> float:
    url = fill(file, rows)
    ours, theirs = [], []
    with Database(url, clock=SystemClock().now) as database, sqlite3.connect(file) as books:
        best = min((_HAND, _HAND_LINEAR.format(bucket=_BUCKET)), key=lambda sql: timed_by_hand(books, sql)[0])
        for _ in range(RUNS):
            started = time.perf_counter()
            table = database.read_now(lambda uow: aging(uow, AS_OF))
            ours.append(time.perf_counter() - started)
            seconds, sums = timed_by_hand(books, best)
            theirs.append(seconds)
            assert sums == sums_of(table)
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(
        f"aging of {rows:,} instalments, {rows + rows // 10:,} allocations: {statistics.median(ours):.2f} s, "
        f"by hand {statistics.median(theirs):.2f} s; {ratio:.2f} times"
    )
    return ratio


def timed_by_hand(books: sqlite3.Connection, sql: str) -> tuple[float, dict[tuple[int, int], int]]:
    values = {f"d{place}": (AS_OF - timedelta(bound)).isoformat() for place, bound in enumerate(_BOUNDS)}
    values["day"] = AS_OF.isoformat()
    started = time.perf_counter()
    sums = {(customer, bucket): fen for customer, bucket, fen in books.execute(sql, values) if fen}
    books.execute(_BALANCES, {"day": values["day"]}).fetchall()
    return time.perf_counter() - started, sums


def sums_of(table: AgedTable) -> dict[tuple[int, int], int]:
    return {(int(row.key), place): fen for row in table.rows for place, fen in enumerate(row.amounts) if fen}


def whole_process(file: Path, rows: int) -> float:
    seconds = seconds_of("aging", "--as-of", AS_OF.isoformat(), url=fill(file, rows))
    print(f"the whole process, {rows:,} instalments: {seconds:.2f} s")
    return seconds


def fill(file: Path, rows: int) -> str:
    """Books of `rows` debts with as many payments and a tenth more allocations, written past the journal."""
    with filling(file) as books:
        customers = ({"id": n, "name": f"客户{n}", "created_by": "x"} for n in range(1, CUSTOMERS + 1))
        insert(books, "customer", customers)
        insert(books, "instalment", (row for row, _, _ in made(rows)))
        insert(books, "entry", (entry for _, entries, _ in made(rows) for entry in entries))
        insert(books, "allocation", (part for _, _, parts in made(rows) for part in parts))
    return f"sqlite:///{file}"


def made(rows: int) -> Iterator[tuple[Row, list[Row], list[Row]]]:
    """(instalment, its debt and its payment, the one or two allocations of it); the same every time."""
    chance = random.Random(11)
    for n in range(1, rows + 1):
        who = chance.randrange(1, CUSTOMERS + 1)
        issued = FIRST_DAY + timedelta(chance.randrange(DAYS))
        paid = issued + timedelta(chance.randrange(120))
        amount = chance.randrange(1_000, 10_000_000)
        instalment: Row = {
            "id": n, "receivable_id": n, "customer_id": who, "position": 1, "kind": "principal",
            "currency": "CNY", "amount": amount, "outstanding": 0, "issued_on": issued.isoformat(),
            "due_on": (issued + timedelta(30)).isoformat(), "opened_by": n, "opened_on": issued.isoformat(),
            "opened_at": n,
        }  # fmt: skip
        entries = [
            entry(2 * n - 1, "debt", who, amount, issued), entry(2 * n, "payment", who, amount, paid)
        ]  # fmt: skip
        halves = (amount // 3, amount - amount // 3) if n % 10 == 0 else (amount,)
        parts: list[Row] = [
            {
                "id": 2 * n - place, "customer_id": who, "by_entry": 2 * n, "source_entry": 2 * n,
                "target_instalment": n, "amount": part, "effective_on": paid.isoformat(), "recorded_at": n,
                "designated_by": "",
            }
            for place, part in enumerate(halves)
        ]  # fmt: skip
        yield instalment, entries, parts


def main() -> int:
    """Exit code: 1 when a figure is missed. `python -m benchmarks.aging --rows 100000` for another size."""
    return 0 if measure(sys.argv[1:] if __name__ == "__main__" else ()) else 1


if __name__ == "__main__":
    sys.exit(main())
