"""What a message would book, before it is certain: facts, what was settled about them, and how they are kept.

A draft lives in the conversation row as JSON while a question is open, so that nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from typing import Any

from handlers.jsonable import to_plain, to_rich
from handlers.language.reading import NOTHING, Fit, Intent, Mention, Question, Reading, Record, Terms
from ledger.values import value

KIND_OF_INTENT = {
    Intent.RECORD_DEBT: "debt",
    Intent.INSTALLMENT: "debt",
    Intent.RECORD_PAYMENT: "payment",
    Intent.RETURN_OR_DISCOUNT: "credit_note",
    Intent.AMBIGUOUS: "unknown",
}
# The reasons a customer owes less without paying; the first two words of each are an entry kind and a reason.
CREDIT_KINDS: Mapping[str, tuple[str, str]] = {
    "return": ("credit_note", "return"),
    "allowance": ("credit_note", "allowance"),
    "rebate": ("credit_note", "rebate"),
    "price_difference": ("credit_note", "price_difference"),
    "rounding": ("discount", "rounding"),
    "discount": ("discount", "discount"),
}
SURE_FITS = frozenset({Fit.EXACT, Fit.SHORT, Fit.SOUND, Fit.LAST})


@value
class Fact:
    """One debt, payment or credit to be booked. Amount in fen; None is still unknown."""

    kind: str  # debt | payment | credit_note | unknown
    customer_id: int | None = None
    customer_name: str = ""
    fit: str = ""
    amount: int | None = None
    happened_on: date | None = None
    due_on: date | None = None
    terms: Terms | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    def changed(self, **changes: Any) -> Fact:
        return replace(self, **changes)

    def line(self) -> dict[str, Any]:
        """The fact as lists of what is not booked show it."""
        fact = "refund" if self.says("kind") == "refund" else self.kind
        return {"fact": fact, "customer": self.customer_name, "amount": self.amount}

    def says(self, key: str, default: Any = "") -> Any:
        return self.extra.get(key, default)


@value
class Draft:
    """The facts of one message, booked together or not at all.

    `settled` names gates already answered (“duplicate:0”); `question` is the reader's, until answered.
    `proposed_by` is the colleague whose report waits for the owner's word.
    """

    facts: tuple[Fact, ...]
    inbox_id: int
    recorder: str
    text: str
    question: Question | None = None
    settled: frozenset[str] = frozenset()
    heard: bool = False
    proposed_by: str = ""

    def with_fact(self, place: int, **changes: Any) -> Draft:
        facts = list(self.facts)
        facts[place] = facts[place].changed(**changes)
        return replace(self, facts=tuple(facts))

    def settle(self, gate: str, place: int = 0) -> Draft:
        return replace(self, settled=self.settled | {f"{gate}:{place}"})

    def is_settled(self, gate: str, place: int = 0) -> bool:
        return f"{gate}:{place}" in self.settled


def draft_of(reading: Reading, *, inbox_id: int, recorder: str, heard: bool) -> Draft:
    """The draft of a money reading: one fact a record, in order."""
    facts = tuple(fact_of(record) for record in reading.records if record.intent in KIND_OF_INTENT)
    voice = heard or reading.voice
    return Draft(facts, inbox_id, recorder, reading.text, reading.question, frozenset(), voice)


def fact_of(record: Record) -> Fact:
    mention = record.customer or Mention("", Fit.NEW)
    return Fact(
        kind=KIND_OF_INTENT[record.intent],
        customer_id=mention.customer_id,
        customer_name=mention.name or mention.text,
        fit=str(mention.fit) if record.customer else "",
        amount=record.amount,
        happened_on=record.happened_on,
        due_on=record.due_on,
        terms=record.terms,
        extra={
            **record.extra,
            "candidates": [list(pair) for pair in mention.candidates],
            "typed": mention.text,
        },
    )


def draft_to_json(draft: Draft) -> dict[str, Any]:
    return {
        "facts": [_fact_to_json(fact) for fact in draft.facts],
        "inbox_id": str(draft.inbox_id),
        "recorder": draft.recorder,
        "text": draft.text,
        "question": question_to_json(draft.question) if draft.question else None,
        "settled": sorted(draft.settled),
        "heard": draft.heard,
        "proposed_by": draft.proposed_by,
    }


def draft_from_json(kept: Mapping[str, Any]) -> Draft:
    question = question_from_json(kept["question"]) if kept["question"] else None
    return Draft(
        facts=tuple(_fact_from_json(fact) for fact in kept["facts"]),
        inbox_id=int(kept["inbox_id"]),
        recorder=kept["recorder"],
        text=kept["text"],
        question=question,
        settled=frozenset(kept["settled"]),
        heard=kept["heard"],
        proposed_by=kept["proposed_by"],
    )


def question_to_json(question: Question) -> dict[str, Any]:
    return {
        "kind": question.kind,
        "options": [to_plain(option) for option in question.options],
        "data": to_plain(question.data),
    }


def question_from_json(kept: Mapping[str, Any]) -> Question:
    return Question(kept["kind"], tuple(to_rich(option) for option in kept["options"]), to_rich(kept["data"]))


def _fact_to_json(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "customer_id": str(fact.customer_id) if fact.customer_id is not None else None,
        "customer_name": fact.customer_name,
        "fit": fact.fit,
        "amount": fact.amount,
        "happened_on": to_plain(fact.happened_on),
        "due_on": to_plain(fact.due_on),
        "terms": [fact.terms.kind, fact.terms.days, fact.terms.event] if fact.terms else None,
        "extra": to_plain(fact.extra),
    }


def _fact_from_json(kept: Mapping[str, Any]) -> Fact:
    return Fact(
        kind=kept["kind"],
        customer_id=int(kept["customer_id"]) if kept["customer_id"] is not None else None,
        customer_name=kept["customer_name"],
        fit=kept["fit"],
        amount=kept["amount"],
        happened_on=to_rich(kept["happened_on"]),
        due_on=to_rich(kept["due_on"]),
        terms=Terms(*kept["terms"]) if kept["terms"] else None,
        extra=to_rich(kept["extra"]),
    )
