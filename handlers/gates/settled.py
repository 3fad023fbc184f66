"""P8: “结清了” with a sum that differs from the books: the difference is asked about, never dropped silently."""

from __future__ import annotations

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from handlers.permissions import may_see_figures
from storage.unit_of_work import UnitOfWork

NAME = "settled"


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    for place, fact in enumerate(draft.facts):
        if draft.is_settled(NAME, place) or fact.kind != "payment" or not fact.says("settled"):
            continue
        if fact.customer_id is None or fact.amount is None or fact.says("applies_to") or fact.says("same_as"):
            continue
        customer = uow.customers.get(fact.customer_id)
        if customer is None or not may_see_figures(request.speaker, customer, uow):
            continue  # what is left stays owed: the difference would tell what the customer owes
        difference = _difference(fact, request, uow)
        if difference > 0:
            data = {
                "customer": fact.customer_name,
                "owed": difference + fact.amount,
                "amount": fact.amount,
                "difference": difference,
            }
            return (place, Question("difference", ({"use": "drop"}, {"use": "keep"}), data))
    return None


def _difference(fact: Fact, request: Request, uow: UnitOfWork) -> int:
    """Fen that he would still owe after this payment; below 0 when it is more than he owes."""
    if fact.customer_id is None or fact.amount is None:
        return 0
    return uow.customers.position(fact.customer_id, request.today).expected - fact.amount


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    fact = draft.facts[place]
    if answer.choice == 1 and _difference(fact, request, uow) != question.data["difference"]:
        return draft  # the books have moved since: asked with the figure of now, if anything is left
    if answer.choice == 1:
        extra = {**fact.extra, "rounding": question.data["difference"]}
        return draft.with_fact(place, extra=extra).settle(NAME, place)
    if answer.choice == 2:
        return draft.settle(NAME, place)
    return None
