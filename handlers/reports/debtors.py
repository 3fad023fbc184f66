"""“欠款前十”: who owes most, on any day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.reports.aging import parts_of, table, total_of
from handlers.reports.ask import Ask
from handlers.reports.ground import ground_of
from handlers.reports.grouping import grouped
from handlers.reports.table import MOST_LINES, Report
from storage.unit_of_work import UnitOfWork

PICTURE = "pictures/debtors.svg"
_MOST_DRAWN = 10


def run(ask: Ask, uow: UnitOfWork) -> Report:
    ask = replace(ask, by="customer")
    ground = ground_of(ask, uow)
    parts, others = parts_of(ask, ground, uow)
    rows = [row for row in grouped(parts, ask, ground, uow) if row.outstanding]
    shown = rows[: min(ask.top or MOST_LINES, 2 * MOST_LINES)]
    whole, top = total_of(rows), total_of(shown)
    lines: list[dict[str, Any]] = [
        {
            "key": row.key,
            "name": row.name,
            "owed": row.outstanding,
            "overdue": row.overdue,
            "owner": ground.name_of(ground.customers[int(row.key)].owner),
        }
        for row in shown
    ]
    context = {
        **ask.heading,
        "lines": lines,
        "owed": top.outstanding,
        "whole": whole.outstanding,
        "share": round(100 * top.outstanding / whole.outstanding) if whole.outstanding else 0,
        "is_own": ask.role == "sales",
        "others": list(others),
    }
    drawn = {
        "today": ask.last,
        "lines": [
            {"customer": line["name"], "fen": line["owed"], "overdue": line["overdue"]}
            for line in lines[:_MOST_DRAWN]
        ],
        "total": whole.outstanding,
        "share": context["share"],
    }
    drill = tuple(
        {"name": "aging", "by": "", "customer_id": line["key"], "whose": line["name"]} for line in lines
    )
    return Report(
        "report/debtors.txt",
        context,
        lambda: (table(shown, top, ask),),
        PICTURE if lines else "",
        drawn,
        drill,
    )
