"""What a quarter left behind, and what of it is wrong."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.outgoing import Kind, Outgoing
from handlers.language.workdays import is_workday
from storage.check import problems
from storage.outbox import OutboxView
from storage.relations import HOLD, INSTALMENT, RECEIVABLE, STAGE_SAID
from storage.unit_of_work import UnitOfWork

ZONE = ZoneInfo("Asia/Shanghai")
AUDIENCES = ("owner", "customer", "sales", "finance", "manager")
QUIET_FROM, QUIET_TO = time_of_day(22), time_of_day(8)
GAP_DAYS, A_WEEK, A_MONTH = 3, 2, 6  # as shipped: `remind_gap_days`, `remind_cap_week`, `remind_cap_month`


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a quarter left: rows of the outbox, what people saw, stages by (number, audience), and what is wrong."""

    rows: Sequence[OutboxView]
    shown: Sequence[tuple[str, str, datetime]]
    stages: dict[tuple[int, str], list[int]]
    open_numbers: frozenset[int]
    wrong: list[str]
    kills: int


_STAGES = (
    select(RECEIVABLE.c.number, STAGE_SAID)
    .join_from(STAGE_SAID, INSTALMENT, INSTALMENT.c.id == STAGE_SAID.c.instalment_id)
    .join(RECEIVABLE, RECEIVABLE.c.id == INSTALMENT.c.receivable_id)
    .order_by(STAGE_SAID.c.day, RECEIVABLE.c.number)
)
_OPEN = (
    select(RECEIVABLE.c.number)
    .join_from(INSTALMENT, RECEIVABLE, RECEIVABLE.c.id == INSTALMENT.c.receivable_id)
    .where(INSTALMENT.c.outstanding > 0)
)
_HOLDS = (
    select(HOLD.c.customer_id, HOLD.c.kind, HOLD.c.created_at, HOLD.c.until)
    .where(HOLD.c.kind.in_(("contact", "lawyer")))
    .order_by(HOLD.c.created_at, HOLD.c.id)
)


def left(uow: UnitOfWork, shown: Sequence[tuple[str, str, datetime]], kills: int) -> Outcome:
    """Read it off the database, with what people were shown."""
    said = uow.connection.execute(_STAGES).all()
    stages: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in said:
        for audience in AUDIENCES:
            if (stage := getattr(row, audience)) is not None:
                stages[row.number, audience].append(stage)
    wrong = [str(problem) for problem in problems(uow, uow.anchors.told())]
    contacts = sorted({(row.customer_id, row.day) for row in said if row.customer is not None})
    wrong += _over_caps(contacts) + _said_to_silenced(contacts, uow) + _in_quiet_hours(uow)
    numbers = frozenset(row[0] for row in uow.connection.execute(_OPEN))
    rows = list(uow.outbox.list())
    return Outcome(rows, shown, dict(stages), numbers, wrong, kills)


def _over_caps(contacts: Sequence[tuple[int, date]]) -> list[str]:
    by_customer: dict[int, list[date]] = defaultdict(list)
    for customer, day in contacts:
        by_customer[customer].append(day)
    wrong = []
    for customer, days in by_customer.items():
        gaps = [(later - day).days for day, later in pairwise(days)]
        wrong += [f"{customer} heard again after {gap} days" for gap in gaps if gap < GAP_DAYS]
        wrong += [f"{customer} heard on rest day {day}" for day in days if not is_workday(day)]
        for day in days:
            for span, most in ((7, A_WEEK), (30, A_MONTH)):
                heard = sum(timedelta() <= later - day < timedelta(span) for later in days)
                if heard > most:
                    wrong.append(f"{customer} heard {heard} times in {span} days from {day}")
    return wrong


def _said_to_silenced(contacts: Sequence[tuple[int, date]], uow: UnitOfWork) -> list[str]:
    said: dict[tuple[int, str], list[tuple[date, date]]] = defaultdict(list)
    for customer, kind, at, until in uow.connection.execute(_HOLDS):
        said[customer, kind].append((at.astimezone(ZONE).date(), until or date.max))
    wrong = []
    for customer, day in contacts:
        for kind in ("contact", "lawyer"):
            # A new one takes the place of the one before, also when it ends sooner.
            last = [until for since, until in said[customer, kind] if since <= day][-1:]
            wrong += [f"{customer} was held and heard on {day}" for until in last if day <= until]
    return wrong


def _in_quiet_hours(uow: UnitOfWork) -> list[str]:
    wrong = []
    for row in uow.outbox.list("sent"):
        at = row.sent_at.astimezone(ZONE) if row.sent_at else None
        if row.audience == "customer" and at and not QUIET_TO <= at.time() < QUIET_FROM:
            wrong.append(f"row {row.id} left for a customer at {at}")
    return wrong


def faults_of(rough: Outcome, calm: Outcome) -> list[str]:
    """What is wrong with the rough quarter, in sentences; nothing when it holds."""
    return [*rough.wrong, *(f"calm: {one}" for one in calm.wrong), *_misdelivered(rough), *_lost(rough, calm)]


def _misdelivered(rough: Outcome) -> list[str]:
    """Of each text to each person, as many were seen as rows were sent, and at most the unsure ones more."""
    wrong = [f"row {row.id} is left {row.state}" for row in rough.rows if row.state in ("waiting", "sending")]
    rows: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rough.rows:
        message = Outgoing.decode(row.body)
        if row.channel == "app" and message.kind is Kind.TEXT:
            rows[row.target, message.text][row.state] += 1
    seen: Counter[tuple[str, str]] = Counter()
    for target, content, _ in rough.shown:
        if content.startswith('{"content"'):
            seen[target, _text(content)] += 1
    for key in rows.keys() | seen.keys():
        states = rows.get(key, Counter())
        if seen[key] > states["sent"] + states["unsure"]:
            wrong.append(f"shown {seen[key]} times, sent {states['sent']}, unsure {states['unsure']}: {key}")
        if seen[key] < states["sent"]:
            wrong.append(f"sent {states['sent']} times, shown {seen[key]}: {key}")
    return wrong


def _text(content: str) -> str:
    return str(json.loads(content)["content"])


def _lost(rough: Outcome, calm: Outcome) -> list[str]:
    """The last stage of every open debt is the one that the calm quarter reached."""
    wrong = []
    for (number, audience), stages in calm.stages.items():
        reached = rough.stages.get((number, audience), [])
        if number in rough.open_numbers and max(stages) not in reached:
            wrong.append(f"#{number} {audience}: calm {stages}, rough {reached}")
    return wrong
