"""P1: WeCom tells nothing of a recalled message. One that differs only in amount or day is “改上一条，还是另一笔？”"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.gates import duplicate
from handlers.language.reading import Answer, Question
from handlers.told import told_debt, told_now, told_receipt
from ledger.duplicates import Told, recalled
from storage.unit_of_work import UnitOfWork

NAME = "recalled"


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    if len(draft.facts) != 1 or draft.is_settled(NAME) or draft.proposed_by:
        return None
    fact = draft.facts[0]
    if fact.customer_id is None or fact.kind not in ("debt", "payment"):
        return None
    if fact.says("replans") or fact.says("same_as"):
        return None
    within = timedelta(minutes=request.company.whole("resend_minutes"))
    last = _last(draft.recorder, fact, within, uow)
    if not last:
        return None
    new = told_now(fact, draft, request, uow)
    earlier = recalled(new, last, within=within)
    if earlier is None or duplicate.is_anothers(draft, request, uow):
        return None
    data = {
        "customer": fact.customer_name,
        "fact": earlier.kind,
        "number": earlier.number,
        "subject": str(earlier.id),
        "before": earlier.amount,
        "due_on": new.due_on if fact.kind == "debt" else fact.happened_on,
        "amount": fact.amount,
    }
    return (0, Question("recalled", ({"use": "change"}, {"use": "other"}), data))


def _last(recorder: str, fact: Fact, within: timedelta, uow: UnitOfWork) -> Sequence[Told]:
    """The last record of this speaker and customer within the window; none where it cannot be a slip."""
    customer_id, since = fact.customer_id or 0, uow.now - within
    if fact.kind == "debt":
        return [
            told_debt(debt, recorder) for debt in uow.receivables.recent_of(recorder, customer_id, since)[:1]
        ]
    if fact.says("settled"):
        return []  # its amount comes from the books
    return [told_receipt(receipt) for receipt in uow.receipts.recent_of(recorder, customer_id, since)[:1]]


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
