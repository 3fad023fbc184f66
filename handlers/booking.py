"""From a draft to the books: every gate in turn, then all facts of the message together or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers import conversation, credit_note, debt, intake, payment, watching
from handlers.command import Audience, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import Draft, Fact, draft_of
from handlers.errors import UnknownCustomer
from handlers.foresight import foresee
from handlers.gates import GATES
from handlers.gates import customer as customer_gate
from handlers.language.reading import Answer, Fit, Question
from handlers.proposal import question_context
from handlers.subject import customer_of, numbered
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

_GATE = {gate.NAME: gate for gate in GATES}
# “单号” alone only where no word before it makes it another paper's: 回单号, 收款单号.
_OF_GOODS = (
    r"(?:(?:送货|出库|提货|发货|销货|销售|开)单|(?:^|[^一-龥]|[元块钱万千百])(?:货单|单(?=号)))"
    r"(?:号码|编号|号|No\.?|NO\.?)?[.:：是为 #]*"
)
_OF_MONEY = re.compile(r"收据|回单|流水|凭证|收款|付款|汇款|转账")
_KEPT_RETYPED = ("settled", "payer", "applies_to", "number", "recovered", "kind")
_AHEAD = re.compile(r"[定订押]金|预付|预收")
_POST = {"debt": debt.post, "payment": payment.post, "credit_note": credit_note.post}


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Book what the message says, or ask the one thing that is missing."""
    said = request.said
    draft = draft_of(
        request.reading, inbox_id=said.inbox_id, recorder=request.speaker.userid, heard=said.heard
    )
    draft = _of_papers(_named_by_number(draft, uow), request)
    replaced = _replace_open(draft, request)
    reply = book(draft, request, uow)
    return reply if replaced is None else _told(reply, replaced)


def book(draft: Draft, request: Request, uow: UnitOfWork) -> Reply:
    """Pass the gates in order; the first that asks keeps the draft, else everything is posted."""
    draft = _known_by_now(draft, uow)
    foresee(draft, request, uow)
    for gate in GATES:
        asked = gate.ask(draft, request, uow)
        if isinstance(asked, Reply):
            return asked
        if asked is not None:
            place, question = asked
            opened = OpenQuestion(0, gate.NAME, question, request.said.now, place, draft)
            conversation.ask(request.state, opened)
            return question_reply(question, request)
    return _post(draft, request, uow)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Go on with the draft of an answered question; None when the answer does not fit the question."""
    if asked.draft is None:
        return None
    bare_no = answer.yes is False and answer.mention is None and answer.amount is None and answer.day is None
    if bare_no and not any(option.get("use") == "no" for option in asked.question.options):
        conversation.close(request.state, asked.id)
        return Reply("booking/dropped.txt", {"lines": [fact.line() for fact in asked.draft.facts]})
    settled = _GATE[asked.asker].settle(asked.draft, asked.place, asked.question, answer, request, uow)
    if settled is None:
        return None
    conversation.close(request.state, asked.id)
    return settled if isinstance(settled, Reply) else book(as_of(asked, settled, request), request, uow)


def as_of(asked: OpenQuestion, draft: Draft, request: Request) -> Draft:
    """Answered on a later day, what was told without a day is of the day it was told."""
    told_on = asked.asked_at.date()
    if told_on < request.today:
        for place, fact in enumerate(draft.facts):
            if fact.happened_on is None:
                draft = draft.with_fact(place, happened_on=told_on)
    return draft


def _named_by_number(draft: Draft, uow: UnitOfWork) -> Draft:
    """“#1042 分三期” names no customer, but a record that has one."""
    for place, fact in enumerate(draft.facts):
        if fact.customer_id is not None or fact.customer_name or not fact.says("number"):
            continue
        debt = numbered(int(fact.extra["number"]), uow)
        customer = customer_of(debt, uow) if debt is not None and debt.debt else None
        if customer is not None:
            named = {"customer_id": customer.id, "customer_name": customer.name, "fit": str(Fit.EXACT)}
            draft = draft.with_fact(place, **named)
    return draft


def _of_papers(draft: Draft, request: Request) -> Draft:
    """What a clerk types with the number of a paper of goods is owed (PEOPLE P24); others may prove money."""
    if request.speaker.role != "clerk":
        return draft
    for place, fact in enumerate(draft.facts):
        if fact.kind == "unknown" and fact.says("doc_no") and _is_of_goods(fact, draft.text):
            draft = draft.with_fact(place, kind="debt")
    asked = draft.question is not None and draft.question.kind == "debt_or_payment"
    settled = asked and all(fact.kind != "unknown" for fact in draft.facts)
    return replace(draft, question=None) if settled else draft


def _is_of_goods(fact: Fact, text: str) -> bool:
    """Does the number stand behind the name of a paper that goes with goods, and no paper of money beside it?"""
    said = text.replace(str(fact.says("typed")) or " ", " ")
    numbered = _OF_GOODS + re.escape(str(fact.says("doc_no"))) + r"(?![A-Za-z\d])"
    return re.search(numbered, said) is not None and not _OF_MONEY.search(said)


