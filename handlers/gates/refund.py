"""Money that goes back to a customer: only what he paid too much, told and confirmed, and finance has the last word.

“退永盛3600” may be goods as well: who has so much to his credit is asked which.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.gates.owner import turned_down
from handlers.language.reading import Answer, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import ask_person, first_with
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

NAME: Final = "refund"
WHICH: Final = "return_or_refund"
_MONEY = re.compile(r"退款|退钱|退现|现金|微信|支付宝|转账")


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | Reply | None:
    for place, fact in enumerate(draft.facts):
        if fact.kind != "credit_note" or draft.is_settled(NAME, place) or fact.customer_id is None:
            continue
        if fact.says("same_as"):
            continue
        if fact.says("kind") == "refund":
            return _confirmed(draft, place, fact, request, uow)
        if fact.says("kind") == "return" and _may_be_money(draft, fact, request, uow):
            options = ({"use": "return"}, {"use": "refund"})
            return (place, Question(WHICH, options, {"customer": fact.customer_name, "amount": fact.amount}))
    return None


def _may_be_money(draft: Draft, fact: Fact, request: Request, uow: UnitOfWork) -> bool:
    if not draft.text.startswith("退") and not _MONEY.search(draft.text):
        return False
    return _too_much(fact, request, uow) >= (fact.amount or 0)


def _too_much(fact: Fact, request: Request, uow: UnitOfWork) -> int:
    """Fen he has paid that stand against nothing."""
    return uow.customers.position(fact.customer_id or 0, request.today).unallocated


def _confirmed(
    draft: Draft, place: int, fact: Fact, request: Request, uow: UnitOfWork
) -> tuple[int, Question] | Reply | None:
    """Whoever may confirm receipts is asked: the speaker, else the first of finance; nobody beyond what is there."""
    has, amount = _too_much(fact, request, uow), fact.amount or 0
    if amount > has:
        return _refused(draft, fact, has, request)
    if reach("receipt", request.speaker, None, uow) is not Verdict.YES:
        return _passed_on(draft, place, has, request, uow)
    return (place, _question(draft, fact, has, request.speaker, uow))


def _question(draft: Draft, fact: Fact, has: int, judge: StaffView, uow: UnitOfWork) -> Question:
    reporter = uow.staff.get(draft.proposed_by) if draft.proposed_by != judge.userid else None
    amount = fact.amount or 0
    data = {"customer": fact.customer_name, "amount": amount, "left": has - amount}
    return Question(NAME, _YES_OR_NO, {**data, "by": reporter.name if reporter else ""})


def _passed_on(draft: Draft, place: int, has: int, request: Request, uow: UnitOfWork) -> Reply:
    """The speaker may not say that money went back: whoever may is asked, and where nobody may it is not booked."""
    fact, judge = draft.facts[place], first_with(_JUDGES, request.speaker, uow)
    context = {"customer": fact.customer_name, "amount": fact.amount}
    if judge is None:
        return Reply("refund/nobody.txt", context, turned_down(draft, request, "").pushes)
    waiting = replace(draft, proposed_by=draft.proposed_by or request.speaker.userid)
    question = _question(waiting, fact, has, judge, uow)
    push = ask_person(judge, NAME, question, request, uow, draft=waiting)
    return Reply("refund/asked.txt", {**context, "judge": judge.name}, (push,))


def _refused(draft: Draft, fact: Fact, has: int, request: Request) -> Reply:
    context = {"customer": fact.customer_name, "amount": fact.amount, "has": has}
    return Reply("refund/too_much.txt", context, turned_down(draft, request, "").pushes)


_JUDGES: Final = ("finance", "admin")
_YES_OR_NO: Final = ({"use": "yes"}, {"use": "no"})


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    fact = draft.facts[place]
    if question.kind == WHICH:
        if answer.choice == 2:
            return draft.with_fact(place, extra={**fact.extra, "kind": "refund"})
        return draft.settle(NAME, place) if answer.choice == 1 else None
    agrees = answer.agrees
    if agrees is None:
        return None
    has = _too_much(fact, request, uow)
    own = draft.proposed_by in ("", request.speaker.userid)
    # he may have been of finance only when he was asked
    if (agrees or not own) and reach("receipt", request.speaker, None, uow) is not Verdict.YES:
        return _passed_on(draft, place, has, request, uow)
    if not agrees:
        return turned_down(draft, request, "refund/left.txt")
    # what stood there when it was asked may have paid something since
    if (fact.amount or 0) > has:
        return _refused(draft, fact, has, request)
    return draft.settle(NAME, place)
