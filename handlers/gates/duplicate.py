"""P2: the same fact from another person or source within three days is shown and asked, pending ones included.

So is the same fact typed again by the same person a few minutes later: it may have been sent twice.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from storage.unit_of_work import UnitOfWork

NAME = "duplicate"


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    for place, fact in enumerate(draft.facts):
        if draft.is_settled(NAME, place) or fact.says("replans"):
            continue
        if fact.customer_id is None or fact.amount is None:
            continue
        earlier = _earlier(draft, fact, request, uow)
        if earlier is not None:
            document = fact.says("doc_no")
            data = {**earlier, "customer": fact.customer_name, "amount": fact.amount, "document_no": document}
            return (place, Question("duplicate", ({"use": "same"}, {"use": "other"}), data))
    return None


def _earlier(draft: Draft, fact: Fact, request: Request, uow: UnitOfWork) -> dict[str, object] | None:
    day = fact.happened_on or request.today
    customer_id, amount = fact.customer_id or 0, fact.amount or 0
    days = request.company.whole("same_fact_days")
    just_now = uow.now - timedelta(minutes=request.company.whole("resend_minutes"))
    if fact.kind == "debt":
        for debt in uow.receivables.similar(customer_id, amount, day, within_days=days):
            recorder = _recorder(debt.id, uow)
            again = recorder != draft.recorder or bool(draft.proposed_by) or debt.created_at >= just_now
            if again and not _other_document(fact, debt.document_no):
                by = _name(recorder, request, uow)
                return {
                    "fact": "debt",
                    "subject": str(debt.id),
                    "number": debt.number,
                    "by": by,
                    "day": debt.issued_on,
                }
    if fact.kind == "payment":
        for receipt in uow.receipts.similar(customer_id, amount, day, within_days=days):
            if receipt.reported_by != draft.recorder or draft.proposed_by or receipt.created_at >= just_now:
                by = _name(receipt.reported_by, request, uow)
                return {
                    "fact": "payment",
                    "subject": str(receipt.id),
                    "number": receipt.number,
                    "by": by,
                    "day": receipt.received_on,
                }
    return None


def _recorder(receivable_id: int, uow: UnitOfWork) -> str:
    """Who posted the debt first; "" for one taken over by an import."""
    entries = uow.journal.entries_of_receivable(receivable_id)
    return entries[0].actor if entries else ""


def _other_document(fact: Fact, document_no: str) -> bool:
    """Two different document numbers are two facts."""
    return bool(fact.says("doc_no") and document_no) and fact.says("doc_no") != document_no


def _name(userid: str, request: Request, uow: UnitOfWork) -> str:
    if userid == request.speaker.userid:
        return ""
    person = uow.staff.get(userid)
    return person.name if person else userid


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    if answer.choice == 2:
        return draft.settle(NAME, place)
    if answer.choice != 1 and not answer.yes:
        return None
    fact = draft.facts[place]
    same = [question.data["fact"], question.data["subject"]]
    return draft.with_fact(place, extra={**fact.extra, "same_as": same}).settle(NAME, place)
