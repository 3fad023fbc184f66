"""“上个月回款明细”, “本月新增应收”: what came in or was sold on account in a period, beside the period before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of
from handlers.reports.period import before
from handlers.reports.table import MOST_LINES, Column, Report, Table
from storage.report_movements import DEBTS, MONEY, Moved, moved
from storage.unit_of_work import UnitOfWork

_MOST_PEOPLE = 6
_COLUMNS = {
    "receipts": (
        Column("day", "day"), Column("customer"), Column("received", "money"), Column("number"), Column("account", "text"),
        Column("payer"), Column("owner"), Column("movement", "text"), Column("note"),
    ),
    "debts": (
        Column("day", "day"), Column("customer"), Column("amount", "money"), Column("number"), Column("document_no"),
        Column("salesperson"), Column("movement", "text"), Column("note"),
    ),
}  # fmt: skip


def _run(kind: str, ask: Ask, uow: UnitOfWork) -> Report:
    ground = ground_of(ask, uow)
    rows = _asked(kind, ask, ground, uow)
    then = before(ask.first, ask.last)
    previous = moved(uow, DEBTS if kind == "debts" else MONEY, *then)
    total = sum(row.amount for row in rows)
    context = {
        **ask.heading,
        "kind": kind,
        "count": len(rows),
        "customers": len({row.customer_id for row in rows}),
        "sum": total,
        "then_first": then[0],
        "then_last": then[1],
        "then_sum": sum(row.amount for row in previous if _is_asked(row, ask, ground)),
        "people": _people(rows, ground),
        "lines": [_line(row) for row in rows[:MOST_LINES]],
        "left_out": len(rows[MOST_LINES:]),
        "left_out_owed": sum(row.amount for row in rows[MOST_LINES:]),
    }
    return Report("report/movements.txt", context, lambda: (_table(kind, rows, ground, total),))


receipts = partial(_run, "receipts")
debts = partial(_run, "debts")


def _asked(kind: str, ask: Ask, ground: Ground, uow: UnitOfWork) -> Sequence[Moved]:
    rows = moved(uow, DEBTS if kind == "debts" else MONEY, ask.first, ask.last)
    return [row for row in rows if _is_asked(row, ask, ground)]


def _is_asked(row: Moved, ask: Ask, ground: Ground) -> bool:
    return row.customer_id in ground.customers and ask.person in ("", row.salesperson)


def _line(row: Moved) -> dict[str, Any]:
    return {
        "day": row.day,
        "customer": row.customer,
        "fen": row.amount,
        "number": row.number,
        "account": row.account,
        "is_back": row.amount < 0,
    }


def _people(rows: Sequence[Moved], ground: Ground) -> list[dict[str, Any]]:
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row.salesperson] += row.amount
    people = [{"name": ground.name_of(key), "fen": fen} for key, fen in sums.items()]
    return sorted(people, key=lambda line: (-int(str(line["fen"])), str(line["name"])))[:_MOST_PEOPLE]


def _table(kind: str, rows: Sequence[Moved], ground: Ground, total: int) -> Table:
    cells = [_cells(kind, row, ground) for row in rows]
    blank: list[Any] = [None] * len(_COLUMNS[kind])
    blank[2] = total
    return Table(kind, _COLUMNS[kind], cells, blank)


def _cells(kind: str, row: Moved, ground: Ground) -> Sequence[Any]:
    number = f"#{row.number}" if row.number else ""
    what = f"not_{row.kind}" if row.amount < 0 else row.kind
    who = ground.name_of(row.salesperson)
    if kind == "debts":
        return (row.day, row.customer, row.amount, number, row.document_no, who, what, row.note)
    return (row.day, row.customer, row.amount, number, row.account, row.payer, who, what, row.note)
