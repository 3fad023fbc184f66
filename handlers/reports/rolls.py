"""“账龄迁徙率”: of what stood in a bucket, how much had moved into the next one a month later; by team and person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of
from handlers.reports.period import is_month_end, month_ends
from handlers.reports.table import MOST_LINES, Column, Report, Table, money
from ledger.aging import by_days
from ledger.measures import rolled
from storage.report_aging import aged_parts
from storage.unit_of_work import UnitOfWork

BUCKETS = by_days(0, 30, 60, 90)  # a month wide each: a debt moves one on in a month
MONTHS = 3
Sums = Mapping[str, tuple[int, ...]]


def run(ask: Ask, uow: UnitOfWork) -> Report:
    """Over the last three whole months; people are those who sold."""
    ground = ground_of(ask, uow)
    days = _days(ask.last)
    ends = [_sums(day, ask, uow) for day in days]
    whole = [tuple(sum(column) for column in zip(*sums.values(), strict=True)) or (0,) * 5 for sums in ends]
    months = [rolled(begin, end) for begin, end in pairwise(whole)]
    people = _people(ends, ground)
    context = {
        **ask.heading,
        "day": days[-1],
        "is_empty": not any(any(sums) for sums in whole),
        "steps": [
            {
                "bucket": name,
                "into": into,
                "percent": _percent(months[-1][place]),
                "then": _percent(months[-2][place]),
            }
            for place, (name, into) in enumerate(pairwise(BUCKETS.labels))
        ],
        "people": [
            {"name": line["name"], "percent": _percent(line["rates"][0])}
            for line in people
            if line["rates"][0] is not None
        ][:MOST_LINES],
    }
    return Report("report/rolls.txt", context, lambda: (_table(days, whole, months), _by_person(people)))


def _days(last: date) -> Sequence[date]:
    """Month ends, the last one not after `last`."""
    return month_ends(last, MONTHS) if is_month_end(last) else month_ends(last, MONTHS + 1)[:-1]


def _sums(day: date, ask: Ask, uow: UnitOfWork) -> Sums:
    """Fen by bucket of each salesperson."""
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(BUCKETS.labels))
    for part in aged_parts(uow, day, by_person=True, buckets=BUCKETS).parts:
        is_asked = ask.people is None or part.salesperson in ask.people
        if is_asked and ask.person in ("", part.salesperson):
            for place, fen in enumerate(part.amounts):
                found[part.salesperson][place] += fen
    return {key: tuple(row) for key, row in found.items() if any(row)}


def _people(ends: Sequence[Sums], ground: Ground) -> list[dict[str, Any]]:
    begin, end = ends[-2], ends[-1]
    nothing = (0,) * len(BUCKETS.labels)
    keys = begin.keys() | end.keys()
    lines = [
        {"name": ground.name_of(key), "rates": rolled(begin.get(key, nothing), end.get(key, nothing))}
        for key in sorted(keys)
    ]
    return sorted(lines, key=lambda line: -(line["rates"][0] or 0))


def _percent(share: Fraction | None) -> int | None:
    return None if share is None else round(share * 100)


def _table(days: Sequence[date], whole: Sequence[Sequence[int]], months: Sequence[Sequence[Any]]) -> Table:
    names = BUCKETS.labels
    columns = (
        Column("day", "day"),
        *money(*names),
        *(Column(f"roll_{name}", "share") for name in names[:-1]),
    )
    rates = [(None,) * (len(names) - 1), *months]
    rows = [(day, *sums, *roll) for day, sums, roll in zip(days, whole, rates, strict=True)]
    return Table("rolls", columns, rows)


def _by_person(people: Sequence[Mapping[str, Any]]) -> Table:
    columns = (Column("person"), *(Column(f"roll_{name}", "share") for name in BUCKETS.labels[:-1]))
    return Table("rolls_by_person", columns, [(line["name"], *line["rates"]) for line in people])
