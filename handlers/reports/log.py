"""“本周催收记录”: what was done to get the money, by whom, the newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, ground_of
from handlers.reports.table import MOST_LINES, Column, Report, Table
from storage.report_words import Done, done, told
from storage.unit_of_work import UnitOfWork

_COLUMNS = (
    Column("day", "day"), Column("customer"), Column("owner"), Column("by"), Column("log_kind", "text"),
    Column("channel", "text"), Column("contact"), Column("words_said"), Column("result"), Column("next_on", "day"),
)  # fmt: skip


def run(ask: Ask, uow: UnitOfWork) -> Report:
    ground = ground_of(ask, uow)
    zone = ZoneInfo(uow.company.zone)
    since = datetime.combine(ask.first, time(), zone)
    until = datetime.combine(ask.last + timedelta(1), time(), zone) - timedelta(microseconds=1)
    lines = [
        _line(one, ground, zone)
        for one in done(uow, since, until)
        if one.customer_id in ground.customers and ask.person in ("", one.by)
    ]
    if not ask.person:
        lines += _reminders(ask, ground, uow)
    lines.sort(key=lambda line: line["day"], reverse=True)
    people = Counter(line["by"] for line in lines if line["by"])
    context = {
        **ask.heading,
        "count": len(lines),
        "customers": len({line["customer"] for line in lines}),
        "people": [{"name": name, "count": count} for name, count in people.most_common()],
        "reminders": sum(line["kind"] == "ladder" for line in lines),
        "lines": lines[:MOST_LINES],
        "left_out": len(lines[MOST_LINES:]),
    }
    return Report(
        "report/log.txt", context, lambda: (Table("log", _COLUMNS, [_cells(line) for line in lines]),)
    )


def _line(one: Done, ground: Ground, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "day": one.at.astimezone(zone).date(),
        "customer": one.customer,
        "owner": ground.name_of(one.owner),
        "by": ground.name_of(one.by),
        "kind": "noted" if one.kind == "note" else one.kind,
        "channel": one.channel,
        "person": one.person,
        "words": one.words,
        "result": one.result,
        "next_on": one.next_on,
    }


def _reminders(ask: Ask, ground: Ground, uow: UnitOfWork) -> list[dict[str, Any]]:
    """What the ladder said to customers: a line a customer and day."""
    return [
        {
            "day": day,
            "customer": name,
            "owner": ground.name_of(owner),
            "by": "",
            "kind": "ladder",
            "channel": "",
            "person": "",
            "words": "",
            "result": "",
            "next_on": None,
        }
        for (day, customer), (name, owner) in told(uow, ask.first, ask.last).items()
        if customer in ground.customers
    ]


def _cells(line: Mapping[str, Any]) -> tuple[Any, ...]:
    keys = ("day", "customer", "owner", "by", "kind", "channel", "person", "words", "result", "next_on")
    return tuple(line[key] for key in keys)
