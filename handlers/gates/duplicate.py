"""P2: the same fact from another person or source within three days is shown and asked, pending ones included.

So is the same fact typed again by the same person a few minutes later: it may have been sent twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from handlers.told import told_debt, told_now, told_receipt
from ledger.duplicates import Told, same
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
            data = {
                "fact": earlier.kind,
                "subject": str(earlier.id),
                "number": earlier.number,
                "by": _name(earlier.speaker, request, uow),
                "day": earlier.day,
                "customer": fact.customer_name,
                "amount": fact.amount,
                "document_no": fact.says("doc_no"),
            }
            return (place, Question("duplicate", ({"use": "same"}, {"use": "other"}), data))
    return None


def _earlier(draft: Draft, fact: Fact, request: Request, uow: UnitOfWork) -> Told | None:
    days = request.company.whole("same_fact_days")
    known = _alike(fact, fact.happened_on or request.today, days, uow)
    if not known:
        return None
    again = timedelta(minutes=request.company.whole("resend_minutes"))
    return same(told_now(fact, draft, request, uow), known, days=timedelta(days=days), again=again)


def _alike(fact: Fact, day: date, days: int, uow: UnitOfWork) -> Sequence[Told]:
    """What the books hold of the customer with that amount about that day."""
    about = (fact.customer_id or 0, fact.amount or 0, day)
    if fact.kind == "debt":
        return [
            told_debt(debt, _recorder(debt.id, uow))
            for debt in uow.receivables.similar(*about, within_days=days)
        ]
    if fact.kind == "payment":
        return [told_receipt(receipt) for receipt in uow.receipts.similar(*about, within_days=days)]
    return ()


def _recorder(receivable_id: int, uow: UnitOfWork) -> str:
    """Who posted the debt first; "" for one taken over by an import."""
    entries = uow.journal.entries_of_receivable(receivable_id)
    return entries[0].actor if entries else ""


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
