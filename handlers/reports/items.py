"""“导出应收明细”, “永盛的账龄”: every open item, of all customers in reach or of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of
from handlers.reports.table import MOST_LINES, Column, Report, Table, money
from ledger.aging import BY_DUE, bucket_of
from storage.report_items import OpenItem, open_items
from storage.unit_of_work import UnitOfWork

_COLUMNS = (
    Column("customer"),
    Column("number"),
    Column("document_no"),
    Column("position", "whole"),
    Column("item_kind", "text"),
    Column("salesperson"),
    Column("issued_on", "day"),
    Column("due_on", "day"),
    *money("amount", "left"),
    Column("days_late", "whole"),
    Column("bucket", "text"),
    Column("reason"),
    Column("note"),
)


def run(ask: Ask, uow: UnitOfWork) -> Report:
    ground = ground_of(ask, uow)
    found = [
        row for row in open_items(uow, ask.last, customer_id=ask.customer_id) if _is_asked(row, ask, ground)
    ]
    return _report(found, ask, ground)


def _is_asked(row: OpenItem, ask: Ask, ground: Ground) -> bool:
    return row.customer_id in ground.customers and (not ask.person or row.salesperson == ask.person)


def _report(found: Sequence[OpenItem], ask: Ask, ground: Ground) -> Report:
    rest = found[MOST_LINES:]
    context = {
        **ask.heading,
        "of_one": ask.customer_id is not None,
        "count": len(found),
        "customers": len({row.customer_id for row in found}),
        "owed": sum(row.left for row in found),
        "overdue": sum(row.left for row in found if row.due_on is not None and row.due_on < ask.last),
        "lines": [_line(row, ask) for row in found[:MOST_LINES]],
        "left_out": len(rest),
        "left_out_owed": sum(row.left for row in rest),
    }
    return Report("report/items.txt", context, lambda: (_table(found, ask, ground),))


def _table(found: Sequence[OpenItem], ask: Ask, ground: Ground) -> Table:
    total: list[Any] = [None] * len(_COLUMNS)
    total[8:10] = [sum(row.amount for row in found), sum(row.left for row in found)]
    return Table("items", _COLUMNS, [_cells(row, ask, ground) for row in found], total)


def _days(row: OpenItem, ask: Ask) -> int:
    return (ask.last - row.due_on).days if row.due_on is not None else 0


def _line(row: OpenItem, ask: Ask) -> dict[str, Any]:
    return {
        "customer": row.customer,
        "number": row.number,
        "document_no": row.document_no,
        "owed": row.left,
        "due_on": row.due_on,
        "days_late": max(0, _days(row, ask)),
        "is_fee": row.kind == "fee",
    }


def _cells(row: OpenItem, ask: Ask, ground: Ground) -> Sequence[Any]:
    days = _days(row, ask)
    return (
        row.customer,
        f"#{row.number}",
        row.document_no,
        row.position,
        row.kind,
        ground.name_of(row.salesperson),
        row.issued_on,
        row.due_on,
        row.amount,
        row.left,
        max(0, days),
        bucket_of(days, BY_DUE),
        row.reason,
        row.note,
    )
