"""Grades and warnings of every customer from 24 months of history: seconds, and how much memory it took."""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.filling import Row, entry, filling, insert
from bot.clock import SystemClock
from bot.memory import Settled
from ledger.grade import grade
from ledger.warning import warnings_of
from storage.database import Database
from storage.standing import customers_after, standings

CUSTOMERS = 20_000
MONTHS = 24
PAGE = 500
MOST_SECONDS = 10.0
MOST_GROWTH_MB = 64
TODAY = date(2026, 12, 3)


def measure(arguments: Sequence[str] = ()) -> bool:
    """Print the figures; whether they are reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    customers = parser.parse_args(list(arguments)).customers
    with tempfile.TemporaryDirectory(prefix="qz-grading-") as name:
        url = fill(Path(name) / "books.db", customers)
        with Database(url, clock=SystemClock().now) as database:
            _page(database, 0)  # what is loaded once is not counted
            asyncio.run(Settled().start())  # as in the service that runs the job
            before, started = _megabytes(), time.perf_counter()
            graded = warned = place = 0
            while page := _page(database, place):
                place, letters, signs = page
                graded, warned = graded + letters, warned + signs
            seconds, growth = time.perf_counter() - started, _megabytes() - before
    print(
        f"grading {customers:,} customers, {customers * MONTHS:,} instalments: {seconds:.2f} s, "
        f"{graded:,} grades, {warned:,} warnings, {growth:.0f} MB more"
    )
    return seconds < MOST_SECONDS and growth < MOST_GROWTH_MB


def _page(database: Database, after: int) -> tuple[int, int, int] | None:
    """(id of the last customer, grades, warnings) of the page behind `after`; None behind the last."""
    ids = database.read_now(lambda uow: customers_after(uow, after, most=PAGE))
    if not ids:
        return None
    rows = database.read_now(lambda uow: standings(uow, ids, TODAY))
    letters = sum(grade(row.record) is not None for row in rows)
    return ids[-1], letters, sum(len(warnings_of(row.signs, TODAY)) for row in rows)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(file: Path, customers: int) -> str:
    """Every customer with a debt a month, all but the last two or three paid, written past the journal."""
    with filling(file) as books:
        names = ({"id": n, "name": f"客户{n}", "created_by": "x"} for n in range(1, customers + 1))
        insert(books, "customer", names)
        for place, table in enumerate(("receivable", "instalment", "entry", "allocation")):
            insert(books, table, (row for debt in made(customers) for row in debt[place]))
    return f"sqlite:///{file}"


def made(customers: int) -> Iterator[tuple[list[Row], list[Row], list[Row], list[Row]]]:
    """(receivable, instalment, entries, allocation) of each debt; the same every time."""
    chance = random.Random(7)
    for n in range(1, customers * MONTHS + 1):
        who, month = (n - 1) // MONTHS + 1, (n - 1) % MONTHS
        due = TODAY - timedelta(30 * (MONTHS - month) - 15)
        issued, late = due - timedelta(30), chance.randrange(-5, 40)
        amount, paid = chance.randrange(1_000, 1_000_000), due + timedelta(late)
        owed = amount if paid >= TODAY else 0
        debt = {
            "id": n,
            "number": n,
            "customer_id": who,
            "principal": amount,
            "issued_on": issued.isoformat(),
        }
        instalment: Row = {
            "id": n, "receivable_id": n, "customer_id": who, "position": 1, "kind": "principal",
            "currency": "CNY", "amount": amount, "outstanding": owed, "issued_on": issued.isoformat(),
            "due_on": due.isoformat(), "opened_by": n, "opened_on": issued.isoformat(), "opened_at": n,
        }  # fmt: skip
        entries = [entry(2 * n - 1, "debt", who, amount, issued)]
        parts: list[Row] = []
        if not owed:
            entries.append(entry(2 * n, "payment", who, amount, paid))
            parts.append(
                {
                    "id": 2 * n, "customer_id": who, "by_entry": 2 * n, "source_entry": 2 * n,
                    "target_instalment": n, "amount": amount, "effective_on": paid.isoformat(),
                    "recorded_at": n, "designated_by": "",
                }
            )  # fmt: skip
        yield [debt], [instalment], entries, parts


if __name__ == "__main__":
    sys.exit(0 if measure(sys.argv[1:]) else 1)
