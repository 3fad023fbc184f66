"""“账龄”, “按行业账龄”, “小李的账龄”, “上月底的账龄”: what is owed by how late it is, from the whole down to the items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers.reports import items
from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of
from handlers.reports.grouping import CLASSES, Row, class_of, grouped
from handlers.reports.table import MOST_LINES, Column, Report, Table, money
from ledger.aging import BY_DUE
from storage.report_aging import AgedPart, aged_parts
from storage.unit_of_work import UnitOfWork

PICTURE = "pictures/aging.svg"


def run(ask: Ask, uow: UnitOfWork) -> Report:
    if ask.customer_id is not None:
        return items.run(ask, uow)
    ask = replace(ask, by=ask.by or "customer")
    ground = ground_of(ask, uow)
    parts, others = parts_of(ask, ground, uow)
    rows = grouped(parts, ask, ground, uow)
    total = total_of(rows)
    lines = [_line(row) for row in rows if row.outstanding]
    shown = lines[: ask.top or MOST_LINES]
    context = {
        **ask.heading,
        "by": ask.by,
        "buckets": _buckets(total),
        "owed": total.outstanding,
        "overdue": total.overdue,
        "unallocated": total.unallocated,
        "lines": shown,
        "left_out": len(lines) - len(shown),
        "left_out_owed": sum(int(line["owed"]) for line in lines[len(shown) :]),
        "others": list(others),
    }
    return Report(
        "report/aging.txt",
        context,
        lambda: (table(rows, total, ask),),
        PICTURE if total.outstanding and not ask.whose else "",
        _drawn(total, ask),
        tuple(_inner(line, ask) for line in shown),
    )


def parts_of(ask: Ask, ground: Ground, uow: UnitOfWork) -> tuple[Sequence[AgedPart], Sequence[str]]:
    """What the customers in reach owed on the day, of one salesperson's debts where one is asked for; and in which other
    currencies the company has books.
    """
    by_person = ask.by == "salesperson" or bool(ask.person)
    found = aged_parts(uow, ask.last, by_person=by_person)
    parts = [part for part in found.parts if part.customer_id in ground.customers]
    if ask.person:
        parts = [part for part in parts if part.salesperson == ask.person]
    if ask.group_of in CLASSES:
        classes = class_of(replace(ask, by=ask.group_of), parts, uow)
        parts = [part for part in parts if classes[part.customer_id] == ask.group]
    return parts, found.others


def total_of(rows: Sequence[Row]) -> Row:
    columns = [sum(column) for column in zip(*(row.amounts for row in rows), strict=True)]
    amounts = tuple(columns) if rows else (0,) * len(BY_DUE.labels)
    return Row("", "", amounts, sum(row.unallocated for row in rows), sum(row.customers for row in rows))


def table(rows: Sequence[Row], total: Row, ask: Ask) -> Table:
    kind = "text" if ask.by in CLASSES else "name"
    columns = (
        Column(ask.by, kind),
        Column("customers", "whole"),
        *money(*BY_DUE.labels, "outstanding", "overdue", "unallocated", "net"),
    )
    return Table("aging", columns, [_cells(row, row.name) for row in rows], _cells(total, None))


def _cells(row: Row, name: str | None) -> Sequence[Any]:
    sums = (row.outstanding, row.overdue, row.unallocated, row.outstanding - row.unallocated)
    return (name, row.customers, *row.amounts, *sums)


def _line(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "owed": row.outstanding,
        "overdue": row.overdue,
        "worst": BY_DUE.labels[row.worst],
        "customers": row.customers,
    }


def _inner(line: dict[str, Any], ask: Ask) -> dict[str, Any]:
    """The same aging, one step further in."""
    inner: dict[str, Any] = {"by": "customer", "whose": line["name"]}
    if ask.by == "customer":
        return inner | {"by": "", "customer_id": line["key"]}
    if ask.by == "salesperson":
        return inner | {"person": line["key"]}
    return inner | {"group_of": ask.by, "group": line["key"]}


def _buckets(total: Row) -> list[dict[str, Any]]:
    return [
        {"label": label, "fen": fen} for label, fen in zip(BY_DUE.labels, total.amounts, strict=True) if fen
    ]


def _drawn(total: Row, ask: Ask) -> dict[str, Any]:
    bars = [{"label": label, "fen": fen} for label, fen in zip(BY_DUE.labels, total.amounts, strict=True)]
    return {"today": ask.last, "buckets": bars, "overdue": total.overdue, "outstanding": total.outstanding,
            "kind": "daily"}  # fmt: skip
