"""How late a customer usually pays: from what he has paid, not from what he says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledger.history import AllocationRow, History, InstalmentRow

ENOUGH = 3  # paid instalments; fewer are no habit


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`days` past due on which the customer usually had paid in full (median, rounded down; below 0 is early)."""

    days: int
    paid: int  # instalments it is taken from


def rhythm(history: History, *, since: date | None = None) -> Rhythm | None:
    """The habit in instalments settled on or after `since`; None below `ENOUGH` of them.

    An instalment that no payment touched (returned, written off, moved) says nothing about how the customer pays.
    """
    delays = sorted(_delays(history, since))
    if len(delays) < ENOUGH:
        return None
    middle = len(delays) // 2
    median = delays[middle] if len(delays) % 2 else (delays[middle - 1] + delays[middle]) // 2
    return Rhythm(median, len(delays))


def _delays(history: History, since: date | None) -> Iterator[int]:
    payments = {entry.id for entry in history.entries if entry.kind == "payment"}
    on = _standing(history)
    for instalment in history.instalments:
        rows = on[instalment.id]
        if instalment.due_on is None or not _is_settled(instalment, rows):
            continue
        day = max(row.effective_on for row in rows)
        if any(row.source_entry in payments for row in rows) and (since is None or day >= since):
            yield (day - instalment.due_on).days


def _is_settled(instalment: InstalmentRow, rows: list[AllocationRow]) -> bool:
    return instalment.closed_by is None and sum(row.amount for row in rows) == instalment.amount


def _standing(history: History) -> dict[int | None, list[AllocationRow]]:
    """Allocations that nothing took back, by instalment."""
    taken_back = {row.undoes for row in history.allocations}
    found: dict[int | None, list[AllocationRow]] = defaultdict(list)
    for row in history.allocations:
        if row.undoes is None and row.id not in taken_back:
            found[row.target_instalment].append(row)
    return found
