"""“记错了 恒通那车是2100” while that one waits to be booked: the draft is mended, and what is still open asked again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import conversation
from handlers.booking import book
from handlers.change import amount_after
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import SURE_FITS, Draft, Fact
from handlers.gates import amount as amount_gate
from handlers.gates import customer as customer_gate
from handlers.gates.reader import AMOUNT_KINDS, CUSTOMER_KINDS, DAY_KINDS, with_mention
from handlers.language.reading import Intent, Record, Terms
from handlers.subject import lately
from ledger.money import fen_of
from storage.unit_of_work import UnitOfWork

_DAYS = ("paid_on", "booked_on")
_THAT_ONE = re.compile("[那这][笔个车单批条]?是")
_ASKED_AGAIN = {"amount": AMOUNT_KINDS, "due_date": DAY_KINDS}  # what a new value leaves nothing to ask of


def redraft(request: Request, uow: UnitOfWork) -> Reply | None:
    """None when a record is meant: it has a number, is quoted, was booked later, or no draft is of this customer."""
    record = request.record
    if record.extra.get("number") is not None or request.said.quote:
        return None
    for asked, place in _waiting(record, request):
        if asked.draft is None or _booked_since(asked, request, uow):
            return None
        fact = _changed(_named(asked.draft.facts[place], record), record)
        if fact is None:
            return None
        conversation.close(request.state, asked.id)
        reply = book(_with(asked.draft, place, fact, record), request, uow)
        if not reply.template.startswith("questions/"):
            return reply
        return Reply("booking/redrafted.txt", {"line": fact.line()}).with_more(reply)
    return None


def _waiting(record: Record, request: Request) -> Iterator[tuple[OpenQuestion, int]]:
    """Own drafts with the one fact that may be meant, newest first; where nobody is named, only what was just asked."""
    named = record.customer is not None and record.extra.get("field") != "customer"
    drafts = [asked for asked in reversed(conversation.unbooked(request.state)) if not asked.pushed]
    if not named and conversation.last_act(request.state) != "asked":
        return
    for asked in drafts if named else drafts[:1]:
        facts = asked.draft.facts if asked.draft is not None else ()
        places = [place for place, fact in enumerate(facts) if _may_be(fact, record, named=named)]
        if len(places) > 1 and not named and asked.place in places:
            places = [asked.place]
        if len(places) == 1:
            yield asked, places[0]


def _named(fact: Fact, record: Record) -> Fact:
    """“恒通电器那个” also tells which 恒通 it is."""
    mention = record.customer
    if mention is None or mention.fit not in SURE_FITS or record.extra.get("field") == "customer":
        return fact
    return fact if fact.customer_id == mention.customer_id else with_mention(fact, mention)


def _may_be(fact: Fact, record: Record, *, named: bool) -> bool:
    old = str(record.extra.get("old_amount", ""))
    if old and fact.amount != fen_of(old):
        return False
    mention = record.customer
    if not named or mention is None:
        return True
    theirs = {int(key) for key, _ in fact.says("candidates", ())} | {fact.customer_id}
    his = {key for key, _ in mention.candidates} | {mention.customer_id}
    return bool((theirs & his) - {None}) or fact.customer_name == mention.text


def _booked_since(asked: OpenQuestion, request: Request, uow: UnitOfWork) -> bool:
    """A record that the same words may mean, and that is newer than the question."""
    if request.record.customer is None or request.record.extra.get("field") == "customer":
        return False
    return any(one.recorded_at > asked.asked_at for one in lately(request.record, request, uow))


def meant(request: Request, uow: UnitOfWork) -> Request | None:
    """“恒通那个是2300” as a correction of what waits, or of the one thing he has just told of 恒通.

    None when the words tell more, or nothing of the kind is there.
    """
    record = request.reading.records[0]
    told = {**record.extra}
    if len(request.reading.records) != 1 or record.customer is None or {*told} - {"qty", "unit"}:
        return None
    if record.intent is Intent.AMBIGUOUS and record.amount and not (record.due_on or record.happened_on):
        correct = replace(record, intent=Intent.CORRECT, extra={"field": "amount"})
    elif record.amount is None and record.happened_on is not None and _THAT_ONE.search(request.said.text):
        day = {"field": "paid_on", "paid_on": record.happened_on}
        correct = replace(record, intent=Intent.CORRECT, extra=day)
    else:
        return None
    waits = list(_waiting(correct, request))
    if correct.amount and sum(_is_sumless(asked, place) for asked, place in waits) == 1:
        return request.about(correct)
    if not _THAT_ONE.search(request.said.text) or len(waits) + len(lately(correct, request, uow)) != 1:
        return None
    return request.about(correct)


def _is_sumless(asked: OpenQuestion, place: int) -> bool:
    return asked.draft is not None and asked.draft.facts[place].amount is None


def _changed(fact: Fact, record: Record) -> Fact | None:
    field, extra = str(record.extra.get("field", "")), record.extra
    if field == "amount" and (record.amount or fact.amount):
        fen = amount_after(record, fact.amount or 0)
        return fact.changed(amount=fen) if fen else None
    if field == "due_date" and record.due_on is not None:
        return fact.changed(due_on=record.due_on, terms=None)
    if field == "terms" and "terms_days" in extra:
        return fact.changed(terms=Terms("net", int(extra["terms_days"])), due_on=None)
    if field in _DAYS and isinstance(day := extra.get(field), date):
        return fact.changed(happened_on=day)
    if field == "customer" and record.customer is not None:
        return with_mention(fact, record.customer)
    return None


def _with(draft: Draft, place: int, fact: Fact, record: Record) -> Draft:
    """What was settled of the old value is asked anew; a customer that was confirmed stays so."""
    field = str(record.extra.get("field", ""))
    kept = {f"{customer_gate.NAME}:{place}"} if field != "customer" else set()
    settled = {one for one in draft.settled if one.rpartition(":")[2] != str(place)} | (draft.settled & kept)
    if field == "amount":
        settled.add(f"{amount_gate.NAME}:{place}")
    facts = list(draft.facts)
    facts[place] = fact
    question = draft.question
    again = (
        CUSTOMER_KINDS if fact.customer_id != draft.facts[place].customer_id else _ASKED_AGAIN.get(field, ())
    )
    if question is not None and question.kind in again:
        question = None
    elif question is not None:
        told: dict[str, Any] = {"amount": fact.amount, "customer": fact.customer_name}
        data = {**question.data, **{key: told[key] for key in told if key in question.data}}
        question = replace(question, data=data)
    return replace(draft, facts=tuple(facts), settled=frozenset(settled), question=question)
