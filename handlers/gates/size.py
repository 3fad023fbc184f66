"""P6: an amount unusual for this customer, or above the limit of the speaker's role, is confirmed first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from ledger.limits import unusual_size
from storage.unit_of_work import UnitOfWork

NAME = "size"
_LIMITS = {
    "sales": "confirm_above_sales",
    "clerk": "confirm_above_clerk",
    "finance": "confirm_above_finance",
    "manager": "confirm_above_manager",
    "admin": "confirm_above_manager",
}


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    for place, fact in enumerate(draft.facts):
        if draft.is_settled(NAME, place) or not fact.amount or fact.says("same_as") or fact.says("replans"):
            continue
        question = _question(fact, request, uow)
        if question is not None:
            return (place, question)
    return None


def _question(fact: Fact, request: Request, uow: UnitOfWork) -> Question | None:
    amount = fact.amount or 0
    data = {"customer": fact.customer_name, "amount": amount, "fact": fact.kind}
    before = uow.customers.usual_amounts(fact.customer_id, fact.kind) if fact.customer_id else []
    limit = request.company.fen(_LIMITS[request.speaker.role])
    found = unusual_size(
        amount,
        before[::-1],
        fixed=limit,
        times=request.company.whole("unusual_factor"),
    )
    if found is None:
        return None
    meant: tuple[Mapping[str, Any], ...] = ({"amount": found.meant},) if found.meant else ()
    options: tuple[Mapping[str, Any], ...] = ({"amount": amount}, *meant)
    if found.reason == "unusual":
        return Question("unusual", options, {**data, "usual": found.usual, "times": amount // found.usual})
    return Question("above_limit", options, {**data, "limit": limit})


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    amount = answer.amount
    if answer.choice is not None and 1 <= answer.choice <= len(question.options):
        amount = question.options[answer.choice - 1]["amount"]
    elif amount is None and answer.yes:
        amount = draft.facts[place].amount
    return draft.with_fact(place, amount=amount).settle(NAME, place) if amount else None
