"""Who must not be contacted: a customer with a lawyer (P18), one who is to be left alone, or one person there."""

from __future__ import annotations

from handlers import conversation
from handlers.command import Reply, Request
from handlers.counter.saying import target_of
from storage.customers import CustomerView
from storage.kf import CHANNEL as KF
from storage.unit_of_work import UnitOfWork

_ABOVE = frozenset({"finance", "manager", "admin"})


def leave(kind: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """From now on nothing goes to them by itself; with a named person, nothing to this person."""
    person = str(request.record.extra.get("person", "")) if kind == "no_contact" else ""
    if person:
        uow.contacts.put(customer.id, person, do_not_contact=True)
        uow.audit.note(
            request.speaker.userid, "contact.leave_alone", f"customer:{customer.id}", {"name": person}
        )
        return Reply("hold/left_alone.txt", {"customer": customer.name, "person": person, "cancelled": 0})
    uow.holds.add(
        customer.id,
        kind,
        held_by=request.speaker.userid,
        words=request.said.text,
        message_id=request.said.inbox_id,
    )
    uow.follow_ups.add(
        "hold", noted_by=request.speaker.userid, customer_id=customer.id, words=request.said.text,
        message_id=request.said.inbox_id,
    )  # fmt: skip
    uow.audit.note(request.speaker.userid, f"customer.{kind}", f"customer:{customer.id}", {"on": True})
    conversation.note_standing(request.state, "hold", request.said.inbox_id)
    cancelled = recall(customer.id, kind, uow)
    template = "hold/lawyer.txt" if kind == "lawyer" else "hold/left_alone.txt"
    return Reply(template, {"customer": customer.name, "person": "", "cancelled": cancelled})


def lift(kind: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """A lawyer gone is for finance or the manager to say; who was left alone may be contacted again by his own."""
    if kind == "lawyer" and request.speaker.role not in _ABOVE:
        return Reply("hold/lawyer_stays.txt", {"customer": customer.name})
    found = [one for one in uow.holds.active_of(customer.id, request.today) if one.kind == kind]
    people = [
        one for one in uow.contacts.of_customer(customer.id) if one.do_not_contact and kind == "no_contact"
    ]
    for one in found:
        uow.holds.lift(one.id, by=request.speaker.userid)
    for person in people:
        uow.contacts.put(customer.id, person.name, do_not_contact=False)
    if found or people:
        uow.audit.note(request.speaker.userid, f"customer.{kind}", f"customer:{customer.id}", {"on": False})
    return Reply("hold/lifted.txt", {"customer": customer.name, "held": bool(found or people), "others": []})


def recall(customer_id: int, why: str, uow: UnitOfWork) -> int:
    """What waits to leave for the customer, by letter or in his chat, is cancelled; how many."""
    waiting = [*uow.outbox.waiting_for("customer", str(customer_id))]
    for person in uow.contacts.of_customer(customer_id):
        for chat in uow.kf.chats_of(person.external_userid) if person.external_userid else ():
            waiting += uow.outbox.waiting_for(KF, target_of(chat))
    return sum(uow.outbox.cancel(row.id, why) for row in waiting)
