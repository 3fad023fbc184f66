"""Which day: a due day before the day of the goods is asked about, since it can be neither."""

from __future__ import annotations

from handlers.command import Reply, Request
from handlers.draft import Draft
from handlers.language.reading import Answer, Question
from storage.unit_of_work import UnitOfWork

NAME = "day"


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    for place, fact in enumerate(draft.facts):
        happened = fact.happened_on or request.today
        if draft.is_settled(NAME, place):
            continue
        if fact.kind == "debt" and fact.due_on is not None and fact.due_on < happened:
            options = ({"use": "due"}, {"use": "happened"})
            data = {"customer": fact.customer_name, "day": fact.due_on, "amount": fact.amount}
            return (place, Question("past_due", options, data))
        if happened > request.today:
            data = {"customer": fact.customer_name, "day": happened, "amount": fact.amount, "fact": fact.kind}
            return (place, Question("future_fact", (), data))
    return None


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    fact = draft.facts[place]
    if answer.day is not None:
        if question.kind == "future_fact":
            return draft.with_fact(place, happened_on=answer.day)
        return draft.with_fact(place, due_on=answer.day)
    if question.kind == "past_due" and answer.choice == 1:
        return draft.settle(NAME, place)
    if question.kind == "past_due" and answer.choice == 2:  # it was the day of the goods, not the due day
        return draft.with_fact(place, happened_on=fact.due_on, due_on=None)
    return None
