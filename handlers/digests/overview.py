"""The managers' daily digest: three things to do, then where the money stands and what has moved (PEOPLE: tone)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.digests.action import (
    advice,
    broken_lines,
    broken_words,
    clocks_of,
    cut,
    days_of,
    promised_today,
    silence_of,
    silent_sums,
)
from handlers.digests.facts import Facts
from handlers.digests.money import Arrivals
from handlers.digests.period import is_first_workday_of_week, is_provisional
from ledger.aging import BY_DUE
from ledger.recovery import at_risk
from storage.late import LateCustomer
from storage.staff import StaffView

TEMPLATE = "digest/manager.txt"
PICTURE = "pictures/aging.svg"
TODOS = 3  # his three to-dos come first
_LINES = 3


def scope(owners: frozenset[str] | None, person: StaffView) -> frozenset[str] | None:
    """Whose customers his digest is about: of those he sees, and for a manager those nobody looks after."""
    return owners | {""} if owners and person.role == "manager" else owners


def context(facts: Facts, arrivals: Arrivals, parts: Sequence[str]) -> dict[str, Any]:
    """What the template needs; fen, days and names only. `parts` as in the setting `digest_parts`."""
    owed, then = facts.owed, facts.owed_then
    return {
        "today": facts.period.day,
        "since": facts.period.then,
        "parts": list(parts),
        "todos": todos(facts),
        **standing(facts),
        "net_change": owed.net - then.net,
        "overdue_change": owed.overdue - then.overdue,
        "customers_late": len(facts.late),
        **movers(facts),
        "new": cut(_new(facts), _LINES),
        "broken": cut(sorted(broken_lines(facts), key=lambda line: -line["fen"]), _LINES),
        "due": _counted(one.fen for one in facts.due),
        "promised": _counted(line["fen"] for line in promised_today(facts)),
        "arrivals": arrivals.plain(),
        "silent": silent_sums(facts.late, facts),
        "clocks": clocks_of(facts),
        "others": list(facts.other_currencies),
        "guessed_year": _guessed_year(facts.period.day),
        "seq": facts.seq,
        "mark": facts.mark,
    }


def _guessed_year(day: date) -> int:
    """The year whose days off are not published yet, told once a week; 0 for none."""
    return day.year if is_provisional(day) and is_first_workday_of_week(day) else 0


def standing(facts: Facts) -> dict[str, Any]:
    """Where the money stands, in fen."""
    owed = facts.owed
    return {
        "net": owed.net,
        "outstanding": owed.outstanding,
        "overdue": owed.overdue,
        "unallocated": owed.unallocated,
        "moved": {
            "debts": facts.movement.debts,
            "paid": facts.movement.paid,
            "less": facts.movement.less,
            "written_off": facts.movement.written_off,
        },
    }


def picture(facts: Facts, kind: str = "") -> dict[str, Any]:
    """What the aging picture shows: fen by bucket."""
    owed = facts.owed
    bars = [{"label": label, "fen": fen} for label, fen in zip(BY_DUE.labels, owed.parts, strict=True)]
    return {"today": facts.period.day, "buckets": bars, "overdue": owed.overdue, "outstanding": owed.outstanding,
            "kind": kind or facts.period.kind}  # fmt: skip


def todos(facts: Facts) -> list[dict[str, Any]]:
    """The customers with most money at risk that nothing is in the way of, and what to do about each."""
    words = broken_words(facts)
    ranked = sorted(facts.late, key=lambda one: (-at_risk(one.parts), -one.overdue, one.name))
    open_to_chase = [one for one in ranked if silence_of(one, facts).left or one.customer_id in words]
    return [_todo(one, facts, words) for one in open_to_chase[:TODOS]]


def _todo(late: LateCustomer, facts: Facts, words: Mapping[int, Any]) -> dict[str, Any]:
    days = late.days(facts.period.day)
    row = facts.now.get(late.customer_id)
    net = row.outstanding - row.unallocated if row is not None else late.overdue
    promised = words.get(late.customer_id, [])
    return {
        "customer": late.name,
        "owner": facts.names.get(late.owner, late.owner),
        "fen": late.overdue,
        "days": days,
        "do": advice(late, days, net, promised),
        "promised": days_of(promised),
    }


def movers(facts: Facts) -> dict[str, Any]:
    """Whose net changed most since `then`: who owes more, who owes less."""
    changes: list[dict[str, Any]] = []
    for customer in facts.now.keys() | facts.then.keys():
        row, before = facts.now.get(customer), facts.then.get(customer)
        net = row.outstanding - row.unallocated if row is not None else 0
        change = net - (before.outstanding - before.unallocated if before is not None else 0)
        if change:
            name = row.name if row is not None else before.name if before is not None else ""
            changes.append({"customer": name, "change": change, "net": net})
    changes.sort(key=lambda line: (-abs(line["change"]), str(line["customer"])))
    up = [line for line in changes if line["change"] > 0]
    down = [line for line in changes if line["change"] < 0]
    return {"up": up[:_LINES], "up_count": len(up), "down": down[:_LINES], "down_count": len(down)}


def _new(facts: Facts) -> list[dict[str, Any]]:
    names = {one.customer_id: one.name for one in facts.late}
    return [
        {"customer": names.get(one.customer_id, ""), "fen": one.fen, "is_first": one.is_first}
        for one in facts.new
    ]


def _counted(sums: Any) -> dict[str, int]:
    every = list(sums)
    return {"count": len(every), "fen": sum(every)}
