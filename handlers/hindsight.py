"""“预测准不准”: what would have been forecast of past weeks from what was known then, beside what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from handlers.command import Reply
from handlers.prospect import Asked, Made
from handlers.rough import rough
from ledger.evaluation import Past, as_known, looked_back, numbered
from ledger.forecast import BAND, WEEKS
from storage.habits import LOOK_BACK
from storage.outcomes import outcomes
from storage.unit_of_work import UnitOfWork

_NEAR: Final = 4  # weeks told one by one


def make(asked: Asked, uow: UnitOfWork) -> Made:
    """So many of the last weeks in their band, the last ones one by one, and the sum over all of them."""
    today = asked.today
    since = today - LOOK_BACK - timedelta(7 * WEEKS)
    whose = None if asked.customer is None else {asked.customer.id}
    if whose is None and asked.owners is not None:
        whose = {one.id for one in uow.customers.all() if one.owner in asked.owners}
    rows = [
        row
        for row in outcomes(uow)
        if row.issued_on >= since and (whose is None or int(row.customer) in whose)
    ]
    weeks = looked_back(rows, today, WEEKS)
    first = today - timedelta(7 * WEEKS)
    whole = as_known(first, rows, numbered(rows), edges=(first, today))
    context = {
        "role": asked.role,
        "today": today,
        "customer": asked.customer.name if asked.customer is not None else "",
        "count": len(weeks),
        "inside": sum(week.is_inside for week in weeks),
        "band": round(BAND * 100),
        "near": [_line(week) for week in weeks[-_NEAR:]],
        "whole": _whole(whole),
    }
    return Made(Reply("outlook/hindsight.txt", context))


def _line(past: Past) -> Mapping[str, Any]:
    return {
        "start": past.expected.start,
        "fen": rough(past.expected.fen),
        "low": rough(past.expected.low),
        "high": rough(past.expected.high),
        "came": rough(past.came),
        "inside": past.is_inside,
    }


def _whole(found: Sequence[Past]) -> Mapping[str, Any] | None:
    """The sum of all weeks as it was expected before the first of them; None when nothing was."""
    return _line(found[0]) if found and found[0].expected.fen else None
