"""Which debt: a payment or return that names one which cannot be found is asked about."""

from __future__ import annotations

from handlers.command import Reply, Request
from handlers.designation import Designation, designate
from handlers.draft import Draft
from handlers.language.reading import Answer, Question
from handlers.permissions import may_see_figures
from storage.unit_of_work import UnitOfWork

NAME = "designation"
_MOST_CHOICES = 3


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    for place, fact in enumerate(draft.facts):
        if (
            draft.is_settled(NAME, place)
            or fact.customer_id is None
            or fact.kind not in ("payment", "credit_note")
        ):
            continue
        found = designate(fact, request, uow)
        if isinstance(found, Designation):
            continue
        items = uow.receivables.open_items(fact.customer_id)
        debts = list(dict.fromkeys((item.receivable_id, item.number) for item in items))[:_MOST_CHOICES]
        owed = {r: sum(item.outstanding for item in items if item.receivable_id == r) for r, _ in debts}
        customer = uow.customers.get(fact.customer_id)
        may_see = customer is not None and may_see_figures(request.speaker, customer, uow)
        options = tuple(
            {"receivable_id": str(r), "number": n, "amount": owed[r] if may_see else None} for r, n in debts
        )
        data = {"customer": fact.customer_name, "words": found.words, "amount": fact.amount}
        return (place, Question("which_debt", options, data))
    return None


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    fact = draft.facts[place]
    if answer.choice is not None and 1 <= answer.choice <= len(question.options):
        chosen = [question.options[answer.choice - 1]["receivable_id"]]
        return draft.with_fact(place, extra={**fact.extra, "designated": chosen}).settle(NAME, place)
    if answer.yes:  # any debt will do: the oldest
        return draft.with_fact(place, extra={**fact.extra, "designated": []}).settle(NAME, place)
    return None
