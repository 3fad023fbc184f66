"""“本周新超期”: what fell due in the period and was not paid, and who is late for the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from handlers.reports.ask import Ask
from handlers.reports.ground import ground_of
from handlers.reports.table import MOST_LINES, Column, Report, Table, money
from storage.late import NewlyLate, late_before, newly_late
from storage.report_items import open_items
from storage.unit_of_work import UnitOfWork

_COLUMNS = (
    Column("customer"), Column("owner"), *money("overdue"), Column("items_count", "whole"), Column("first_time", "text"),
)  # fmt: skip


def run(ask: Ask, uow: UnitOfWork) -> Report:
    """What became late from `first` to `last`: its due day was the day before."""
    ground = ground_of(ask, uow)
    since = ask.first - timedelta(1)
    every = _then(ask, since, uow) if ask.is_past else newly_late(uow, since, ask.last)
    found = [one for one in every if one.customer_id in ground.customers]
    if ask.person:
        found = [one for one in found if ground.customers[one.customer_id].owner == ask.person]
    total = sum(one.fen for one in found)
    lines: list[Mapping[str, object]] = [
        {
            "name": ground.customers[one.customer_id].name,
            "owner": ground.name_of(ground.customers[one.customer_id].owner),
            "owed": one.fen,
            "count": one.items,
            "is_first": one.is_first,
        }
        for one in found
    ]
    context = {
        **ask.heading,
        "count": len(found),
        "sum": total,
        "first_timers": sum(one.is_first for one in found),
        "lines": lines[:MOST_LINES],
        "left_out": len(lines[MOST_LINES:]),
        "left_out_owed": sum(one.fen for one in found[MOST_LINES:]),
        "is_own": ask.role == "sales",
    }
    rows = [
        (line["name"], line["owner"], line["owed"], line["count"], "yes" if line["is_first"] else "no")
        for line in lines
    ]
    drill = tuple(
        {"name": "aging", "by": "", "customer_id": str(one.customer_id),
         "whose": ground.customers[one.customer_id].name}
        for one in found[:MOST_LINES]
    )  # fmt: skip
    total_row = (None, None, total, sum(one.items for one in found), None)
    return Report(
        "report/fresh.txt", context, lambda: (Table("fresh", _COLUMNS, rows, total_row),), drill=drill
    )


def _then(ask: Ask, since: date, uow: UnitOfWork) -> Sequence[NewlyLate]:
    """As it was at the end of a past period: what was paid since then is in it."""
    sums: dict[int, tuple[int, int]] = {}
    for item in open_items(uow, ask.last):
        if item.due_on is not None and since <= item.due_on < ask.last:
            fen, count = sums.get(item.customer_id, (0, 0))
            sums[item.customer_id] = (fen + item.left, count + 1)
    before = late_before(uow, since, list(sums))
    found = [NewlyLate(key, fen, count, key not in before) for key, (fen, count) in sums.items()]
    return sorted(found, key=lambda one: (-one.fen, one.customer_id))
