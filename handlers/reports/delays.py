"""“拖欠原因”, “卡在哪个环节”: why what is late was not paid, by group, salesperson and step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of, value_of
from handlers.reports.table import Column, Report, Table
from storage.report_delays import Delayed, delayed
from storage.report_items import open_items
from storage.unit_of_work import UnitOfWork

# The step of the way to the money at which each reason holds it up; our own steps are the ones that we can mend.
STEPS: Mapping[str, str] = MappingProxyType(
    {
        "没开票": "invoicing",
        "对不上账": "reconciling",
        "质量": "delivery",
        "走流程": "approval",
        "没钱": "paying",
        "跑了": "gone",
    }
)
OURS = ("invoicing", "reconciling", "delivery")
_MOST = 6
_MOST_GROUPS = 5


def run(ask: Ask, uow: UnitOfWork) -> Report:
    ground = ground_of(ask, uow)
    rows = [row for row in _late(ask, uow) if row.customer_id in ground.customers]
    if ask.person:
        rows = [row for row in rows if row.salesperson == ask.person]
    by_step = ask.by == "step"
    whole = _sums(rows, step=by_step)
    total = sum(row.fen for row in rows)
    context = {
        **ask.heading,
        "by_step": by_step,
        "by": "" if by_step else ask.by,
        "overdue": total,
        "lines": _lines(whole, total)[:_MOST],
        "ours": sum(row.fen for row in rows if STEPS.get(row.reason) in OURS),
        "unknown": sum(row.fen for row in rows if not row.reason),
        "groups": _groups(rows, ask, ground) if ask.by and not by_step else [],
    }
    return Report("report/delays.txt", context, lambda: (_table(rows, ground, total),))


def _late(ask: Ask, uow: UnitOfWork) -> Sequence[Delayed]:
    """What was late on the day; the reason is the one noted by now."""
    if not ask.is_past:
        return delayed(uow, ask.last)
    sums: dict[tuple[int, str, str], tuple[int, set[int]]] = {}
    for item in open_items(uow, ask.last):
        if item.due_on is not None and item.due_on < ask.last:
            key = (item.customer_id, item.salesperson, item.reason)
            fen, numbers = sums.get(key, (0, set()))
            sums[key] = (fen + item.left, numbers | {item.number})
    return [Delayed(*key, fen, len(numbers)) for key, (fen, numbers) in sums.items()]


def _sums(rows: Sequence[Delayed], *, step: bool = False) -> Mapping[str, tuple[int, int]]:
    """Reason or step → (fen, debts); "" where no reason was noted."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        key = STEPS.get(row.reason, "") if step else row.reason
        fen, items = found[key]
        found[key] = (fen + row.fen, items + row.items)
    return found


def _lines(sums: Mapping[str, tuple[int, int]], total: int) -> list[dict[str, Any]]:
    """The largest first; what is not known stands apart."""
    lines = [
        {"key": key, "fen": fen, "count": items, "share": round(100 * fen / total) if total else 0}
        for key, (fen, items) in sums.items()
        if key
    ]
    return sorted(lines, key=lambda line: (-line["fen"], line["key"]))


def _groups(rows: Sequence[Delayed], ask: Ask, ground: Ground) -> list[dict[str, Any]]:
    """Each group with its largest reason."""
    parts: dict[str, list[Delayed]] = defaultdict(list)
    for row in rows:
        parts[_group(row, ask.by, ground)].append(row)
    found: list[dict[str, Any]] = []
    for name, theirs in parts.items():
        total = sum(row.fen for row in theirs)
        reasons = _lines(_sums(theirs), total)
        found.append({"name": name, "fen": total, "reason": reasons[0] if reasons else None})
    return sorted(found, key=lambda line: (-line["fen"], line["name"]))[:_MOST_GROUPS]


def _group(row: Delayed, by: str, ground: Ground) -> str:
    if by == "salesperson":
        return ground.name_of(row.salesperson)
    one = ground.customers[row.customer_id]
    return one.name if by == "customer" else value_of(one, by)


def _table(rows: Sequence[Delayed], ground: Ground, total: int) -> Table:
    columns = (
        Column("reason"), Column("step", "text"), Column("salesperson"), Column("customer"), Column("region"),
        Column("industry"), Column("overdue", "money"), Column("items_count", "whole"),
    )  # fmt: skip
    cells = [
        (
            row.reason,
            STEPS.get(row.reason, "unknown"),
            ground.name_of(row.salesperson),
            ground.customers[row.customer_id].name,
            ground.customers[row.customer_id].region,
            ground.customers[row.customer_id].industry,
            row.fen,
            row.items,
        )
        for row in sorted(rows, key=lambda row: -row.fen)
    ]
    return Table("delays", columns, cells, (None,) * 6 + (total, sum(row.items for row in rows)))
