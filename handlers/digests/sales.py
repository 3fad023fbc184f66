"""The sales group: sums per salesperson with mentions, and no customer's name; the details go one-to-one (P21)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from handlers.digests.facts import Facts
from storage.staff import StaffView

TEMPLATE = "digest/sales.txt"
MOST_PEOPLE = 25


def context(facts: Facts, people: Iterable[StaffView]) -> dict[str, Any]:
    """One line a salesperson with something past due or due today; the largest first. `mentions`: their userids."""
    sellers = {person.userid: person for person in people if person.active and person.role == "sales"}
    overdue: dict[str, list[int]] = defaultdict(list)
    for late in facts.late:
        overdue[late.owner].append(late.overdue)
    due: dict[str, int] = defaultdict(int)
    for one in facts.due:
        due[one.owner] += one.fen
    paid = {owner: moved.paid for owner, moved in facts.moved.items()}
    lines: list[dict[str, Any]] = [
        {
            "userid": userid,
            "name": facts.names.get(userid, userid) if userid else "",
            "fen": sum(overdue[userid]),
            "customers": len(overdue[userid]),
            "due": due[userid],
            "paid": paid.get(userid, 0),
        }
        for userid in overdue.keys() | due.keys()
    ]
    lines.sort(key=lambda line: (-line["fen"], -line["due"], line["userid"]))
    rest = lines[MOST_PEOPLE:]
    return {
        "today": facts.period.day,
        "since": facts.period.then,
        "lines": lines[:MOST_PEOPLE],
        "left": len(rest),
        "left_fen": sum(line["fen"] for line in rest),
        "overdue": sum(one.overdue for one in facts.late),
        "customers": len(facts.late),
        "due": sum(one.fen for one in facts.due),
        "paid": facts.movement.paid,
        "mentions": [line["userid"] for line in lines[:MOST_PEOPLE] if line["userid"] in sellers],
    }
