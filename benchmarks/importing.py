"""An XLSX of 100,000 receivables imported, validated, against reading the file and inserting the same rows in bulk.

Then once more from the command line while somebody else writes as chat does: how long his answers take at most.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import gc
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import python_calamine
import xlsxwriter

from bot.clock import SystemClock
from bot.imports.plan import make_plan
from bot.imports.run import run
from config.company import load_company
from ledger.receivable import Part
from storage.database import Database
from storage.schema import claim_mode, migrate
from storage.unit_of_work import UnitOfWork

ROWS = 100_000
CUSTOMERS = 3_000
MOST_RATIO = 4.0
MOST_SECONDS = 1.0
PAUSE = 0.1
TABLES = ("customer", "receivable", "entry", "instalment", "import_row")
FIRST_DAY = datetime.date(2025, 1, 1)


def measure(arguments: Sequence[str] = ()) -> bool:
    """Print the figures; whether they are reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args(list(arguments)).rows
    with tempfile.TemporaryDirectory(prefix="qz-import-") as name:
        folder = Path(name)
        write_book(folder / "rows.xlsx", rows)
        ours = import_alone(folder, rows)
        theirs = bulk_insert(folder)
        ratio = ours / theirs
        print(f"import of {rows:,} rows: {ours:.1f} s; read + bulk insert: {theirs:.1f} s; {ratio:.2f} times")
        slowest, answers = chat_meanwhile(folder)
        print(f"chat meanwhile: {answers} answers, the slowest after {slowest * 1_000:.0f} ms")
    return ratio <= MOST_RATIO and slowest < MOST_SECONDS


def write_book(file: Path, rows: int) -> None:
    chance = random.Random(7)
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        day_format = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ("客户", "单号", "金额", "开单日期", "到期日", "备注"))
        for row in range(1, rows + 1):
            issued = FIRST_DAY + datetime.timedelta(chance.randrange(600))
            sheet.write_row(
                row, 0, (f"客户{chance.randrange(CUSTOMERS)}", f"D{row}", chance.randrange(1, 10**7) / 100)
            )
            sheet.write_datetime(row, 3, issued, day_format)
            sheet.write_datetime(row, 4, issued + datetime.timedelta(30), day_format)
            sheet.write_string(row, 5, "货款")


def fresh(file: Path) -> str:
    url = f"sqlite:///{file}"
    migrate(url)
    claim_mode(url, "live")
    return url


def import_alone(folder: Path, rows: int) -> float:
    with Database(fresh(folder / "import.db"), clock=SystemClock().now) as database:
        started = time.perf_counter()
        plan = make_plan(folder / "rows.xlsx", "receivables", None, load_company(), database.read_now)
        written = asyncio.run(run(plan, database))
        seconds = time.perf_counter() - started
    assert written.rows == rows
    print(f"slowest batch: {written.slowest * 1_000:.0f} ms")
    return seconds


def bulk_insert(folder: Path) -> float:
    """Read the file, and insert the very rows that the import made, by executemany, in one durable transaction."""
    with sqlite3.connect(folder / "import.db") as made:
        rows = {table: made.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608
    fresh(folder / "bulk.db")
    books = sqlite3.connect(folder / "bulk.db", isolation_level=None)
    books.execute("PRAGMA synchronous = FULL")
    books.execute("PRAGMA foreign_keys = ON")
    books.execute(
        "INSERT OR IGNORE INTO run (corp_id, id, job, key, 'on', state, holder, report, started_by, started_at) "
        "VALUES (1, ?, 'x', 'x', '2026-01-01', 'done', '', '', '', 0)",
        (rows["import_row"][0][2],),
    )
    started = time.perf_counter()
    python_calamine.load_workbook(str(folder / "rows.xlsx")).get_sheet_by_index(0).to_python()
    books.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        marks = ",".join("?" * len(rows[table][0]))
        books.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])  # noqa: S608
    books.execute("COMMIT")
    seconds = time.perf_counter() - started
    books.close()
    return seconds


def chat_meanwhile(folder: Path) -> tuple[float, int]:
    """(slowest answer in seconds, answers) of a process that posts debts while the command line imports."""
    url = fresh(folder / "chat.db")
    gc.freeze()  # as `serve` does: looking through all that was loaded stops an answer for 0.1 s and more
    with Database(url, clock=SystemClock().now) as database:
        who = database.write_now(lambda uow: uow.customers.create(name="永盛", owner="w", created_by="w").id)
        database.write_now(partial(_debt, who))  # the first of a process has its statements compiled
        command = [sys.executable, "-m", "bot", "import", str(folder / "rows.xlsx"), "--kind", "receivables"]
        importing = subprocess.Popen(
            command, env={**os.environ, "QINGZHANG_DATABASE_URL": url}, stdout=subprocess.DEVNULL
        )
        answers = []
        while importing.poll() is None:
            started = time.perf_counter()
            database.write_now(partial(_debt, who))
            answers.append(time.perf_counter() - started)
            time.sleep(PAUSE)
    assert importing.returncode == 0
    return max(answers), len(answers)


def _debt(customer: int, uow: UnitOfWork) -> None:
    uow.journal.debt(
        customer_id=customer, principal=100, issued_on=FIRST_DAY, parts=[Part(100, FIRST_DAY)], actor="w",
        salesperson="w",
    )  # fmt: skip


def main() -> int:
    """Exit code: 1 when a figure is missed. `python -m benchmarks.importing --rows 20000` for another size."""
    return 0 if measure(sys.argv[1:] if __name__ == "__main__" else ()) else 1


if __name__ == "__main__":
    sys.exit(main())
