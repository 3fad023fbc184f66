"""A reminder run over all open instalments, against inserting the same outbox rows in bulk.

A fifth of the instalments has something due today; of the others half was spoken of and waits for its next stage,
half falls due later. Every customer has five, is reached by a task, and belongs to one of 200 salespeople.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert as insert_of
from sqlalchemy import select

from benchmarks.filling import Row, entry, insert
from bot.clock import StandingClock
from bot.jobs.reminders import CUSTOMERS_A_PAGE, Report, remind
from bot.memory import Settled
from config.company import load_company
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.dunning.rules import rules_of
from handlers.dunning.run import Sending
from storage.database import Database
from storage.relations import OUTBOX
from storage.schema import claim_mode, migrate
from storage.unit_of_work import UnitOfWork

ROWS = 1_000_000
EACH = 5  # instalments of a customer, one of them with something due
OWNERS = 200
MOST_RATIO = 3.0
TODAY = date(2026, 12, 3)
NOW = datetime(2026, 12, 3, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
ISSUED = date(2026, 6, 1)


def measure(arguments: Sequence[str] = ()) -> bool:
    """Print the figures; whether they are reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args(list(arguments)).rows
    with tempfile.TemporaryDirectory(prefix="qz-remind-") as name:
        file = Path(name) / "books.db"
        url = fill(file, rows)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        report, ours, ours_cpu = run(url)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        theirs, theirs_cpu = bulk(file, Path(name) / "bulk.db")
        parts, parts_cpu = bulk(file, Path(name) / "parts.db", each=CUSTOMERS_A_PAGE)
    ratio = ours / theirs
    print(
        f"reminders of {rows:,} instalments, {report.said['customer']:,} said to {report.letters:,} customers: "
        f"{ours:.1f} s ({ours_cpu:.1f} s of CPU); the same rows in bulk: {theirs:.1f} s ({theirs_cpu:.1f} s); "
        f"{ratio:.2f} times ({ours_cpu / theirs_cpu:.2f} by CPU), {grown} MB more memory; committed as the run commits, "
        f"{CUSTOMERS_A_PAGE:,} at once: {parts:.1f} s ({parts_cpu:.1f} s), {ours / parts:.2f} times ({ours_cpu / parts_cpu:.2f})"
    )
    return ratio <= MOST_RATIO


def run(url: str) -> tuple[Report, float, float]:
    with Database(url, clock=StandingClock(NOW).now) as database:
        rules = rules_of(load_dunning(), load_company(), official(), (), frozenset({"task"}))
        asyncio.run(Settled().start())  # as in the service that runs the job
        started, cpu = time.perf_counter(), time.process_time()
        report = asyncio.run(remind(database, rules, Sending(TODAY, NOW)))
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    assert report is not None
    return report, seconds, cpu


def bulk(file: Path, empty: Path, *, each: int = ROWS) -> tuple[float, float]:
    """The very rows that the run made, from values to a durable commit, by a Core insert of `each` at once."""
    with Database(f"sqlite:///{file}", clock=StandingClock(NOW).now) as database:
        rows = database.read_now(outbox_rows)
    with Database(fresh(empty), clock=StandingClock(NOW).now) as database:
        database.write_now(lambda uow: uow.settings.all())
        asyncio.run(Settled().start())  # as the run
        started, cpu = time.perf_counter(), time.process_time()
        for start in range(0, len(rows), each):
            some = rows[start : start + each]
            database.write_now(lambda uow, some=some: uow.connection.execute(insert_of(OUTBOX), some))  # type: ignore[misc]
        return time.perf_counter() - started, time.process_time() - cpu


def outbox_rows(uow: UnitOfWork) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in uow.connection.execute(select(OUTBOX))]


def fresh(file: Path) -> str:
    url = f"sqlite:///{file}"
    migrate(url)
    claim_mode(url, "live")
    return url


def fill(file: Path, rows: int) -> str:
    """Open instalments with their debts and what was said of them, inserted straight."""
    url = fresh(file)
    books = sqlite3.connect(file)
    books.execute("PRAGMA synchronous = OFF")
    customers = rows // EACH
    people = ({"userid": f"u{n}", "name": f"销售{n}", "role": "sales", "active": 1} for n in range(OWNERS))
    insert(books, "staff", people)
    insert(books, "customer", (customer(n) for n in range(1, customers + 1)))
    insert(books, "customer_contact", (contact(n) for n in range(1, customers + 1)))
    insert(books, "receivable", (debt(n) for n in range(1, rows + 1)))
    insert(books, "entry", (entry(n, "debt", whose(n), 1_000_00, ISSUED) for n in range(1, rows + 1)))
    insert(books, "instalment", (instalment(n) for n in range(1, rows + 1)))
    insert(books, "stage_said", said(rows))
    books.commit()
    books.execute("ANALYZE")
    books.close()
    return url


def whose(n: int) -> int:
    return (n - 1) // EACH + 1


def due_on(n: int) -> date:
    """Of each customer: one late since two days, two late since twenty (spoken of), two due in half a year."""
    place = (n - 1) % EACH
    return TODAY + timedelta(days=-2 if place == 0 else -20 if place < 3 else 180)


def customer(n: int) -> Row:
    return {"id": n, "name": f"客户{n}有限公司", "owner": f"u{n % OWNERS}", "state": "active", "released": 1}


def contact(n: int) -> Row:
    return {"id": n, "customer_id": n, "name": "陈姐", "role": "accountant", "external_userid": f"wm{n}"}


def debt(n: int) -> Row:
    return {
        "id": n, "number": n, "customer_id": whose(n), "currency": "CNY", "principal": 1_000_00,
        "issued_on": ISSUED.isoformat(), "state": "open",
    }  # fmt: skip


def instalment(n: int) -> Row:
    return {
        "id": n, "receivable_id": n, "customer_id": whose(n), "position": 1, "kind": "principal",
        "currency": "CNY", "amount": 1_000_00, "outstanding": 1_000_00, "issued_on": ISSUED.isoformat(),
        "due_on": due_on(n).isoformat(), "opened_by": n, "opened_on": ISSUED.isoformat(), "opened_at": n,
    }  # fmt: skip


def said(rows: int) -> Iterator[Row]:
    day = (TODAY - timedelta(days=5)).isoformat()
    for n in range(1, rows + 1):
        if due_on(n) < TODAY - timedelta(days=10):
            stages = {"owner": 15, "customer": 15, "sales": 15, "finance": 15}
            yield {"instalment_id": n, "day": day, "customer_id": whose(n), **stages}


def main() -> int:
    """Exit code: 1 when a figure is missed. `python -m benchmarks.reminders --rows 50000` for another size."""
    return 0 if measure(sys.argv[1:] if __name__ == "__main__" else ()) else 1


if __name__ == "__main__":
    sys.exit(main())
