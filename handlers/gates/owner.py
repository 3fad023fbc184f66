"""P5: a fact is never refused. On a colleague's customer it becomes a proposal to its owner; nothing is booked yet."""

from __future__ import annotations

from dataclasses import replace

from handlers.command import Push, Reply, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person
from handlers.rounding import may_drop
from storage.customers import CustomerView
from storage.staff import StaffView
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
    return _propose(draft, foreign[0], request.speaker, request, uow)


def _propose(
    draft: Draft, customer: CustomerView, reporter: StaffView, request: Request, uow: UnitOfWork
) -> Reply:
    owner = _judge(draft, customer, reporter, uow)
    if owner is None:
        return Reply("refusal/no_owner.txt", {"customer": customer.name})
    lines = [_line(fact) for fact in draft.facts]
    question = Question(
        "proposed",
        ({"use": "yes"}, {"use": "no"}),
        {"by": reporter.name, "lines": lines, "recorder": reporter.userid},
    )
    push = ask_person(owner, NAME, question, request, uow, draft=replace(draft, proposed_by=reporter.userid))
    context = {"customer": customer.name, "owner": owner.name, "lines": lines}
    return Reply("booking/proposed.txt", context, (push,))


def _judge(draft: Draft, customer: CustomerView, reporter: StaffView, uow: UnitOfWork) -> StaffView | None:
    """The customer's owner while he may book it himself, else whoever is above the reporter."""
    owner = uow.staff.get(customer.owner)
    if owner is not None and owner.active and _may_all(draft, customer, owner, uow):
        return owner
    return approver_of(reporter, uow, customer=customer)


def _may_all(draft: Draft, customer: CustomerView, person: StaffView, uow: UnitOfWork) -> bool:
    return all(reach(fact.kind, person, customer, uow) is Verdict.YES for fact in draft.facts)


def _line(fact: Fact) -> dict[str, object]:
    return {**fact.line(), "day": fact.happened_on}


def settle(
    draft: Draft, place: int, question: Question, answer: Answer, request: Request, uow: UnitOfWork
) -> Draft | Reply | None:
    if answer.choice == 2 or answer.yes is False:
        return turned_down(draft, request, "booking/turned_down.txt")
    if answer.choice != 1 and not answer.yes:
        return None
    moved = _not_his_any_more(draft, request, uow)
    return draft if moved is None else moved


def turned_down(draft: Draft, request: Request, template: str) -> Reply:
    """Nothing is booked, and whoever reported it hears that."""
    lines = [_line(fact) for fact in draft.facts]
    told = {"lines": lines, "by": request.speaker.name}
    key = f"turned_down:{request.said.inbox_id}:{draft.inbox_id}"
    push = Push(draft.proposed_by, key, "chat/booking/refused.txt", told, priority=1)
    return Reply(template, told, () if draft.proposed_by in ("", request.speaker.userid) else (push,))


def _not_his_any_more(draft: Draft, request: Request, uow: UnitOfWork) -> Reply | None:
    """The customer changed hands, or the role changed, since he was asked: the one whose it is now is asked."""
    speaker, reporter = request.speaker, uow.staff.get(draft.proposed_by)
    for fact in draft.facts:
        customer = uow.customers.get(fact.customer_id) if fact.customer_id is not None else None
        verdict = reach(fact.kind, speaker, customer, uow)
        if fact.says("approved_by"):
            if verdict is Verdict.NO or not may_drop(fact.amount or 0, request):
                return turned_down(draft, request, "booking/not_yours_now.txt")
            continue
        if verdict is Verdict.YES or customer is None:
            continue
        judge = _judge(draft, customer, reporter or speaker, uow)
        if verdict is Verdict.NO or judge is None or judge.userid != speaker.userid:
            return _propose(draft, customer, reporter or speaker, request, uow)
    return None
