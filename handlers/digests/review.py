"""The week or the month as it went: what came in, what was sold, who collected, who is late."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from handlers.digests.action import broken_words
from handlers.digests.facts import Facts
from handlers.digests.overview import movers, standing

TEMPLATE = "digest/review.txt"
PICTURE = "pictures/top.svg"
_BARS = 8
_PEOPLE = 8
_LATE = 5


def context(facts: Facts) -> dict[str, Any]:
    """What the template needs; fen, days and names only."""
    period, owed, then = facts.period, facts.owed, facts.owed_then
    overdue: dict[str, int] = defaultdict(int)
    for one in facts.late:
        overdue[one.owner] += one.overdue
    people: list[dict[str, Any]] = [
        {
            "name": facts.names.get(owner, owner) if owner else "",
            "paid": facts.moved[owner].paid if owner in facts.moved else 0,
            "debts": facts.moved[owner].debts if owner in facts.moved else 0,
            "overdue": overdue[owner],
        }
        for owner in sorted(facts.moved.keys() | overdue.keys())
    ]
    people.sort(key=lambda line: (-line["paid"], -line["overdue"], line["name"]))
    return {
        "kind": period.kind,
        "first": period.first,
        "last": period.day,
        "today": period.day,
        **standing(facts),
        "net_change": owed.net - then.net,
        "overdue_change": owed.overdue - then.overdue,
        "earlier": sum(moved.paid for moved in facts.earlier.values()),
        "people": people[:_PEOPLE],
        "people_left": len(people[_PEOPLE:]),
        "late": [
            {"customer": one.name, "fen": one.overdue, "days": one.days(period.day)}
            for one in facts.late[:_LATE]
        ],
        "late_count": len(facts.late),
        "broken": len(broken_words(facts)),
        "new": {"count": len(facts.new), "fen": sum(one.fen for one in facts.new)},
        "others": list(facts.other_currencies),
        "signs": [
            {
                "kind": sign.kind,
                "name": facts.names.get(sign.person, sign.person),
                "count": sign.count,
                "base": sign.base,
                "fen": sign.fen,
            }
            for sign in facts.signs
        ],
        **movers(facts),
    }


def picture(facts: Facts) -> dict[str, Any]:
    """Who is late with most, as bars; what is left out is counted."""
    day, rest = facts.period.day, facts.late[_BARS:]
    return {
        "today": day,
        "lines": [
            {"customer": one.name, "fen": one.overdue, "days": one.days(day)} for one in facts.late[:_BARS]
        ],
        "total": sum(one.overdue for one in facts.late),
        "left": len(rest),
        "left_fen": sum(one.overdue for one in rest),
    }
