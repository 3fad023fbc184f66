"""Whose affair a sentence is that books nothing, and whether its speaker may say it."""

from __future__ import annotations

from handlers.command import Reply, Request
from handlers.language.reading import Record
from handlers.permissions import Verdict, reach
from handlers.whose import surely_named
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork


def customer_meant(record: Record, uow: UnitOfWork) -> CustomerView | None:
    """The customer surely named, or the one of the debt whose number was said."""
    customer = surely_named(record.customer, uow)
    number = record.extra.get("number")
    if customer is not None or number is None:
        return customer
    debt = uow.receivables.by_number(int(number))
    return uow.customers.get(debt.customer_id) if debt is not None else None


def allowed(action: str, customer: CustomerView | None, request: Request, uow: UnitOfWork) -> Reply | None:
    """None when the speaker may; else the reply that says why not and whom to ask."""
    verdict = reach(action, request.speaker, customer, uow)
    if verdict is Verdict.NO:
        return Reply("refusal/role.txt", {"fact": action, "role": request.speaker.role})
    if verdict is not Verdict.YES and customer is not None:
        owner = uow.staff.get(customer.owner)
        context = {"customer": customer.name, "owner": owner.name if owner else ""}
        return Reply("customer/not_yours.txt", context)
    return None
