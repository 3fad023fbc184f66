"""“永盛停货”, “永盛恢复发货”: whether goods may leave. What a manager or finance stopped, sales do not start again."""

from __future__ import annotations

from handlers import conversation
from handlers.command import Reply, Request
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

_ABOVE = frozenset({"finance", "manager", "admin"})


def stop(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """The customer is blocked: “能发吗” says no until somebody says otherwise. Deliveries made are still booked (P5)."""
    known = customer.state == "blocked"
    uow.holds.add(
        customer.id, "delivery", held_by=request.speaker.userid, until=request.record.due_on,
        words=request.said.text, message_id=request.said.inbox_id,
    )  # fmt: skip
    uow.customers.update(customer.id, state="blocked")
    _note("delivery.stop", customer, request, uow)
    conversation.note_standing(request.state, "hold", request.said.inbox_id)
    return Reply("hold/stopped.txt", {"customer": customer.name, "known": known})


def resume_delivery(kind: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """Goods may leave again. A stop by somebody above can be ended by somebody above only."""
    found = [one for one in uow.holds.of_customer(customer.id) if one.kind == kind and one.state == "open"]
    if not found and customer.state != "blocked":
        return Reply("hold/not_stopped.txt", {"customer": customer.name})
    stopper = uow.staff.get(found[-1].held_by) if found else None
    above = not found or (stopper is not None and stopper.role in _ABOVE)
    if above and request.speaker.role not in _ABOVE:
        return Reply(
            "hold/stopped_above.txt", {"customer": customer.name, "by": stopper.name if stopper else ""}
        )
    for one in found:
        uow.holds.lift(one.id, by=request.speaker.userid)
    uow.customers.update(customer.id, state="active")
    _note("delivery.resume", customer, request, uow)
    position = uow.customers.position(customer.id, request.today)
    return Reply("hold/resumed.txt", {"customer": customer.name, "overdue": position.overdue})


def _note(act: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> None:
    uow.audit.note(request.speaker.userid, act, f"customer:{customer.id}", {"words": request.said.text})
    uow.follow_ups.add(
        "hold", noted_by=request.speaker.userid, customer_id=customer.id, words=request.said.text,
        message_id=request.said.inbox_id,
    )  # fmt: skip
