"""Short ways to write the rows of one customer's books."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from ledger.entries import Entry
from ledger.history import AllocationRow, History, InstalmentRow
from ledger.receivable import Instalment

NOON = datetime(2017, 1, 1, 4, tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def entry(id: int, kind: str, amount: int, on: str, at: datetime = NOON, **more: Any) -> Entry:
    return Entry(id, 1, id, kind, 7, amount, day(on), at, "wang", **more)


def part(id: int, amount: int, due: str | None, *, issued: str = "2017-01-01", **more: Any) -> InstalmentRow:
    """An instalment of receivable 1, opened by entry 1 on the day of issue."""
    facts: dict[str, Any] = {"opened_by": 1, "opened_on": day(issued), "opened_at": NOON, **more}
    return InstalmentRow(id, 1, id, amount, day(issued), day(due) if due else None, **facts)


def share(
    id: int, source: int, amount: int, on: str, item: int | None = 1, at: datetime = NOON, **more: Any
) -> AllocationRow:
    return AllocationRow(
        id, more.pop("by", source), source, amount, day(on), at, target_instalment=item, **more
    )


def history(
    entries: list[Entry], instalments: list[InstalmentRow], allocations: list[AllocationRow] | None = None
) -> History:
    return History(7, tuple(entries), tuple(allocations or ()), tuple(instalments))


def open_item(id: int, outstanding: int, due: str | None, **more: Any) -> Instalment:
    """An open instalment that is the only one of a receivable of the same id and number."""
    facts: dict[str, Any] = {"issued_on": day("2017-01-01"), "position": 1, **more}
    due_on = day(due) if due else None
    return Instalment(id, id, 7, id, amount=outstanding, outstanding=outstanding, due_on=due_on, **facts)
