"""“过年前能收回多少”: what will come in by a day, from how late each customer pays, and from whom it is hard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handlers.command import Push, Reply
from handlers.judging import habits_of
from handlers.language.reading import Question
from handlers.prospect import Asked, Made
from handlers.rough import rough
from ledger.forecast import Forecast, Habits, forecast
from storage.habits import Owed, owed
from storage.unit_of_work import UnitOfWork

LISTS = "clearing_lists"
MOST_NAMES = 3  # hard cases named in the answer
MOST_LINES = 10
USUAL_DAYS = 91  # thirteen weeks, when no day is said
LEAST_SHARE = 10_000  # fen: less expected from a customer is not worth a line


def make(asked: Asked, uow: UnitOfWork) -> Made:
    """The sum with its band, and the hard cases; asks whether everyone should get his list."""
    by = _until(asked)
    customer = asked.customer
    mine = [row for row in owed(uow, asked.owners) if customer is None or row.customer_id == customer.id]
    if not mine or by < asked.today:
        return Made(Reply("query/outlook_none.txt", {"is_past": by < asked.today}))
    habit = habits_of(uow, asked.today, customer)
    found = _forecast(mine, habit, asked.today, by)
    people = _people(mine, habit, asked.today, by, uow)
    may_list = customer is None and (asked.owners is None or len(people) > 1)
    question = Question(LISTS, ({"use": "yes"}, {"use": "no"}), {"by": by})
    context = {"role": asked.role, "by": by, **_sums(found, mine), "people": people}
    told = Reply("query/outlook.txt", {**context, "customer": customer.name if customer else ""})
    if not may_list:
        return Made(told)
    return Made(told.with_more(Reply(f"questions/{LISTS}.txt", {"by": by})), question=question)


def lists(
    by: date, owners: frozenset[str] | None, today: date, key: str, uow: UnitOfWork
) -> tuple[Push, ...]:
    """To every salesperson his customers, what is expected of each by the day, and who is hard."""
    rows, habit = owed(uow, owners), habits_of(uow, today)
    staff = {person.userid: person for person in uow.staff.all() if person.active}
    return tuple(
        Push(owner, f"clearing:{key}:{owner}", "chat/query/clearing_list.txt", context)
        for owner, theirs in sorted(_by_owner(rows).items())
        if owner in staff
        for context in [_list(theirs, habit, today, by)]
        if context["lines"]
    )


def _until(asked: Asked) -> date:
    """The last day asked about; thirteen weeks when none was said."""
    day = asked.extra.get("to")
    return day if isinstance(day, date) else asked.today + timedelta(USUAL_DAYS)


def _forecast(rows: Sequence[Owed], habit: Habits, today: date, by: date) -> Forecast:
    items = [item for row in rows if (item := row.open()) is not None]
    return forecast(items, habit, edges=(today, by + timedelta(1)))


def _sums(found: Forecast, rows: Sequence[Owed]) -> Mapping[str, Any]:
    period, most = found.periods[0], sum(row.fen for row in rows)
    names = {row.customer_id: row.name for row in rows}
    hardest = sorted(found.hard.items(), key=lambda pair: -pair[1])
    return {
        "expected": rough(period.fen, most),
        "low": rough(period.low, most),
        "high": rough(period.high, most),
        "owed": most,
        "undated": sum(row.fen for row in rows if row.due_on is None),
        "hard": sum(found.hard.values()),
        "hard_count": len(found.hard),
        "hardest": [{"customer": names[key], "owed": fen} for key, fen in hardest[:MOST_NAMES]],
    }


def _people(
    rows: Sequence[Owed], habit: Habits, today: date, by: date, uow: UnitOfWork
) -> Sequence[Mapping[str, Any]]:
    """Expected fen by salesperson, the largest first."""
    names = {person.userid: person.name for person in uow.staff.all()}
    sums = [
        {
            "name": names.get(owner, owner),
            "expected": rough(
                _forecast(theirs, habit, today, by).periods[0].fen, sum(row.fen for row in theirs)
            ),
        }
        for owner, theirs in _by_owner(rows).items()
    ]
    return sorted(sums, key=lambda line: -int(str(line["expected"])))


def _by_owner(rows: Sequence[Owed]) -> Mapping[str, list[Owed]]:
    found: dict[str, list[Owed]] = defaultdict(list)
    for row in rows:
        found[row.owner].append(row)
    return found


def _list(rows: Sequence[Owed], habit: Habits, today: date, by: date) -> dict[str, Any]:
    """A salesperson's customers, what is expected of each by the day first, then the hard ones."""
    by_customer: dict[int, list[Owed]] = defaultdict(list)
    for row in rows:
        by_customer[row.customer_id].append(row)
    lines = []
    for theirs in by_customer.values():
        found = _forecast(theirs, habit, today, by)
        expected, hard = rough(found.periods[0].fen), sum(found.hard.values())
        if expected >= LEAST_SHARE or hard:
            lines.append(
                {
                    "customer": theirs[0].name,
                    "expected": expected,
                    "hard": hard,
                    "owed": sum(row.fen for row in theirs),
                }
            )
    lines.sort(key=lambda line: (-int(str(line["expected"])), -int(str(line["hard"]))))
    return {"by": by, "lines": lines[:MOST_LINES], "left_out": max(0, len(lines) - MOST_LINES)}
