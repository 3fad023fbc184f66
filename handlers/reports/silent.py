"""“哪些没在催”: what is late and nobody asks for, each sum with the reason, and what nobody looked at for a fortnight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from config.company import load_company
from handlers.dunning.silent import SILENT, silent_money
from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of
from handlers.reports.table import MOST_LINES, Column, Report, Table
from storage.late import late_customers
from storage.report_words import touched
from storage.unit_of_work import UnitOfWork

FORGOTTEN = "forgotten"  # no reason at all: late for a week, and nothing was done for two
FORGOTTEN_AFTER = timedelta(14)
_LATE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Quiet:
    """Fen past due of a customer that nobody asks for, for one reason."""

    customer_id: int
    reason: str
    fen: int
    days: int


def run(ask: Ask, uow: UnitOfWork) -> Report:
    ground = ground_of(ask, uow)
    found = [one for one in _quiet(ask, uow) if one.customer_id in ground.customers]
    if ask.person:
        found = [one for one in found if ground.customers[one.customer_id].owner == ask.person]
    found.sort(key=lambda one: (_ORDER.index(one.reason), -one.fen))
    lines = [_line(one, ground) for one in found]
    context = {
        **ask.heading,
        "customers": len({one.customer_id for one in found}),
        "sum": sum(one.fen for one in found),
        "reasons": _reasons(found),
        "lines": lines[:MOST_LINES],
        "left_out": len(lines[MOST_LINES:]),
        "left_out_owed": sum(one.fen for one in found[MOST_LINES:]),
        "is_own": ask.role == "sales",
    }
    columns = (
        Column("customer"), Column("owner"), Column("silence", "text"), Column("overdue", "money"), Column("days_late", "whole"),
    )  # fmt: skip
    rows = [(line["name"], line["owner"], line["reason"], line["owed"], line["days"]) for line in lines]
    total = (None, None, None, context["sum"], None)
    return Report("report/silent.txt", context, lambda: (Table("silent", columns, rows, total),))


_ORDER = (FORGOTTEN, *SILENT)


def _quiet(ask: Ask, uow: UnitOfWork) -> list[Quiet]:
    reasons = silent_money(uow, load_company().over(uow.settings.texts()), ask.today)
    since = ask.today - FORGOTTEN_AFTER
    seen = touched(uow, uow.now - FORGOTTEN_AFTER, since, ask.today)
    found: list[Quiet] = []
    for late in late_customers(uow, ask.today):
        left, days = late.overdue, late.days(ask.today)
        for reason, fen in reasons.get(late.customer_id, ()):
            covered = min(fen, left)
            if covered > 0:
                found.append(Quiet(late.customer_id, reason, covered, days))
                left -= covered
        if left == late.overdue and days >= _LATE_DAYS and late.customer_id not in seen:
            found.append(Quiet(late.customer_id, FORGOTTEN, left, days))
    return found


def _line(one: Quiet, ground: Ground) -> dict[str, Any]:
    whose = ground.customers[one.customer_id]
    return {
        "name": whose.name,
        "owner": ground.name_of(whose.owner),
        "reason": one.reason,
        "owed": one.fen,
        "days": one.days,
    }


def _reasons(found: Sequence[Quiet]) -> list[Mapping[str, Any]]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in found:
        sums[one.reason][0] += one.fen
        sums[one.reason][1] += 1
    return [{"reason": key, "fen": sums[key][0], "count": sums[key][1]} for key in _ORDER if key in sums]
