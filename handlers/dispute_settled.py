"""“永盛异议解决了 退1000 其余照付”: what is credited is booked as such, the rest is due again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers import booking, conversation
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from handlers.proposal import question_context
from storage.customers import CustomerView
from storage.disputes import DisputeView
from storage.unit_of_work import UnitOfWork

WHICH = "dispute_settled_which"


def run(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """Settle the customer's open dispute; of several the one that the number or the sum fits, else it is asked."""
    extra = request.record.extra
    said = {
        "amount": request.record.amount,
        "credit": str(extra.get("credit", "allowance")),
        "whole": bool(extra.get("whole")),
        "words": str(extra.get("words", request.said.text)),
    }
    found = list(uow.disputes.open_of(customer.id))
    number = extra.get("number")
    if number is not None:
        debt = uow.receivables.by_number(int(number))
        found = [one for one in found if debt is not None and one.receivable_id == debt.id]
    if not found:
        return Reply("dispute/none.txt", {"customer": customer.name, "amount": said["amount"]})
    if len(found) > 1 and (said["amount"] or said["whole"]):
        return _ask_which(said, found, customer, request, uow)
    return settle(said, found, customer, request, uow)


def _ask_which(
    said: dict[str, Any],
    found: Sequence[DisputeView],
    customer: CustomerView,
    request: Request,
    uow: UnitOfWork,
) -> Reply:
    options = tuple(
        {"dispute": str(one.id), "number": _number(one, uow), "amount": one.amount} for one in found[:3]
    )
    data = {"said": said, "customer_id": str(customer.id), "customer": customer.name}
    question = Question("dispute_settled_which", options, data)
    conversation.ask(request.state, OpenQuestion(0, WHICH, question, request.said.now))
    return Reply("questions/dispute_settled_which.txt", question_context(question, request))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    options, data = asked.question.options, asked.question.data
    customer = uow.customers.get(int(data["customer_id"]))
    if answer.choice is None or not 1 <= answer.choice <= len(options) or customer is None:
        return None
    conversation.close(request.state, asked.id)
    wanted = int(options[answer.choice - 1]["dispute"])
    found = [one for one in uow.disputes.open_of(customer.id) if one.id == wanted]
    return settle(data["said"], found, customer, request, uow) if found else None


def settle(
    said: dict[str, Any],
    found: Sequence[DisputeView],
    customer: CustomerView,
    request: Request,
    uow: UnitOfWork,
) -> Reply:
    """Without a credit everything is due again. A credit is booked first, and may have to be confirmed."""
    amount = sum(one.amount for one in found) if said["whole"] else said["amount"]
    if not amount:
        for one in found:
            uow.disputes.resolve(one.id, by=request.speaker.userid, outcome="due")
        return _told(found, 0, customer, request, uow)
    (one,) = found
    fact = Fact(
        "credit_note",
        customer.id,
        customer.name,
        "exact",
        amount,
        extra={
            "kind": said["credit"],
            "number": _number(one, uow),
            "dispute": str(one.id),
            "note": said["words"],
        },
    )
    draft = Draft((fact,), request.said.inbox_id, request.speaker.userid, said["words"])
    reply = booking.book(draft, request, uow)
    if any(still.id == one.id for still in uow.disputes.open_of(customer.id)):
        return reply  # it waits for an answer: the dispute is settled with the credit, not before
    return reply.with_more(_told([one], amount, customer, request, uow))


def _told(
    found: Sequence[DisputeView], credited: int, customer: CustomerView, request: Request, uow: UnitOfWork
) -> Reply:
    uow.follow_ups.add(
        "note", noted_by=request.speaker.userid, customer_id=customer.id, words=request.said.text,
        amount=credited or None, message_id=request.said.inbox_id,
    )  # fmt: skip
    conversation.remember_customer(request.state, customer.id, customer.name)
    disputed = sum(one.amount for one in found)
    context = {
        "customer": customer.name,
        "numbers": [_number(one, uow) for one in found],
        "credited": credited,
        "rest": max(0, disputed - credited),
    }
    return Reply("dispute/settled.txt", context)


def _number(one: DisputeView, uow: UnitOfWork) -> int:
    debt = uow.receivables.get(one.receivable_id)
    return debt.number if debt is not None else 0
