"""“哪些账最悬”, “下个月会有哪些逾期”: open instalments by their risk, each with its reason in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handlers.command import Command, Reply, Request
from handlers.judging import Judged, judged
from handlers.permissions import owners_seen
from handlers.rough import rough
from handlers.whose import customer_of, not_for_role, note_list
from storage.customers import CustomerView
from storage.prospects import Prospect, prospects
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="lateness",
    intents=(),  # read as those of `outlook`, which passes them on
    title="哪些账悬",
    says=("哪些账最悬", "下个月会有哪些逾期", "永盛这几笔哪笔会拖"),
    action="overdue",
)
MOST_LINES = 8
SHAKY = 0.5  # likelier than not
NEAR = 30  # days, when none are said
_AHEAD = 60


def run_shaky(request: Request, uow: UnitOfWork) -> Reply:
    """The shakiest first: much money, likely to be late, for long."""
    scope = _scope(request, uow)
    if isinstance(scope, Reply):
        return scope
    owners, customer = scope
    last = date.max if customer is not None else request.today + timedelta(_AHEAD)
    found = _judged(date.min, last, owners, customer, request, uow)
    if not found:
        return Reply("outlook/none_open.txt", {"customer": customer.name if customer else ""})
    found.sort(key=lambda one: (-one.at_risk * one.lateness.days, one.prospect.due_on, one.prospect.id))
    shaky = [one for one in found if one.lateness.chance >= SHAKY]
    shown = found if customer is not None else shaky
    context = {
        **_listed(shown, request, uow, with_customer=customer is None),
        "customer": customer.name if customer else "",
        "shaky": len(shaky),
        "fen": sum(one.prospect.owed for one in shaky),
    }
    return Reply("outlook/shaky.txt", context)


def run_will_be_late(request: Request, uow: UnitOfWork) -> Reply:
    """What falls due in the days asked about, and how much of it will hardly be paid by its day."""
    scope = _scope(request, uow)
    if isinstance(scope, Reply):
        return scope
    owners, customer = scope
    extra = request.record.extra
    first = max(extra.get("from") or request.today, request.today)
    last = extra.get("to") or request.today + timedelta(NEAR)
    found = _judged(first, last, owners, customer, request, uow)
    found.sort(key=lambda one: (-one.at_risk, one.prospect.id))
    shown = [one for one in found if one.lateness.chance >= SHAKY] or found[:3]
    context = {
        **_listed(shown, request, uow, with_customer=True),
        "first": first,
        "last": last,
        "due": len(found),
        "due_fen": sum(one.prospect.owed for one in found),
        "late": rough(round(sum(one.at_risk for one in found))),
    }
    return Reply("outlook/will_be_late.txt", context)


def _scope(request: Request, uow: UnitOfWork) -> tuple[frozenset[str] | None, CustomerView | None] | Reply:
    """Whose instalments: one customer's, or those of the speaker's reach."""
    owners = owners_seen(COMMAND.permission, request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    if request.record.customer is None:
        return owners, None
    customer = customer_of(COMMAND.permission, request, uow)
    return customer if isinstance(customer, Reply) else (owners, customer)


def _judged(
    first: date,
    last: date,
    owners: frozenset[str] | None,
    customer: CustomerView | None,
    request: Request,
    uow: UnitOfWork,
) -> list[Judged]:
    rows = prospects(uow, first, last, owners=owners, customer=customer.id if customer else None)
    note_list(COMMAND.permission, len(rows), request, uow)
    return judged(rows, request.today, uow)


def _listed(
    found: Sequence[Judged], request: Request, uow: UnitOfWork, *, with_customer: bool
) -> Mapping[str, Any]:
    """The first lines; with the salesperson where they are several people's."""
    names = {person.userid: person.name for person in uow.staff.all()}
    several = len({one.prospect.owner for one in found}) > 1
    rest = found[MOST_LINES:]
    return {
        "role": request.speaker.role,
        "today": request.today,
        "lines": [
            {
                **_line(one.prospect, request.today),
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
