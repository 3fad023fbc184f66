"""P2: the same fact from another person or source within three days is shown and asked, pending ones included.

So is the same fact typed again by the same person a few minutes later: it may have been sent twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers import conversation
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from handlers.told import told_debt, told_now, told_receipt, told_refund
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
                "fact": str(fact.line()["fact"]),
                "subject": str(earlier.id),
                "number": earlier.number,
                "by": _name(earlier.speaker, request, uow),
                "day": earlier.day,
                "customer": fact.customer_name,
                "amount": fact.amount,
                "document_no": fact.says("doc_no"),
            }
            return (place, Question("duplicate", ({"use": "same"}, {"use": "other"}), data))
        waiting = _reported(draft, fact, request)
        if waiting is not None:
            data = {"pending": waiting.id, "by": waiting.question.data["by"], "day": waiting.asked_at.date()}
            return (place, Question("duplicate", ({"use": "same"}, {"use": "other"}), data))
    return None


def is_anothers(draft: Draft, request: Request, uow: UnitOfWork) -> bool:
    """Did somebody else tell the one fact of this draft, and was nobody asked about that yet?"""
    if draft.is_settled(NAME):
        return False
    earlier = _earlier(draft, draft.facts[0], request, uow)
    return earlier is not None and earlier.speaker != draft.recorder


def _reported(draft: Draft, fact: Fact, request: Request) -> OpenQuestion | None:
    """A colleague's report of the same, of one fact like this draft, that waits for the speaker's word."""
    days = timedelta(days=request.company.whole("same_fact_days"))
    for asked in conversation.unbooked(request.state) if len(draft.facts) == 1 else ():
        told = asked.draft
        if told is None or not told.proposed_by or len(told.facts) != 1 or "by" not in asked.question.data:
            continue
        other = told.facts[0]
        alike = (other.customer_id, other.amount, other.line()["fact"]) == (
            fact.customer_id,
            fact.amount,
            fact.line()["fact"],
        )
        apart = (other.happened_on or asked.asked_at.date()) - (fact.happened_on or request.today)
        if told.inbox_id != draft.inbox_id and alike and abs(apart) <= days:
            return asked
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
    if fact.says("kind") == "refund":
        window = timedelta(days=days)
        paid_back = uow.journal.refunds_of(fact.customer_id or 0, day - window, day + window)
        return [told_refund(entry) for entry in paid_back if entry.amount == fact.amount]
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
    if "pending" in question.data:
        return _of_both(fact, int(question.data["pending"]), request) or draft.settle(NAME, place)
    same = [question.data["fact"], question.data["subject"]]
    return draft.with_fact(place, extra={**fact.extra, "same_as": same}).settle(NAME, place)


def _of_both(fact: Fact, pending: int, request: Request) -> Draft | None:
    """The colleague's report, with what the speaker's words add to it: one booking, and the colleague hears of it."""
    asked = next((one for one in conversation.unbooked(request.state) if one.id == pending), None)
    if asked is None or asked.draft is None:
        return None
    conversation.close(request.state, pending)
    told = asked.draft.facts[0]
    return asked.draft.with_fact(0, extra={**fact.extra, **told.extra}).settle(NAME)
