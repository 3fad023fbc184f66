"""“有哪些异议”, “永盛有哪些异议”: what is in dispute, the first deadline first."""

from __future__ import annotations

from handlers.command import Reply, Request
from handlers.items import MOST_LINES
from handlers.permissions import owners_seen
from handlers.whose import not_for_role, note_list, seen, surely_named
from storage.unit_of_work import UnitOfWork


def run(request: Request, uow: UnitOfWork) -> Reply:
    owners = owners_seen("balance", request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    found = uow.disputes.open(owners)
    customer = surely_named(request.record.customer, uow)
    if customer is not None:  # 永盛有哪些异议
        shown = seen("balance", customer, request, uow)
        if isinstance(shown, Reply):
            return shown
        found = [one for one in found if one.customer_id == customer.id]
    lines = []
    for one in found[:MOST_LINES]:
        customer, debt = uow.customers.get(one.customer_id), uow.receivables.get(one.receivable_id)
        lines.append(
            {
                "customer": customer.name if customer else "",
                "number": debt.number if debt else 0,
                "amount": one.amount,
                "reason": one.reason,
                "deadline": one.deadline,
                "late": one.deadline < request.today,
            }
        )
    note_list("dispute", len(lines), request, uow)
    context = {
        "lines": lines,
        "count": len(found),
        "total": sum(one.amount for one in found),
        "customer": customer.name if customer is not None else "",
        "role": request.speaker.role,
        "today": request.today,
    }
    return Reply("dispute/list.txt", context)
