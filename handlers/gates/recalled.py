"""P1: WeCom tells nothing of a recalled message. One that differs only in amount or day is “改上一条，还是另一笔？”"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from handlers.terms import due_of
from handlers.ways import account_of
from storage.receivables import ReceivableView
from storage.unit_of_work import UnitOfWork

NAME = "recalled"


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    if len(draft.facts) != 1 or draft.is_settled(NAME) or draft.proposed_by:
        return None
    fact = draft.facts[0]
    if fact.customer_id is None or fact.kind not in ("debt", "payment") or fact.says("replans"):
        return None
    earlier = _earlier(draft.recorder, fact, request, uow)
    if earlier is None:
        return None
    options = ({"use": "change"}, {"use": "other"})
    return (0, Question("recalled", options, {**earlier, "amount": fact.amount}))


def _earlier(recorder: str, fact: Fact, request: Request, uow: UnitOfWork) -> dict[str, object] | None:
    """The last record of this speaker and customer within the window, if only its amount or only its day differs."""
    since = uow.now - timedelta(minutes=request.company.whole("resend_minutes"))
    earlier = _earlier_debt if fact.kind == "debt" else _earlier_receipt
    return earlier(recorder, fact, since, request, uow)


def _earlier_debt(
    recorder: str, fact: Fact, since: datetime, request: Request, uow: UnitOfWork
) -> dict[str, object] | None:
    for debt in uow.receivables.recent_of(recorder, fact.customer_id or 0, since)[:1]:
        days = (fact.happened_on or request.today, due_of(fact, request, uow).due_on)
        before = (debt.issued_on, debt.instalments[0].due_on if debt.instalments else None)
        if differs_once(debt.principal == fact.amount, days == before) and not _other_document(fact, debt):
            return {
                "customer": fact.customer_name,
                "fact": "debt",
                "number": debt.number,
                "subject": str(debt.id),
                "before": debt.principal,
                "due_on": days[1],
            }
    return None


def _earlier_receipt(
    recorder: str, fact: Fact, since: datetime, request: Request, uow: UnitOfWork
) -> dict[str, object] | None:
    for receipt in uow.receipts.recent_of(recorder, fact.customer_id or 0, since)[:1]:
        if receipt.account != account_of(fact) or fact.says("settled"):
            return None  # another way of paying is another payment
        same_day = receipt.received_on == (fact.happened_on or request.today)
        if differs_once(receipt.amount == fact.amount, same_day):
            return {
                "customer": fact.customer_name,
                "fact": "payment",
                "number": receipt.number,
                "subject": str(receipt.id),
                "before": receipt.amount,
                "due_on": fact.happened_on,
            }
    return None


def differs_once(same_amount: bool, same_day: bool) -> bool:
    """Retyped after a recall: one of the two is what was wrong. Both the same is for the duplicate gate."""
    return same_amount is not same_day


def _other_document(fact: Fact, debt: ReceivableView) -> bool:
    return bool(fact.says("doc_no") and debt.document_no) and fact.says("doc_no") != debt.document_no


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    if answer.choice == 1:
        fact = draft.facts[0]
        replaces = [question.data["fact"], question.data["subject"]]
        return draft.with_fact(0, extra={**fact.extra, "replaces": replaces}).settle(NAME).settle("duplicate")
    if answer.choice == 2:
        return draft.settle(NAME)
    return None
