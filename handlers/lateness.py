"""“哪些账最悬”, “下个月会有哪些逾期”: open instalments by their risk, each with its reason in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handlers.command import Command, Reply
from handlers.judging import Judged, judged
from handlers.prospect import Asked, Made
from handlers.rough import rough
from storage.prospects import Prospect, prospects
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="lateness",
    intents=(),  # read as those of `outlook`, which passes them on
    title="哪些账悬",
    says=("哪些账最悬", "下个月会有哪些逾期", "永盛这几笔哪笔会拖"),
    action="balance",
)
MOST_LINES = 8
SHAKY = 0.5  # likelier than not
NEAR = 30  # days, when none are said
_AHEAD = 60
_DAY = timedelta(1)


def make_shaky(asked: Asked, uow: UnitOfWork) -> Made:
    """The shakiest first: much money, likely to be late, for long."""
    customer = asked.customer
    last = date.max if customer is not None else asked.today + timedelta(_AHEAD)
    found = _judged(asked, date.min, last, uow)
    if not found:
        return Made(Reply("outlook/none_open.txt", {"customer": customer.name if customer else ""}))
    found.sort(key=lambda one: (-one.at_risk * one.lateness.days, one.prospect.due_on, one.prospect.id))
    shaky = [one for one in found if one.lateness.chance >= SHAKY]
    context = {
        **_listed(shaky if customer is None else found, asked, uow, with_customer=customer is None),
        "customer": customer.name if customer else "",
        "shaky": len(shaky),
        "fen": sum(one.prospect.owed for one in shaky),
    }
    return Made(Reply("outlook/shaky.txt", context))


def make_will_be_late(asked: Asked, uow: UnitOfWork) -> Made:
    """What falls due in the days asked about, and how much of it will hardly be paid by its day; then what is due
    before them and will hardly be paid until they begin."""
    first = max(asked.extra.get("from") or asked.today, asked.today)
    last = asked.extra.get("to") or asked.today + timedelta(NEAR)
    found = _judged(asked, first, last, uow)
    found.sort(key=lambda one: (-one.at_risk, one.prospect.id))
    shown = [one for one in found if one.lateness.chance >= SHAKY] or found[:3]
    before = _judged(asked, asked.today, first - _DAY, uow) if first > asked.today else []
    carried = [one for one in before if one.lateness.chance >= SHAKY and _paid_on(one) >= first]
    carried.sort(key=lambda one: (-one.at_risk, one.prospect.id))
    listed = _listed(carried, asked, uow, with_customer=True)
    context = {
        **_listed(shown, asked, uow, with_customer=True),
        "carried": len(carried),
        "carried_fen": sum(one.prospect.owed for one in carried),
        "carried_lines": listed["lines"],
        "first": first,
        "last": last,
        "due": len(found),
        "due_fen": sum(one.prospect.owed for one in found),
        "late": rough(round(sum(one.at_risk for one in found))),
    }
    return Made(Reply("outlook/will_be_late.txt", context))


def _paid_on(one: Judged) -> date:
    """If it is as late as usual."""
    return one.prospect.due_on + timedelta(one.lateness.days)


def _judged(asked: Asked, first: date, last: date, uow: UnitOfWork) -> list[Judged]:
    customer = asked.customer.id if asked.customer is not None else None
    rows = prospects(uow, first, last, owners=asked.owners, customer=customer)
    return judged(rows, asked.today, uow)


def _listed(
    found: Sequence[Judged], asked: Asked, uow: UnitOfWork, *, with_customer: bool
) -> Mapping[str, Any]:
    """The first lines; with the salesperson where they are several people's."""
    names = {person.userid: person.name for person in uow.staff.all()}
    several = len({one.prospect.owner for one in found}) > 1
    rest = found[MOST_LINES:]
    return {
        "role": asked.role,
        "today": asked.today,
        "lines": [
            {
                **_line(one.prospect, asked.today),
                "customer": one.prospect.customer if with_customer else "",
                "owner": names.get(one.prospect.owner, one.prospect.owner) if several else "",
                "tenths": round(10 * one.lateness.chance),
                "reasons": [
                    {"cause": reason.cause, "figures": list(reason.figures)}
                    for reason in one.lateness.reasons
                ],
            }
            for one in found[:MOST_LINES]
        ],
        "left_out": len(rest),
        "left_out_fen": sum(one.prospect.owed for one in rest),
    }


def _line(row: Prospect, today: date) -> Mapping[str, Any]:
    return {
        "number": row.number,
        "owed": row.owed,
        "due_on": row.due_on,
        "days_late": max(0, (today - row.due_on).days),
    }
