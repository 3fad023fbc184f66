"""“永盛资料”, “永盛的电话是多少”: what stands in a customer's file; his figures only for who may see them."""

from __future__ import annotations

from typing import Any

from handlers.command import Command, Reply, Request
from handlers.language.reading import Intent
from handlers.limit import limit_now
from handlers.permissions import may_see_figures
from handlers.whose import customer_of
from storage.customers import CustomerView
from storage.trading import trading
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="customer_file",
    intents=(Intent.CUSTOMER_FILE,),
    title="看客户资料",
    says=("永盛资料", "永盛的电话是多少", "永盛归谁管"),
    action="customer",
)
_FIGURES = (
    "credit_limit",
    "terms",
    "contract",
)  # fields that a clerk who sees no balance does not see either


def run(request: Request, uow: UnitOfWork) -> Reply:
    """The whole card in a few lines, or the one thing that was asked for."""
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    field = str(request.record.extra.get("field", ""))
    card = _card(customer, request, uow)
    if not field:
        return Reply("customer/file.txt", card)
    if field in _FIGURES and not card["may_see"]:
        return Reply("query/not_for_role.txt", {"role": request.speaker.role})
    return Reply("customer/field.txt", {**card, "field": field})


def _card(customer: CustomerView, request: Request, uow: UnitOfWork) -> dict[str, Any]:
    owner = uow.staff.get(customer.owner) if customer.owner else None
    goods = trading(uow, customer.id, request.today)
    known = [day for day in (customer.known_since, goods.first_on) if day is not None]
    return {
        "customer": customer.name,
        "short_name": customer.short_name,
        "category": customer.category,
        "industry": customer.industry,
        "region": customer.region,
        "owner": owner.name if owner else "",
        "owner_active": owner.active if owner else False,
        "is_his": customer.owner == request.speaker.userid,
        "terms": customer.terms,
        "default_days": request.company.whole("default_terms_days"),
        "credit_limit": customer.credit_limit,
        "limit_now": limit_now(customer, request.today, uow),
        "grade": customer.grade,
        "state": customer.state,
        "phone": customer.phone,
        "email": customer.email,
        "contract": customer.contract,
        "known_since": min(known, default=None),
        "times": goods.times,
        "every_days": goods.every_days,
        "last_on": goods.last_on,
        "contacts": [
            {"name": one.name, "role": one.role, "phone": one.phone, "left_alone": one.do_not_contact}
            for one in uow.contacts.of_customer(customer.id)
        ],
        "may_see": may_see_figures(request.speaker, customer, uow),
        "today": request.today,
    }
