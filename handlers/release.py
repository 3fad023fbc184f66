"""Reminders to customers are let out by finance: for all customers, or for one (P15)."""

from __future__ import annotations

from handlers.command import Reply, Request
from handlers.permissions import Verdict, reach
from storage.unit_of_work import UnitOfWork


def run(request: Request, uow: UnitOfWork) -> Reply:
    """“开启提醒”, “关闭 永盛 提醒”."""
    on = request.record.extra.get("value") != "off"
    mention = request.record.customer
    if mention is not None:
        customer = uow.customers.get(mention.customer_id) if mention.customer_id is not None else None
        if customer is None:
            return Reply("customer/who.txt", {"typed": mention.text})
        if reach("release", request.speaker, customer, uow) is not Verdict.YES:
            return Reply("setting/not_yours.txt")
        found = [customer]
    else:
        if (
            reach("release", request.speaker, None, uow) is not Verdict.YES
            or request.speaker.role == "manager"
        ):
            return Reply("setting/above.txt", {"key": "remind_customers", "role": "finance"})
        found = [one for one in uow.customers.all() if one.state != "closed"]
    changed = [one for one in found if one.released is not on]
    for customer in changed:
        uow.customers.update(customer.id, released=on)
        subject = f"customer:{customer.id}"
        uow.audit.note(request.speaker.userid, "customer.release", subject, {"released": on})
    name = found[0].name if mention is not None and found else ""
    return Reply("setting/released.txt", {"on": on, "customer": name, "count": len(changed)})
