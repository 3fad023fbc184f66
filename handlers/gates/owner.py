"""P5: a fact is never refused. On a colleague's customer it becomes a proposal to its owner; nothing is booked yet."""

from __future__ import annotations

from dataclasses import replace

from handlers.command import Reply, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

NAME = "owner"


def ask(draft: Draft, request: Request, uow: UnitOfWork) -> tuple[int, Question] | Reply | None:
    if draft.proposed_by:
        return None
    foreign: list[CustomerView] = []
    for fact in draft.facts:
        customer = uow.customers.get(fact.customer_id) if fact.customer_id else None
        verdict = reach(fact.kind, request.speaker, customer, uow)
        if verdict is Verdict.NO:
            return Reply("refusal/role.txt", {"fact": fact.kind, "role": request.speaker.role})
        if customer is not None and verdict is not Verdict.YES:
            foreign.append(customer)
    if not foreign:
        return None
    owners = {customer.owner for customer in foreign}
    if len(foreign) < len(draft.facts) or len(owners) > 1:
        return Reply(
            "refusal/mixed_owners.txt", {"customers": sorted({customer.name for customer in foreign})}
        )
    return _propose(draft, foreign[0], request, uow)


def _propose(draft: Draft, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    owner = uow.staff.get(customer.owner)
    if owner is None or not owner.active:
        owner = approver_of(request.speaker, uow)
    if owner is None:
        return Reply("refusal/no_owner.txt", {"customer": customer.name})
    lines = [_line(fact) for fact in draft.facts]
    question = Question(
        "proposed",
        ({"use": "yes"}, {"use": "no"}),
        {"by": request.speaker.name, "lines": lines, "recorder": request.speaker.userid},
    )
    push = ask_person(
        owner, NAME, question, request, uow, draft=replace(draft, proposed_by=request.speaker.userid)
    )
    context = {"customer": customer.name, "owner": owner.name, "lines": lines}
    return Reply("booking/proposed.txt", context, (push,))


def _line(fact: Fact) -> dict[str, object]:
    return {"fact": fact.kind, "customer": fact.customer_name, "amount": fact.amount, "day": fact.happened_on}


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    if answer.yes or answer.choice == 1:
        return draft
    return None
