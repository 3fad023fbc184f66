"""分批付: does it re-plan a debt that is there, or is it a new one? Where both fit, it is asked; “那8000” is never new."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.gates.reader import chosen
from handlers.language.reading import Answer, Question
from handlers.permissions import may_see_figures
from storage.receivables import ReceivableView
from storage.unit_of_work import UnitOfWork

NAME = "plan"
_MOST_CHOICES = 2


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    for place, fact in enumerate(draft.facts):
        if draft.is_settled(NAME, place) or not is_plan(fact) or fact.customer_id is None:
            continue
        fitting = _fitting(fact, uow)
        named = bool(fact.says("names_open_debt") or fact.says("number"))
        if not fitting and not named:
            continue
        customer = uow.customers.get(fact.customer_id)
        may_see = customer is not None and may_see_figures(request.speaker, customer, uow)
        return (place, _question(fact, fitting, named=named, may_see=may_see))
    return None


def is_plan(fact: Fact) -> bool:
    return fact.kind == "debt" and bool(fact.says("schedule", ()) or int(fact.says("periods", 1) or 1) > 1)


def _fitting(fact: Fact, uow: UnitOfWork) -> Sequence[ReceivableView]:
    """Open debts of the customer that the plan may be about: by number, else by exactly its sum."""
    debts = [
        debt
        for debt in uow.receivables.of_customer(fact.customer_id or 0)
        if debt.state == "open" and debt.outstanding > 0
    ]
    number = fact.says("number")
    if number:
        return [debt for debt in debts if debt.number == int(number)]
    if fact.amount is None:
        return debts if len(debts) == 1 else []
    return [debt for debt in debts if fact.amount in (debt.outstanding, debt.principal)]


def _question(fact: Fact, fitting: Sequence[ReceivableView], *, named: bool, may_see: bool) -> Question:
    options = [
        {
            "receivable_id": str(debt.id),
            "number": debt.number,
            "amount": debt.outstanding,
            "may_see": may_see,
        }
        for debt in fitting[:_MOST_CHOICES]
    ]
    if not named:
        options.append({"new": True})
    data = {"customer": fact.customer_name, "amount": fact.amount, "fact": fact.kind}
    return Question("which_plan" if options else "no_such_plan", tuple(options), data)


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    option = chosen(question, answer)
    if option is None and answer.yes and question.options:
        option = question.options[0]
    if option is None:
        return None
    if option.get("new"):
        return draft.settle(NAME, place).settle("recalled", place).settle("duplicate", place)
    fact = draft.facts[place]
    amount = fact.amount or int(option["amount"])
    extra = {**fact.extra, "replans": option["receivable_id"]}
    return draft.with_fact(place, amount=amount, extra=extra).settle(NAME, place)
