"""P1: WeCom tells nothing of a recalled message. One that differs only in amount or day is “改上一条，还是另一笔？”"""

from __future__ import annotations

from datetime import timedelta

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from handlers.ways import account_of
from storage.unit_of_work import UnitOfWork

NAME = "recalled"


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    if len(draft.facts) != 1 or draft.is_settled(NAME) or draft.proposed_by:
        return None
    fact = draft.facts[0]
    if fact.customer_id is None or fact.kind not in ("debt", "payment"):
        return None
    earlier = _earlier(draft.recorder, fact, request, uow)
    if earlier is None:
        return None
    options = ({"use": "change"}, {"use": "other"})
    return (0, Question("recalled", options, {**earlier, "amount": fact.amount, "due_on": fact.due_on}))


def _earlier(recorder: str, fact: Fact, request: Request, uow: UnitOfWork) -> dict[str, object] | None:
    since = uow.now - timedelta(minutes=request.company.whole("resend_minutes"))
    customer_id = fact.customer_id or 0
    if fact.kind == "debt":
        for debt in uow.receivables.recent_of(recorder, customer_id, since):
            return {
                "customer": fact.customer_name,
                "fact": "debt",
                "number": debt.number,
                "subject": str(debt.id),
                "before": debt.principal,
                "due_before": debt.instalments[0].due_on if debt.instalments else None,
            }
        return None
    for receipt in uow.receipts.recent_of(recorder, customer_id, since):
        if receipt.account != account_of(fact) or fact.says("settled"):
            return None  # another way of paying is another payment
        return {
            "customer": fact.customer_name,
            "fact": "payment",
            "number": receipt.number,
            "subject": str(receipt.id),
            "before": receipt.amount,
        }
    return None


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
