"""Who is late, by days or amount. “逾期超过30天的”, “逾期1万以上的”, “永盛超期多少”"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import report
from handlers.command import Command, Reply, Request
from handlers.figures import abroad
from handlers.items import line_of, listed
from handlers.language.reading import Intent
from handlers.whose import customer_of, note_list, owners_asked
from ledger.money import fen_of
from storage.currencies import other_currencies
from storage.customers import CustomerView
from storage.overdue import OverdueCustomer
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="overdue",
    intents=(Intent.QUERY_OVERDUE,),
    title="查超期",
    says=("谁超期了", "逾期超过30天的", "逾期1万以上的"),
)


def run(request: Request, uow: UnitOfWork) -> Reply:
    day = request.record.extra.get("as_of")
    if day is not None:
        extra = {"report": "aging", "period_from": day, "period_to": day, "topic": "aging"}
        return report.run(request.about(replace(request.record, intent=Intent.REPORT, extra=extra)), uow)
    if request.record.customer is not None:
        customer = customer_of(COMMAND.permission, request, uow)
        return customer if isinstance(customer, Reply) else _of_customer(customer, request, uow)
    asked = owners_asked(COMMAND.permission, request, uow)
    if isinstance(asked, Reply):
        return asked
    owners, whose = asked
    days, least = _days(request), fen_of(str(request.record.extra.get("min_amount", "0")))
    late = _in_order(uow.receivables.overdue(request.today, days, least, owners), request)
    note_list(COMMAND.permission, len(late), request, uow)
    names = {person.userid: person.name for person in uow.staff.all()}
    context = {
        "role": request.speaker.role,
        "days": days,
        "least": least,
        "customers": len(late),
        "owed": sum(row.overdue for row in late),
        "whose": whose,
        "is_own": owners == frozenset({request.speaker.userid}),
        "others": list(other_currencies(uow)),
        **listed(_line(row, names) for row in late),
    }
    return Reply("query/overdue.txt", context)


def _of_customer(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    items = uow.receivables.open_items(customer.id)
    late = [
        line_of(item, request.today) for item in items if item.days_late(request.today) > _days(request, 0)
    ]
    context = {
        "role": request.speaker.role,
        "today": request.today,
        "customer": customer.name,
        "owed": sum(int(line["owed"]) for line in late),
        "net": uow.customers.position(customer.id, request.today).net,
        "days_late": max((int(line["days_late"]) for line in late), default=0),
        "abroad": abroad(customer, request.speaker, request.today, uow),
        **listed(late),
    }
    return Reply("query/overdue_customer.txt", context)


def _days(request: Request, least: int = 1) -> int:
    return max(least, int(request.record.extra.get("days_over") or 0))


def _line(row: OverdueCustomer, names: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "customer": row.name,
        "owner": names.get(row.owner, row.owner),
        "owed": row.overdue,
        "count": row.items,
        "days_late": row.oldest_days,
    }


def _in_order(rows: list[OverdueCustomer], request: Request) -> list[OverdueCustomer]:
    """The largest sum first as they come, or the longest; cut to a “top” that was said."""
    order, top = request.record.extra.get("order"), request.record.extra.get("top")
    if order == "days_desc" or (order is None and request.record.extra.get("days_over")):
        rows = sorted(rows, key=lambda row: -row.oldest_days)
    elif order == "amount_asc":
        rows = rows[::-1]
    return rows[: int(top)] if top else rows
