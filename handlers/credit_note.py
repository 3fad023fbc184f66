"""Less owed without a payment: goods back, an allowance, a rebate, a price difference, an odd sum dropped (P8, P9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handlers import conversation
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.designation import Designation, designate
from handlers.draft import CREDIT_KINDS, Draft, Fact
from handlers.errors import UnknownCustomer
from handlers.figures import figures
from handlers.language.reading import Answer, Intent, Question
from handlers.payment import by_debt
from handlers.rounding import ask_approval, may_drop
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="credit_note",
    intents=(Intent.RETURN_OR_DISCOUNT,),
    title="退货、折让、抹零、退款",
    says=("永盛退了两箱砖 1260", "恒通给他优惠500", "宏达返利800", "张三抹零36", "退给永盛多付的3000"),
)
WRONG_DEBT = "wrong_debt"
_NUMBER = re.compile(r"\d{4,}")


def post(
    fact: Fact, customer: CustomerView, draft: Draft, request: Request, uow: UnitOfWork
) -> tuple[Mapping[str, Any], list[Push]]:
    """Book one credit and return its line of the reply; a discount above the role's limit is asked about instead."""
    if fact.says("kind") == "refund":
        return _paid_back(fact, customer, draft, request, uow), []
    kind, reason = CREDIT_KINDS.get(str(fact.says("kind")), CREDIT_KINDS["return"])
    amount = fact.amount or 0
    line = {
        "fact": "credit_note",
        "customer": customer.name,
        "amount": amount,
        "reason": reason,
        "instead_of": None,
    }
    if kind == "discount" and not fact.says("approved_by") and not may_drop(amount, request):
        pushes = ask_approval(amount, reason, customer, draft, request, uow)
        return {**line, "template": "credit_note/asked.txt", "asked": bool(pushes)}, pushes
    target = _target(fact, customer, request, uow)
    posted = uow.journal.credit(
        kind,
        customer_id=customer.id,
        amount=amount,
        effective_on=fact.happened_on or request.today,
        actor=draft.recorder,
        designated=target.receivables,
        designated_by=target.words,
        reason=reason,
        note=str(fact.says("note")),
        message_id=draft.inbox_id,
    )
    if fact.says("dispute"):  # the dispute that this credit settles ends with it, not before
        uow.disputes.resolve(
            int(fact.says("dispute")), by=request.speaker.userid, outcome="credited", credited=amount
        )
    shares = by_debt(posted.shares)
    if shares and not fact.says("applies_to"):
        _offer_other_debt(posted.entry.id, customer, request)
    return {
        **line,
        "template": "credit_note/booked.txt",
        "shares": shares,
        **figures(customer, request, uow),
    }, []


def _paid_back(
    fact: Fact, customer: CustomerView, draft: Draft, request: Request, uow: UnitOfWork
) -> Mapping[str, Any]:
    """Money that he had paid too much went back to him; `handlers.gates.refund` has asked whoever may say so."""
    amount = fact.amount or 0
    line = {"fact": "refund", "customer": customer.name, "amount": amount}
    if fact.says("same_as"):
        return {**line, "template": "refund/same.txt"}
    uow.journal.refund(
        customer_id=customer.id,
        amount=amount,
        effective_on=fact.happened_on or request.today,
        actor=draft.recorder,
        message_id=draft.inbox_id,
        note=str(fact.says("note")),
    )
    booked = {"template": "refund/booked.txt", "instead_of": None}
    return {**line, **booked, **figures(customer, request, uow)}


def _target(fact: Fact, customer: CustomerView, request: Request, uow: UnitOfWork) -> Designation:
    """The debt it reduces: the one named, else the latest goods that still owe so much (P9), else several of them."""
    named = designate(fact, request, uow)
    if isinstance(named, Designation) and named.receivables:
        return named
    items = uow.receivables.open_items(customer.id)
    fitting = [item for item in items if item.outstanding >= (fact.amount or 0)]
    latest = sorted(fitting or items, key=lambda item: (item.issued_on, item.number), reverse=True)
    if fitting:
        return Designation((latest[0].receivable_id,))
    return Designation(tuple(dict.fromkeys(item.receivable_id for item in latest)))  # more than any one owes


def _offer_other_debt(entry_id: int, customer: CustomerView, request: Request) -> None:
    """“不对就回单号”: a number typed next moves the credit to that debt."""
    question = Question(WRONG_DEBT, (), {"entry": str(entry_id), "customer": customer.name})
    conversation.ask(request.state, OpenQuestion(0, WRONG_DEBT, question, request.said.now, soft=True))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """A debt's number after a return: the credit goes there instead. None when no number was typed."""
    if not _NUMBER.fullmatch(answer.text):
        return None
    debt = uow.receivables.by_number(int(answer.text))
    entry = uow.journal.entry(int(asked.question.data["entry"]))
    if entry is None or debt is None or debt.customer_id != entry.customer_id:
        context = {"number": int(answer.text), "customer": asked.question.data["customer"]}
        return Reply("credit_note/no_such_debt.txt", context)
    conversation.close(request.state, asked.id)
    customer = uow.customers.get(debt.customer_id)
    if customer is None:
        raise UnknownCustomer(customer_id=debt.customer_id)
    fits = min(entry.amount, debt.outstanding + _paid_by(entry.id, debt.id, uow))
    if fits <= 0:
        return Reply("credit_note/no_such_debt.txt", {"number": debt.number, "customer": customer.name})
    posted = uow.journal.reallocate(
        entry.id, [(debt.id, fits)], actor=request.speaker.userid, message_id=request.said.inbox_id
    )
    context = {
        "customer": customer.name,
        "number": debt.number,
        "amount": entry.amount,
        "shares": by_debt(posted.shares),
        "unallocated": posted.unallocated,
    }
    return Reply("credit_note/moved.txt", {**context, **figures(customer, request, uow)})


def _paid_by(entry_id: int, receivable_id: int, uow: UnitOfWork) -> int:
    """Fen of the credit that already lie on this debt."""
    return sum(row.amount for row in uow.journal.live_of(entry_id) if row.receivable_id == receivable_id)
