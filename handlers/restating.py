"""“改成5000”, “改到20号” right behind something that booked nothing: that is what is meant, not the booking before it."""

from __future__ import annotations

from handlers import conversation, dispute, hold, promise
from handlers.affected import allowed
from handlers.command import Reply, Request
from handlers.language.reading import Fit, Intent, Mention, Record
from storage.unit_of_work import UnitOfWork

_WHOSE = Reply("customer/who.txt", {"typed": ""})  # several were put down in one message


def restate(request: Request, uow: UnitOfWork) -> Reply | None:
    """The dispute, promise or hold put down last, said anew; None when a record is named, or something else was last."""
    record = request.record
    standing = conversation.last_standing(request.state)
    named = record.extra.get("number") is not None or record.customer is not None or request.said.quote
    if standing is None or named:
        return None
    kind, message = standing
    field = str(record.extra.get("field", ""))
    if kind == "dispute" and field == "amount" and record.amount:
        return _dispute(message, record.amount, request, uow)
    if kind == "promise" and field in ("amount", "due_date"):
        return _promise(message, record, request, uow)
    if kind == "hold" and field == "due_date" and record.due_on is not None:
        return _hold(message, record, request, uow)
    return None


def _dispute(message: int, amount: int, request: Request, uow: UnitOfWork) -> Reply | None:
    open_ones = [one for one in uow.disputes.of_message(message) if one.state == "open"]
    if len(open_ones) > 1:
        return _WHOSE
    customer = uow.customers.get(open_ones[0].customer_id) if open_ones else None
    if customer is None or (refused := allowed("dispute", customer, request, uow)) is not None:
        return None if customer is None else refused
    (one,) = open_ones
    uow.disputes.withdraw(one.id, by=request.speaker.userid)
    said = {"amount": amount, "reason": one.reason, "words": one.words, "named": {}}
    return dispute.keep(said, one.receivable_id, amount, customer, request, uow)


def _promise(message: int, record: Record, request: Request, uow: UnitOfWork) -> Reply | None:
    open_ones = [one for one in uow.promises.of_message(message) if one.state == "open"]
    if len(open_ones) != 1:
        return _WHOSE if open_ones else None
    (one,) = open_ones
    uow.promises.settle(one.id, "withdrawn")
    amount = record.amount or one.amount
    fraction = "" if amount else one.fraction
    word = promise.Word(one.customer_id, one.contact, amount, fraction, record.due_on or one.day, one.words)
    return promise.go_on(word, request, uow)


def _hold(message: int, record: Record, request: Request, uow: UnitOfWork) -> Reply | None:
    open_ones = [
        one for one in uow.holds.of_message(message) if one.state == "open" and one.kind == "contact"
    ]
    if len(open_ones) > 1:
        return _WHOSE
    customer = uow.customers.get(open_ones[0].customer_id) if open_ones else None
    if customer is None:
        return None
    uow.holds.lift(open_ones[0].id, by=request.speaker.userid)
    mention = Mention(customer.name, Fit.EXACT, customer.id, customer.name)
    extra = {"reason": open_ones[0].reason, "words": open_ones[0].words}
    return hold.run(request.about(Record(Intent.HOLD, mention, due_on=record.due_on, extra=extra)), uow)
