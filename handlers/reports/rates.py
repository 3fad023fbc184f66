"""“催收回款率”, “小李上月业绩”: how well the money comes in, by team and person, beside the period before, with the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from handlers.reports.ask import Ask
from handlers.reports.period import before
from handlers.reports.table import MOST_LINES, Column, Report, Table, money
from ledger.measures import Collected
from storage.report_collected import collected
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

MEASURES = ("turnover", "effectiveness", "rate", "days_late")
_COLUMNS = (
    Column("person"), Column("team"), *money("begin", "new_debts", "collected", "end", "not_due"), Column("turnover", "days"),
    Column("effectiveness", "share"), Column("rate", "share"), Column("days_late_average", "days"),
    *(Column(f"{name}_then", "days" if name in ("turnover", "days_late") else "share") for name in MEASURES),
)  # fmt: skip


def run(ask: Ask, uow: UnitOfWork) -> Report:
    """Of the debts that each person sold, whoever looks after the customer today."""
    days = (ask.last - ask.first).days + 1
    then = before(ask.first, ask.last)
    now, past = _theirs(ask, collected(uow, ask.first, ask.last)), _theirs(ask, collected(uow, *then))
    staff = {person.userid: person for person in uow.staff.all()}
    people = [
        _line(
            staff[key].name if key in staff else key,
            _team(key, staff),
            now[key],
            past.get(key, Collected()),
            days,
        )
        for key in now
    ]
    people.sort(key=lambda line: (-line["collected"], line["name"]))
    teams = _teams(now, past, staff, days)
    whole = _line("", "", _sum(now.values()), _sum(past.values()), days)
    context = {
        **ask.heading,
        "then_first": then[0],
        "then_last": then[1],
        "topic": ask.topic if ask.topic in MEASURES else "effectiveness",
        "whole": _plain(whole),
        "people": [_plain(line) for line in people[:MOST_LINES]],
        "left_out": len(people[MOST_LINES:]),
        "teams": [_plain(line) for line in teams] if len(teams) > 1 else [],
        "measures": [ask.topic] if ask.topic in MEASURES else list(MEASURES),
    }
    rows = [_cells(line) for line in [*people, *(teams if len(teams) > 1 else ())]]
    return Report("report/rates.txt", context, lambda: (Table("rates", _COLUMNS, rows, _cells(whole)),))


def _theirs(ask: Ask, found: Mapping[str, Collected]) -> dict[str, Collected]:
    if ask.person:
        return {key: one for key, one in found.items() if key == ask.person}
    return {key: one for key, one in found.items() if ask.people is None or key in ask.people}


def _sum(parts: Any) -> Collected:
    return sum(parts, Collected())


def _team(userid: str, staff: Mapping[str, StaffView]) -> str:
    """The department, else the name of whom he reports to; "" for nobody."""
    person = staff.get(userid)
    if person is None:
        return ""
    boss = staff.get(person.manager)
    return person.department or (boss.name if boss is not None else "")


def _teams(
    now: Mapping[str, Collected], past: Mapping[str, Collected], staff: Mapping[str, StaffView], days: int
) -> list[dict[str, Any]]:
    members: dict[str, list[str]] = defaultdict(list)
    for key in now:
        members[_team(key, staff)].append(key)
    lines = [
        _line("", team, _sum(now[key] for key in keys), _sum(past[key] for key in keys if key in past), days)
        for team, keys in members.items()
    ]
    return sorted(lines, key=lambda line: (-line["collected"], line["team"]))


def _line(name: str, team: str, now: Collected, past: Collected, days: int) -> dict[str, Any]:
    return {
        "name": name,
        "team": team,
        "collected": now.collected,
        "debts": now.debts,
        "begin": now.begin,
        "end": now.end,
        "not_due": now.current,
        "exact": _measured(now, days),
        "exact_then": _measured(past, days),
        **_shown(_measured(now, days), _measured(past, days)),
    }


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    """For sentences: what has a place in a row of the outbox."""
    return {key: value for key, value in line.items() if not key.startswith("exact")}


def _measured(one: Collected, days: int) -> dict[str, Fraction | None]:
    return {
        "turnover": one.turnover(days),
        "effectiveness": one.effectiveness,
        "rate": one.rate,
        "days_late": one.days_late,
    }


def _shown(now: Mapping[str, Fraction | None], past: Mapping[str, Fraction | None]) -> dict[str, Any]:
    """For sentences: tenths of a percent, whole days; and the change since, None where one of the two is missing."""
    found: dict[str, Any] = {}
    for name in MEASURES:
        unit = 1 if name in ("turnover", "days_late") else 1_000
        value, then = now[name], past[name]
        found[name] = None if value is None else round(value * unit)
        both = value is not None and then is not None
        found[f"{name}_change"] = round(value * unit) - round(then * unit) if both else None  # type: ignore[operator]
    return found


def _cells(line: Mapping[str, Any]) -> Sequence[Any]:
    sums = (line["begin"], line["debts"], line["collected"], line["end"], line["not_due"])
    return (
        line["name"], line["team"], *sums, *(line["exact"][name] for name in MEASURES),
        *(line["exact_then"][name] for name in MEASURES),
    )  # fmt: skip