def _known_by_now(draft: Draft, uow: UnitOfWork) -> Draft:
    """A new name that a colleague made a customer of meanwhile is that customer, with all its gates."""
    for place, fact in enumerate(draft.facts):
        if fact.customer_id is not None or not draft.is_settled(customer_gate.NAME, place):
            continue
        known = uow.customers.by_name(fact.customer_name)
        if known is not None:
            exact = str(Fit.EXACT)
            draft = draft.with_fact(place, customer_id=known.id, customer_name=known.name, fit=exact)
    return draft


def question_reply(question: Question, request: Request) -> Reply:
    return Reply(f"questions/{question.kind}.txt", question_context(question, request))


def _post(draft: Draft, request: Request, uow: UnitOfWork) -> Reply:
    booked: list[tuple[Mapping[str, Any], CustomerView]] = []
    pushes: list[Push] = []
    for fact in draft.facts:
        customer = _customer(fact, draft, request, uow)
        named = fact.changed(customer_id=customer.id, customer_name=customer.name)
        line, more = _POST[named.kind](named, customer, draft, request, uow)
        booked.append((line, customer))
        pushes += more
        conversation.remember_customer(request.state, customer.id, customer.name)
    lines = [line for line, _ in booked]
    pushes += watching.news(booked, draft, request, uow)
    if draft.proposed_by:
        pushes.append(_tell_reporter(draft, lines, request))
    request.state["last_booking"] = str(draft.inbox_id)
    context = {"lines": lines, "today": request.today, "heard": draft.heard}
    in_group = _in_group(draft, lines, request)
    if len(lines) == 1:
        reply = Reply(str(lines[0]["template"]), {**lines[0], **context}, tuple(pushes), in_group=in_group)
        return _with_intake(reply, customer, draft, request, uow) if lines[0].get("is_new") else reply
    return Reply("booking/many.txt", context, tuple(pushes), in_group=in_group)


def _with_intake(
    reply: Reply, customer: CustomerView, draft: Draft, request: Request, uow: UnitOfWork
) -> Reply:
    """A customer nobody knew until now takes goods on account: who told it is asked a little about him."""
    if draft.proposed_by:
        return reply
    asked, pushes = intake.offer(customer, request, uow)
    reply = reply.with_pushes(*pushes)
    return reply.with_more(asked) if asked is not None else reply


def _in_group(draft: Draft, lines: list[Mapping[str, Any]], request: Request) -> Reply | None:
    """What the others read: only what the speaker said before them all in this very message."""
    if draft.inbox_id != request.said.inbox_id:
        return None
    return Reply("group/booked.txt", {"lines": lines, "today": request.today}, audience=Audience.PUBLIC)


def _customer(fact: Fact, draft: Draft, request: Request, uow: UnitOfWork) -> CustomerView:
    """The customer of a fact: created now when its name was confirmed as new, its alias learnt when confirmed."""
    if fact.customer_id is None:
        known = uow.customers.by_name(fact.customer_name)
        if known is not None:
            return known
        recorder = uow.staff.get(draft.recorder) or request.speaker
        owner = recorder.userid if recorder.role in ("sales", "manager") else ""
        return uow.customers.create(name=fact.customer_name, owner=owner, created_by=draft.recorder)
    customer = uow.customers.get(fact.customer_id)
    if customer is None:
        raise UnknownCustomer(customer_id=fact.customer_id)
    if fact.says("learn_alias"):
        uow.customers.learn_alias(customer.id, str(fact.says("learn_alias")), draft.recorder)
    return customer


def _tell_reporter(draft: Draft, lines: list[Mapping[str, Any]], request: Request) -> Push:
    context = {"lines": lines, "by": request.speaker.name, "today": request.today}
    return Push(
        draft.proposed_by,
        f"accepted:{request.said.inbox_id}:{draft.inbox_id}",
        "chat/booking/accepted.txt",
        context,
    )


def _replace_open(draft: Draft, request: Request) -> Draft | None:
    """A retyped message takes the place of an unbooked one of the same customer and kind (P1)."""
    if len(draft.facts) != 1:
        return None
    fact, state = draft.facts[0], request.state
    window = timedelta(minutes=request.company.whole("resend_minutes"))
    for asked in conversation.unbooked(state):
        old = asked.draft
        if request.said.now - asked.asked_at > window:
            continue  # another day's draft is no slip of the finger: it waits on
        if old is None or len(old.facts) != 1 or old.proposed_by or not _whose(fact):
            continue
        if (_whose(old.facts[0]), old.facts[0].kind) != (_whose(fact), fact.kind):
            continue
        if _nature(old) == _nature(draft):
            conversation.close(state, asked.id)
            return old
    return None


def _whose(fact: Fact) -> int | str:
    """The customer, or the name of one that nobody has yet."""
    return fact.customer_id or fact.customer_name


def _nature(draft: Draft) -> tuple[bool, ...]:
    """What a retyped message keeps: a deposit is no mended “打了8000 结清”, nor is what another paid for him."""
    fact = draft.facts[0]
    return (*(bool(fact.says(key)) for key in _KEPT_RETYPED), _AHEAD.search(draft.text) is not None)


def _told(reply: Reply, replaced: Draft) -> Reply:
    return replace(reply, context={**reply.context, "instead_of": replaced.facts[0].amount})
