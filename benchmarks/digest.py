"""The whole process of `digest --on DATE --dry-run`: books of 4,000 customers, a third of their debts still owed."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.filling import Row, entry, filling, insert
from benchmarks.installed import seconds_of

CUSTOMERS = 4_000
ROWS = 60_000  # instalments
SELLERS = 12
MOST_SECONDS = 2.0
DAY = date(2026, 12, 3)  # a Thursday
_YEAR = 365
_MICROSECONDS_A_DAY = 86_400_000_000
_EPOCH = date(1970, 1, 1)


def measure(arguments: Sequence[str] = ()) -> bool:
    """Print the figure; whether it is reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--rows", type=int, default=ROWS)
    asked = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory(prefix="qz-digest-") as name:
        url = fill(Path(name) / "books.db", asked.customers, asked.rows)
        seconds = seconds_of(
            "digest", "--on", DAY.isoformat(), "--dry-run", "--json", url=url, says=b"managers"
        )
    print(
        f"digests of {asked.customers:,} customers, {asked.rows:,} instalments, whole process: {seconds:.2f} s"
    )
    return seconds < MOST_SECONDS


def fill(file: Path, customers: int, rows: int) -> str:
    """Books written past the journal: two thirds of the debts are paid, the others owed for up to a year."""
    with filling(file) as books:
        insert(books, "staff", _people())
        insert(books, "customer", _customers(customers))
        insert(books, "promise", _promises(customers))
        insert(books, "instalment", (row for row, _, _ in _made(customers, rows)))
        insert(books, "entry", (one for _, entries, _ in _made(customers, rows) for one in entries))
        insert(books, "allocation", (part for _, _, parts in _made(customers, rows) for part in parts))
        books.execute(
            "INSERT OR REPLACE INTO corp_head (corp_id, next_seq, next_number, head_hash, last_recorded_at)"
            " VALUES (1, ?, 1001, 'benchmark', 0)",
            (2 * rows + 1,),
        )
    return f"sqlite:///{file}"


def _people() -> Iterator[Row]:
    yield {"userid": "zhao", "name": "赵总", "role": "manager", "active": 1}
    yield {"userid": "li", "name": "李姐", "role": "finance", "active": 1}
    for number in range(SELLERS):
        yield {
            "userid": f"s{number}",
            "name": f"销售{number}",
            "role": "sales",
            "manager": "zhao",
            "active": 1,
        }


def _customers(customers: int) -> Iterator[Row]:
    for number in range(1, customers + 1):
        yield {"id": number, "name": f"客户{number}", "owner": f"s{number % SELLERS}", "created_by": "x",
               "released": 1, "state": "active"}  # fmt: skip


def _promises(customers: int) -> Iterator[Row]:
    chance = random.Random(5)
    for number in range(1, customers // 10):
        day = DAY + timedelta(chance.randrange(-20, 20))
        yield {"id": number, "customer_id": number * 9, "amount": 100_000, "day": day.isoformat(),
               "state": "open", "made_by": "x"}  # fmt: skip


def _made(customers: int, rows: int) -> Iterator[tuple[Row, list[Row], list[Row]]]:
    """(instalment, its debt and perhaps its payment, the allocation of that); the same every time."""
    chance = random.Random(7)
    for n in range(1, rows + 1):
        who = chance.randrange(1, customers + 1)
        issued = DAY - timedelta(chance.randrange(1, _YEAR))
        due, amount = issued + timedelta(30), chance.randrange(10_000, 10_000_000)
        paid = min(due + timedelta(chance.randrange(-20, 60)), DAY - timedelta(1))
        is_paid = n % 3 != 0 and paid >= issued
        at = (issued - _EPOCH).days * _MICROSECONDS_A_DAY
        instalment: Row = {
            "id": n, "receivable_id": n, "customer_id": who, "position": 1, "kind": "principal",
            "currency": "CNY", "amount": amount, "outstanding": 0 if is_paid else amount,
            "issued_on": issued.isoformat(), "due_on": due.isoformat(), "opened_by": n,
            "opened_on": issued.isoformat(), "opened_at": at,
        }  # fmt: skip
        entries = [entry(2 * n - 1, "debt", who, amount, issued) | {"recorded_at": at}]
        parts: list[Row] = []
        if is_paid:
            known = (paid - _EPOCH).days * _MICROSECONDS_A_DAY
            entries.append(entry(2 * n, "payment", who, amount, paid) | {"recorded_at": known})
            parts.append({
                "id": n, "customer_id": who, "by_entry": 2 * n, "source_entry": 2 * n, "target_instalment": n,
                "amount": amount, "effective_on": paid.isoformat(), "recorded_at": known, "designated_by": "",
            })  # fmt: skip
        yield instalment, entries, parts


def main() -> int:
    """Exit code: 1 when the figure is missed."""
    return 0 if measure(sys.argv[1:] if __name__ == "__main__" else ()) else 1


if __name__ == "__main__":
    sys.exit(main())
