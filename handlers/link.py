"""“给永盛发链接”: a bubble with the customer's own page, ready to forward (P17). “永盛链接作废” closes all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers import conversation
from handlers.command import Command, Reply, Request
from handlers.counter.whose import scene_of
from handlers.language.reading import Fit, Intent, Mention
from handlers.whose import customer_of
from storage.contacts import ContactView
from storage.customers import CustomerView
from storage.debtors import company_name
from storage.links import LinkView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="link",
    intents=(Intent.LINK,),
    title="对账链接",
    says=("给永盛发链接", "永盛链接作废"),
)


def run(request: Request, uow: UnitOfWork) -> Reply:
    """The link to pass on, or its end."""
    customer = customer_of(COMMAND.permission, _with_last(request), uow)
    if isinstance(customer, Reply):
        return customer
    if request.record.extra.get("revoke"):
        return _revoke(customer, request, uow)
    service = service_link(customer, request.company.text("service_link"))
    if not request.company.public_url and not service:
        return Reply("link/no_address.txt", {"customer": customer.name, "role": request.speaker.role})
    if any(one.kind == "lawyer" for one in uow.holds.active_of(customer.id, request.today)):
        return Reply("link/lawyer.txt", {"customer": customer.name})
    letter = _letter(customer, uow.contacts.addressed(customer.id), request, uow) | {"service": service}
    if not request.company.public_url:
        return Reply("link/service.txt", letter)
    days = request.company.whole("link_days")
    link = statement_link(customer, uow, by=request.speaker.userid, days=days)
    return Reply("link/text.txt", {**letter, "link": str(link.id), "days": days})


def _with_last(request: Request) -> Request:
    """“发我链接” without a name is for the customer talked about last."""
    last = conversation.last_customer(request.state)
    if request.record.customer is not None or last is None:
        return request
    return request.about(replace(request.record, customer=Mention(last[1], Fit.LAST, last[0], last[1])))


def statement_link(customer: CustomerView, uow: UnitOfWork, *, by: str, days: int) -> LinkView:
    """A link that opens the customer's own page for `days`; a template writes it as `{{ link.id | customer_url }}`.

    One that has half its time left is given out again, so that a customer keeps the address he has.
    """
    half = timedelta(days=days) / 2
    found = next((one for one in uow.links.open_of(customer.id) if one.expires_at - uow.now >= half), None)
    if found is not None:
        return found
    link = uow.links.make(customer.id, by=by, until=uow.now + timedelta(days=days))
    uow.audit.note(by, "link.make", f"customer:{customer.id}", {"link": str(link.id), "days": days})
    return link


def service_link(customer: CustomerView, address: str) -> str:
    """Where this customer writes to the service account; "" where there is none. Who comes in by it is proposed to his
    salesperson as this customer's person (doc/94670: `scene_param`, 128 characters)."""
    return f"{address}{'&' if '?' in address else '?'}scene_param={scene_of(customer.id)}" if address else ""


def _revoke(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    count = len(uow.links.open_of(customer.id))
    uow.links.revoke(customer.id, by=request.speaker.userid)
    uow.audit.note(request.speaker.userid, "link.revoke", f"customer:{customer.id}", {"links": count})
    return Reply("link/revoked.txt", {"customer": customer.name, "count": count})


def _letter(
    customer: CustomerView, person: ContactView | None, request: Request, uow: UnitOfWork
) -> dict[str, str]:
    signer = uow.staff.get(customer.owner) if customer.owner else None
    signer = signer or request.speaker
    return {
        "customer": customer.name,
        "person": person.name if person else "",
        "company": request.company.text("company_name") or company_name(uow),
        "signer": signer.name,
        "phone": signer.phone,
    }
