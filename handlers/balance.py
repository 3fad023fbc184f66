"""What a customer owes, item by item; all that is outside; who owes most. “永盛欠多少”, “总共还有多少没收回来”"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.command import Command, Reply, Request
from handlers.figures import abroad
from handlers.items import MOST_LINES, line_of, listed
from handlers.language.reading import Intent
from handlers.story import last_payment
from handlers.whose import customer_of, note_list, owners_asked
from storage.currencies import other_currencies
from storage.histories import history_of
from storage.owing import owing
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="balance",
    intents=(Intent.QUERY_BALANCE,),
    title="查余额",
    says=("永盛欠多少", "永盛", "总共还有多少没收回来"),
)


def run(request: Request, uow: UnitOfWork) -> Reply:
    if request.record.customer is None and request.record.extra.get("scope") == "all":
        return _total(request, uow)
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    position = uow.customers.position(customer.id, request.today)
    items = uow.receivables.open_items(customer.id)
    context = {
        "role": request.speaker.role,
        "today": request.today,
        "customer": customer.name,
        "net": position.net,
        "overdue": position.overdue,
        "unallocated": position.unallocated,
        "reported": position.reported,
        "abroad": abroad(customer, request.speaker, request.today, uow),
        "asks": request.record.extra.get("asks", ""),
        "paid": _last_paid(customer.id, uow) if request.record.extra.get("asks") == "last_payment" else None,
        **listed(line_of(item, request.today) for item in items),
    }
    return Reply("query/balance.txt", context)


def _last_paid(customer: int, uow: UnitOfWork) -> Mapping[str, Any] | None:
    paid = last_payment(history_of(uow, customer))
    return {"day": paid.effective_on, "amount": paid.amount} if paid is not None else None


def _total(request: Request, uow: UnitOfWork) -> Reply:
    """Everything outside within the speaker's reach."""
    asked = owners_asked(COMMAND.permission, request, uow)
    if isinstance(asked, Reply):
        return asked
    owners, whose = asked
    extra = request.record.extra
    if extra.get("order") or extra.get("top"):
        return _largest(owners, min(MOST_LINES, int(extra.get("top") or MOST_LINES)), request, uow)
    totals = uow.receivables.totals(request.today, owners)
    note_list(COMMAND.permission, totals.customers, request, uow)
    context = {
        "role": request.speaker.role,
        "everybody": owners is None,
        "whose": whose,
        "net": totals.net,
        "outstanding": totals.outstanding,
        "overdue": totals.overdue,
        "unallocated": totals.unallocated,
        "customers": totals.customers,
        "overdue_customers": totals.overdue_customers,
        "others": list(other_currencies(uow)),
    }
    return Reply("query/total.txt", context)


def _largest(owners: frozenset[str] | None, most: int, request: Request, uow: UnitOfWork) -> Reply:
    """Who owes most within the speaker's reach."""
    rows = owing(uow, owners, limit=most)
    note_list(COMMAND.permission, len(rows), request, uow)
    lines = [{"customer": row.name, "owed": row.owed, "count": row.items} for row in rows]
    context = {"role": request.speaker.role, "lines": lines, "others": list(other_currencies(uow))}
    return Reply("query/largest.txt", context)
