"""“承诺兑现率”: who paid as he had said, by customer and by the salesperson who looks after him."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of
from handlers.reports.table import MOST_LINES, Column, Report, Table
from ledger.measures import Kept, promises_kept
from storage.report_words import Promised, promised
from storage.unit_of_work import UnitOfWork

_NUMBERS = tuple(Column(key, "whole") for key in ("kept", "partly", "broken", "renegotiated"))


def run(ask: Ask, uow: UnitOfWork) -> Report:
    ground = ground_of(ask, uow)
    rows = [row for row in promised(uow, ask.first, ask.last) if row.customer_id in ground.customers]
    if ask.person:
        rows = [row for row in rows if row.owner == ask.person]
    customers = _by(rows, lambda row: row.customer)
    people = _by(rows, lambda row: ground.name_of(row.owner))
    # Who broke most words first: that is who has to be spoken to.
    customers.sort(key=lambda line: (-line["broken"] - line["partly"], line["share"] or 0, line["name"]))
    people.sort(key=lambda line: (-(line["share"] or 0), line["name"]))
    whole = _counted("", rows)
    context = {
        **ask.heading,
        **{key: whole[key] for key in ("kept", "partly", "broken", "renegotiated", "percent")},
        "count": len(rows),
        "people": [_plain(line) for line in people[:MOST_LINES]] if ask.role != "sales" else [],
        "lines": [_plain(line) for line in customers[:MOST_LINES]],
        "left_out": len(customers[MOST_LINES:]),
    }

    def tables() -> tuple[Table, ...]:
        return (
            _table("promises_by_customer", Column("customer"), customers, whole),
            _table("promises_by_person", Column("owner"), people, whole),
            _listed(rows, ground),
        )

    return Report("report/words.txt", context, tables)


def _by(rows: Sequence[Promised], key: Any) -> list[dict[str, Any]]:
    parts: dict[str, list[Promised]] = defaultdict(list)
    for row in rows:
        parts[key(row)].append(row)
    return [_counted(name, theirs) for name, theirs in parts.items()]


def _counted(name: str, rows: Sequence[Promised]) -> dict[str, Any]:
    ended = Counter(row.state for row in rows)
    share = promises_kept(Kept(ended["kept"], ended["partly"], ended["broken"]))
    return {
        "name": name,
        "kept": ended["kept"],
        "partly": ended["partly"],
        "broken": ended["broken"],
        "renegotiated": ended["renegotiated"],
        "share": share,
        "percent": None if share is None else round(Fraction(100) * share),
    }


def _plain(line: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key != "share"}


def _table(name: str, first: Column, lines: Sequence[dict[str, Any]], whole: dict[str, Any]) -> Table:
    columns = (first, *_NUMBERS, Column("kept_share", "share"))
    keys = ("name", "kept", "partly", "broken", "renegotiated", "share")
    total = (None, *(whole[key] for key in keys[1:]))
    return Table(name, columns, [tuple(line[key] for key in keys) for line in lines], total)


def _listed(rows: Sequence[Promised], ground: Ground) -> Table:
    columns = (
        Column("day", "day"), Column("customer"), Column("owner"), Column("promised_sum", "money"),
        Column("outcome", "text"), Column("words_spoken"),
    )  # fmt: skip
    cells = [
        (row.day, row.customer, ground.name_of(row.owner), row.amount, row.state, row.words) for row in rows
    ]
    return Table("promises", columns, cells)
