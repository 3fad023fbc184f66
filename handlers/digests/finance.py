"""The finance group: the overdue table to the fen, promises not kept, and money that waits to be confirmed."""

from __future__ import annotations

from typing import Any

from handlers.digests.action import broken_lines, clocks_of, cut
from handlers.digests.facts import Facts
from handlers.digests.money import Arrivals

TEMPLATE = "digest/finance.md"
CHAT_TEMPLATE = "digest/finance.txt"
_LINES = 15
_SHORT = 5


def context(facts: Facts, arrivals: Arrivals) -> dict[str, Any]:
    """What the template needs; fen, days and names only."""
    today = facts.period.day
    late = [
        {
            "customer": one.name,
            "owner": facts.names.get(one.owner, one.owner),
            "fen": one.overdue,
            "days": one.days(today),
            "number": one.items,
        }
        for one in facts.late
    ]
    return {
        "today": today,
        "since": facts.period.then,
        "late": cut(late, _LINES),
        "broken": cut(broken_lines(facts), _SHORT),
        "clocks": clocks_of(facts),
        "arrivals": arrivals.plain(),
        "paid": facts.movement.paid,
        "outstanding": facts.owed.outstanding,
        "unallocated": facts.owed.unallocated,
        "others": list(facts.other_currencies),
    }
