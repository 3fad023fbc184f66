"""“未来13周回款预测”: what comes in week by week, from how late each customer pays, with its band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handlers.command import Reply
from handlers.judging import habits_of
from handlers.prospect import Asked, Made
from handlers.rough import rough
from ledger.forecast import BAND, WEEKS, Expected, forecast, weeks
from storage.habits import Owed, owed
from storage.prospects import came
from storage.unit_of_work import UnitOfWork

PICTURE = "pictures/weeks.svg"
PAST = 4  # weeks shown as they were, before those to come
_NEAR = 4  # weeks told one by one


def make(asked: Asked, uow: UnitOfWork) -> Made:
    """The sum of the weeks with its band, the next ones one by one, and the picture."""
    customer, today = asked.customer, asked.today
    mine = [row for row in owed(uow, asked.owners) if customer is None or row.customer_id == customer.id]
    if not mine:
        return Made(Reply("query/outlook_none.txt", {"is_past": False}))
    habit = habits_of(uow, today, customer)
    if not habit.everyone:
        return Made(Reply("outlook/unknown.txt", {}))
    count = int(asked.extra.get("count") or WEEKS)
    items = [item for row in mine if (item := row.open()) is not None]
    edges = weeks(today, count)
    periods = forecast(items, habit, edges=edges).periods
    whole = forecast(items, habit, edges=(edges[0], edges[-1]))
    context = {
        "role": asked.role,
        "today": today,
        "customer": customer.name if customer is not None else "",
        "count": count,
        "last": edges[-1] - timedelta(1),
        **_sum(whole.periods[0], mine),
        "near": [_line(period) for period in periods[:_NEAR]],
        "rest": rough(sum(period.fen for period in periods[_NEAR:])),
        "hard": sum(whole.hard.values()),
        "hard_count": len(whole.hard),
        "undated": sum(row.fen for row in mine if row.due_on is None),
    }
    past = {} if customer is not None else _past(today, asked.owners, uow)
    return Made(Reply("outlook/weeks.txt", context), PICTURE, _drawn(context, periods, past))


def _sum(period: Expected, rows: Sequence[Owed]) -> Mapping[str, int]:
    most = sum(row.fen for row in rows)
    expected, low, high = (rough(fen, most) for fen in (period.fen, period.low, period.high))
    return {"expected": expected, "low": low, "high": high, "owed": most}


def _line(period: Expected) -> Mapping[str, Any]:
    return {
        "start": period.start,
        "fen": rough(period.fen),
        "low": rough(period.low),
        "high": rough(period.high),
    }


def _past(today: date, owners: frozenset[str] | None, uow: UnitOfWork) -> Mapping[date, int]:
    """Fen that came in the weeks before, by the day that each began."""
    starts = [today - timedelta(7 * number) for number in range(PAST, 0, -1)]
    days = came(uow, starts[0], today, owners=owners)
    return {
        start: sum(fen for day, fen in days.items() if start <= day < start + timedelta(7))
        for start in starts
    }


def _drawn(
    context: Mapping[str, Any], periods: Sequence[Expected], past: Mapping[date, int]
) -> Mapping[str, Any]:
    names = ("today", "customer", "count", "expected", "low", "high")
    return {
        **{name: context[name] for name in names},
        "band": round(BAND * 100),
        "past": [{"start": start, "fen": fen} for start, fen in past.items()],
        "weeks": [_line(period) for period in periods],
    }
