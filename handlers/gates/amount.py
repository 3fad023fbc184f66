"""How much: a missing amount is asked for; “结清了” offers the amount from the books."""

from __future__ import annotations

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.gates.reader import sum_said
from handlers.language.reading import Answer, Question
from handlers.permissions import may_see_figures
from ledger.money import fen_of
from storage.unit_of_work import UnitOfWork

NAME = "amount"
_ODD = 10_000  # fen: more than that is no odd sum


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | None:
    for place, fact in enumerate(draft.facts):
        if fact.amount is not None:
            if fact.says("unit_price") and fact.says("qty") and not draft.is_settled(NAME, place):
                return (place, _product(fact))
            continue
        data = {"customer": fact.customer_name, "fact": fact.kind}
        if fact.kind in ("payment", "credit_note") and fact.says("settled") and fact.customer_id is not None:
            customer = uow.customers.get(fact.customer_id)
            may_see = customer is not None and may_see_figures(request.speaker, customer, uow)
            owed = uow.customers.position(fact.customer_id, request.today).expected
            if fact.kind == "credit_note" and may_see and 0 < owed < _ODD:
                return (place, Question("drops_rest", ({"amount": owed},), {**data, "amount": owed}))
            if fact.kind == "payment" and may_see and owed > 0:
                return (place, Question("pays_all", ({"amount": owed},), {**data, "amount": owed}))
        return (place, Question("missing_amount", (), data))
    return None


def _product(fact: Fact) -> Question:
    """50吨×420 is shown and confirmed: either figure may be something else."""
    price = fen_of(str(fact.says("unit_price")))
    data = {
        "customer": fact.customer_name,
        "quantity": fact.says("qty"),
        "price": price,
        "amount": fact.amount,
    }
    return Question("quantity_times_price", ({"amount": fact.amount},), data)


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    amount = sum_said(answer)
    if amount is None and question.options and (answer.yes or answer.choice == 1):
        amount = question.options[0]["amount"]
    return draft.with_fact(place, amount=amount).settle(NAME, place) if amount else None
