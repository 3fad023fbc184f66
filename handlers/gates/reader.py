"""The reader's own question: what the words alone left open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Fit, Mention, Question
from storage.unit_of_work import UnitOfWork

NAME = "reader"
_DIGIT = re.compile(r"\d")
AMOUNT_KINDS = frozenset(
    {
        "vague_amount",
        "amount_range",
        "amount_words_differ",
        "sum_differs",
        "missing_amount",
        "quantity_times_price",
        "absurd_amount",
        "foreign_money",
        "fraction",
    }
)
_ASIDES = {"meant": "debt", "said_paid": "payment", "left_over": "debt"}
_KEPT = frozenset({"payment", "credit_note", "discount", "write_off"})  # what the words did tell stays
DAY_KINDS = frozenset({"past_due", "impossible_date", "dates_differ"})
CUSTOMER_KINDS = frozenset({"which_customer", "similar_customer", "missing_customer"})
_OWED = re.compile(r"[^0-9一二两三四五六七八九十百千万半]*欠")  # 面馆欠260, not 5000 还欠3000


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    question = draft.question
    if question is not None and question.kind not in CUSTOMER_KINDS:  # the customer gate asks those itself
        place = _place(draft, question)
        if draft.facts[place].says("kind") == "refund":
            return None  # confirmed by the gate of refunds, with what there is to go back
        if question.kind != "missing_amount" or not draft.facts[place].says("settled"):
            return (place, question)  # to 结清了 the amount gate offers the sum of the books
    return _unknown(draft)


def _unknown(draft: Draft) -> tuple[int, Question] | None:
    """Another fact of the same message of which the words do not tell whether it is a debt or a payment."""
    for place, fact in enumerate(draft.facts):
        if fact.kind == "unknown":
            options = ({"intent": "record_debt"}, {"intent": "record_payment"})
            data = {"customer": fact.customer_name, "amount": fact.amount}
            return (place, Question("debt_or_payment", options, data))
    return None


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    if question.kind in _ASIDES:
        return _aside(draft, place, question, answer)
    if draft.facts[place].kind == "payment" and answer.choice is None and _OWED.match(answer.text):
        return None  # “欠260”, asked how much he paid: what he owes is no payment
    option = chosen(question, answer) or {}
    fact = _settled_fact(draft.facts[place], question, option, answer)
    if fact is None:
        return None
    facts = list(draft.facts)
    facts[place] = fact
    asked = draft.question  # whose it is comes after what it is
    later = asked if asked is not None and asked.kind in CUSTOMER_KINDS else None
    return replace(draft, facts=tuple(facts), question=later)


def _aside(draft: Draft, place: int, question: Question, answer: Answer) -> Draft | Reply | None:
    """“记上还是只是问问？”, “钱到了吗？”: the first books it, the second leaves it. What else the message says was not
    shown with the question: all of it is read back first.
    """
    if answer.choice == 1 or answer.yes:
        told = draft.facts[place].kind
        kind = told if told in _KEPT else _ASIDES[question.kind]
        return replace(
            draft.with_fact(place, kind=kind), question=None, heard=draft.heard or len(draft.facts) > 1
        )
    if answer.choice == 2:
        return Reply("booking/dropped.txt", {"lines": [draft.facts[place].line()]})
    return None


def _settled_fact(fact: Fact, question: Question, option: Mapping[str, Any], answer: Answer) -> Fact | None:
    if question.kind == "debt_or_payment":
        kind = option.get("intent") or option.get("kind")
        kinds = {"record_debt": "debt", "record_payment": "payment", "debt": "debt", "payment": "payment"}
        return fact.changed(kind=kinds[str(kind)]) if kind in kinds else None
    if question.kind in AMOUNT_KINDS:
        amount = option.get("amount") or sum_said(answer)
        if amount is None and answer.yes:
            amount = question.data.get("amount")
        return fact.changed(amount=_fen(amount)) if amount is not None else None
    if question.kind in DAY_KINDS:
        day = option.get("day") or option.get("due_on") or answer.day
        return fact.changed(due_on=day) if day is not None else None
    if answer.mention and answer.mention.fit is not Fit.NEW:
        return with_mention(fact, answer.mention)
    return None


def with_mention(fact: Fact, mention: Mention) -> Fact:
    return fact.changed(
        customer_id=mention.customer_id,
        customer_name=mention.name or mention.text,
        fit=str(mention.fit),
        extra={**fact.extra, "candidates": [list(pair) for pair in mention.candidates]},
    )


def sum_said(answer: Answer) -> int | None:
    """Fen of the sum in the answer. A bare digit is none: it is a choice from some other list, seldom five yuan."""
    return None if _DIGIT.fullmatch(answer.text) else answer.amount


def _fen(amount: object) -> int:
    return int(str(amount))


def chosen(question: Question, answer: Answer) -> Mapping[str, Any] | None:
    """The option picked by its number; None when the answer picks none."""
    if answer.choice is not None and 1 <= answer.choice <= len(question.options):
        return question.options[answer.choice - 1]
    return None


def _place(draft: Draft, question: Question) -> int:
    """Which fact the question is about: named by the reader, else the first that is incomplete."""
    named = question.data.get("record")
    if isinstance(named, int) and named < len(draft.facts):
        return named
    incomplete = (i for i, fact in enumerate(draft.facts) if fact.amount is None or fact.kind == "unknown")
    return next(incomplete, 0)
