"""“承诺兑现率”: who paid as he had said, by customer and by the salesperson who looks after him."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of
from handlers.reports.table import MOST_LINES, Column, Report, Table
from ledger.measures import Kept, promises_kept
from storage.report_words import DECIDED, Promised, promised
from storage.unit_of_work import UnitOfWork

_NUMBERS = tuple(Column(key, "whole") for key in DECIDED)


def run(ask: Ask, uow: UnitOfWork) -> Report:
    ground = ground_of(ask, uow)
    rows = [row for row in promised(uow, ask.first, ask.last) if row.customer_id in ground.customers]
    if ask.person:
        rows = [row for row in rows if row.owner == ask.person]
    customers = _by(rows, lambda row: row.customer)
    people = _by(rows, lambda row: ground.name_of(row.owner))
    # Who broke most words first: that is who has to be spoken to.
    customers.sort(key=lambda line: (-line["broken"] - line["partly"], line["rank"], line["name"]))
    people.sort(key=lambda line: (-line["rank"], line["name"]))
    whole = _counted("", Counter(row.state for row in rows))
    context = {
        **ask.heading,
        **{key: whole[key] for key in DECIDED},
        "percent": _percent(whole),
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


def _by(rows: Sequence[Promised], key: Callable[[Promised], str]) -> list[dict[str, Any]]:
    """How many ended how by `key`; nothing but what the order needs is computed for lines that may not be shown."""
    parts: dict[str, dict[str, int]] = {}
    for row in rows:
        name = key(row)
        ended = parts.get(name)
        if ended is None:
            ended = parts[name] = dict.fromkeys(DECIDED, 0)
        ended[row.state] += 1
    return [_counted(name, ended) for name, ended in parts.items()]


def _counted(name: str, ended: Mapping[str, int]) -> dict[str, Any]:
    """`rank` is as `promises_kept`, near enough to put lines in order."""
    line: dict[str, Any] = {"name": name, **{key: ended[key] for key in DECIDED}}
    decided = 2 * (line["kept"] + line["partly"] + line["broken"])
    line["rank"] = (2 * line["kept"] + line["partly"]) / decided if decided else 0.0
    return line


def _share(line: Mapping[str, Any]) -> Fraction | None:
    return promises_kept(Kept(line["kept"], line["partly"], line["broken"]))


def _percent(line: Mapping[str, Any]) -> int | None:
    share = _share(line)
    return None if share is None else round(Fraction(100) * share)


def _plain(line: dict[str, Any]) -> dict[str, Any]:
    return {"name": line["name"], **{key: line[key] for key in DECIDED}, "percent": _percent(line)}


def _table(name: str, first: Column, lines: Sequence[dict[str, Any]], whole: dict[str, Any]) -> Table:
    columns = (first, *_NUMBERS, Column("kept_share", "share"))
    return Table(name, columns, [_cells(line) for line in lines], (None, *_cells(whole)[1:]))


def _cells(line: Mapping[str, Any]) -> tuple[Any, ...]:
    return (line["name"], *(line[key] for key in DECIDED), _share(line))


def _listed(rows: Sequence[Promised], ground: Ground) -> Table:
    columns = (
        Column("day", "day"), Column("customer"), Column("owner"), Column("promised_sum", "money"),
        Column("outcome", "text"), Column("words_spoken"),
    )  # fmt: skip
    cells = [
        (row.day, row.customer, ground.name_of(row.owner), row.amount, row.state, row.words) for row in rows
    ]
    return Table("promises", columns, cells)
