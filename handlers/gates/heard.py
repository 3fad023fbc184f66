"""P10: what was dictated is read back and confirmed, always."""

from __future__ import annotations

from dataclasses import replace

from handlers.command import Reply, Request
from handlers.draft import Draft
from handlers.language.reading import Answer, Question
from handlers.terms import due_of
from storage.unit_of_work import UnitOfWork

NAME = "heard"


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    if not draft.heard or draft.is_settled(NAME):
        return None
    lines = [
        {
            "customer": fact.customer_name,
            "fact": fact.kind,
            "amount": fact.amount,
            "happened_on": fact.happened_on,
            "due_on": due_of(fact, request, uow).due_on,
        }
        for fact in draft.facts
    ]
    return (0, Question("heard", ({"use": "yes"},), {"lines": lines}))


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    if answer.yes or answer.choice == 1:
        return draft.settle(NAME)
    if answer.amount is not None and len(draft.facts) == 1:
        return replace(draft.with_fact(0, amount=answer.amount), settled=draft.settled)
    if answer.day is not None and len(draft.facts) == 1:
        return draft.with_fact(0, due_on=answer.day)
    return None
