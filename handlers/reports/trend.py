"""“超期趋势”, “哪个行业变差了”: what was late at the last month ends, and which industries and regions got worse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of, value_of
from handlers.reports.period import month_ends
from handlers.reports.table import Column, Report, Table
from storage.report_standing import Stood, standing_at
from storage.unit_of_work import UnitOfWork

PICTURE = "pictures/late_trend.svg"
MONTHS = 6
GROUPED_BY = ("industry", "region")
WORSE = Fraction(5, 100)  # of a group's debts more are late than a month ago: that is a warning
_MOST_GROUPS = 4
_MOST_LINES_DRAWN = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Fen outstanding and overdue of a group at each of the days."""

    by: str
    name: str
    outstanding: tuple[int, ...]
    overdue: tuple[int, ...]

    def share(self, place: int) -> Fraction:
        """Of what was owed then, how much was late."""
        owed = self.outstanding[place]
        return Fraction(self.overdue[place], owed) if owed > 0 else Fraction(0)

    @property
    def change(self) -> Fraction:
        """Of the share, since a month ago."""
        return self.share(-1) - self.share(-2)


def run(ask: Ask, uow: UnitOfWork) -> Report:
    ground = ground_of(ask, uow)
    days = month_ends(ask.last, MONTHS)
    stood = [
        row
        for row in standing_at(uow, days, by_person=bool(ask.person))
        if row.customer_id in ground.customers and ask.person in ("", row.salesperson)
    ]
    whole = _sum("", "", stood, len(days))
    asked = (ask.by,) if ask.by in (*GROUPED_BY, "category") else GROUPED_BY
    groups = [group for by in asked for group in _groups(by, stood, ground, len(days))]
    worse = sorted((one for one in groups if _is_worse(one)), key=lambda one: (-one.change, -one.overdue[-1]))
    context = {
        **ask.heading,
        "months": MONTHS,
        "whole": _told(whole),
        "groups": [_told(one) for one in _largest(groups)],
        "worse": [_told(one) for one in worse[:_MOST_GROUPS]],
        "worse_left": len(worse[_MOST_GROUPS:]),
        "points": int(WORSE * 100),
        "by": ask.by if len(asked) == 1 else "",
    }
    return Report(
        "report/trend.txt",
        context,
        lambda: (_table([whole, *groups], days),),
        PICTURE if any(whole.overdue) and not ask.whose else "",
        _drawn(whole, worse or groups, days),
    )


def _is_worse(group: Group) -> bool:
    return bool(group.name) and group.change >= WORSE


def _largest(groups: Sequence[Group]) -> Sequence[Group]:
    named = [group for group in groups if group.name and group.overdue[-1]]
    return sorted(named, key=lambda one: -one.overdue[-1])[:_MOST_GROUPS]


def _groups(by: str, stood: Sequence[Stood], ground: Ground, width: int) -> Sequence[Group]:
    parts: Mapping[str, list[Stood]] = defaultdict(list)
    for row in stood:
        parts[value_of(ground.customers[row.customer_id], by)].append(row)
    found = [_sum(by, name, rows, width) for name, rows in parts.items()]
    return sorted(found, key=lambda one: (-one.overdue[-1], one.name))


def _sum(by: str, name: str, rows: Sequence[Stood], width: int) -> Group:
    owed = tuple(sum(row.outstanding[place] for row in rows) for place in range(width))
    late = tuple(sum(row.overdue[place] for row in rows) for place in range(width))
    return Group(by, name, owed, late)


def _told(group: Group) -> dict[str, Any]:
    return {
        "by": group.by,
        "name": group.name,
        "overdue": group.overdue[-1],
        "more": group.overdue[-1] - group.overdue[-2],
        "share": _percent(group.share(-1)),
        "share_then": _percent(group.share(-2)),
    }


def _percent(share: Fraction) -> int:
    return round(share * 100)


def _table(groups: Sequence[Group], days: Sequence[date]) -> Table:
    columns = (
        Column("group_by", "text"),
        Column("group"),
        Column("day", "day"),
        Column("outstanding", "money"),
        Column("overdue", "money"),
        Column("overdue_share", "share"),
    )
    rows = [
        (one.by or "all", one.name, day, one.outstanding[place], one.overdue[place], one.share(place))
        for one in groups
        for place, day in enumerate(days)
    ]
    return Table("trend", columns, rows)


def _drawn(whole: Group, groups: Sequence[Group], days: Sequence[date]) -> dict[str, Any]:
    lines = [whole, *[one for one in groups if one.name][: _MOST_LINES_DRAWN - 1]]
    return {
        "today": days[-1],
        "labels": [f"{day.month}/{day.day}" for day in days],
        "series": [{"name": one.name, "fen": list(one.overdue)} for one in lines],
        "share": _percent(whole.share(-1)),
        "overdue": whole.overdue[-1],
    }
