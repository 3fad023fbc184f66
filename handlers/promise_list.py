"""“谁说好了付”, “鑫源的承诺”: open promises by their day; “取消永盛的承诺” takes one back that was misheard."""

from __future__ import annotations

from handlers import conversation
from handlers.affected import allowed, customer_meant
from handlers.command import Reply, Request
from handlers.items import MOST_LINES
from handlers.permissions import owners_seen
from handlers.whose import not_for_role, note_list, seen, surely_named
from storage.unit_of_work import UnitOfWork


def run(request: Request, uow: UnitOfWork) -> Reply:
    owners = owners_seen("promise", request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    found = uow.promises.open(owners)
    customer = surely_named(request.record.customer, uow)
    if customer is not None:  # 鑫源的承诺
        shown = seen("balance", customer, request, uow)
        if isinstance(shown, Reply):
            return shown
        found = [one for one in found if one.customer_id == customer.id]
    lines = []
    for one in found[:MOST_LINES]:
        customer = uow.customers.get(one.customer_id)
        lines.append(
            {
                "customer": customer.name if customer else "",
                "day": one.day,
                "amount": one.amount or 0,
                "contact": one.contact,
                "late": one.day < request.today,
            }
        )
    note_list("promise", len(lines), request, uow)
    context = {
        "lines": lines,
        "count": len(found),
        "customers": len({one.customer_id for one in found}),
        "customer": customer.name if customer is not None else "",
        "role": request.speaker.role,
        "today": request.today,
    }
    return Reply("promise/list.txt", context)


def withdraw(request: Request, uow: UnitOfWork) -> Reply:
    """It was not said, or not so: nothing is held against the customer."""
    customer = customer_meant(request.record, uow)
    if customer is None:
        typed = request.record.customer.text if request.record.customer is not None else ""
        return Reply("customer/who.txt", {"typed": typed})
    refused = allowed("promise", customer, request, uow)
    if refused is not None:
        return refused
    found = uow.promises.open_of(customer.id)
    for promise in found:
        uow.promises.settle(promise.id, "withdrawn")
    conversation.remember_customer(request.state, customer.id, customer.name)
    days = [promise.day for promise in found]
    return Reply("promise/withdrawn.txt", {"customer": customer.name, "days": days, "today": request.today})
