"""抹零: an odd sum dropped, as a discount with a reason, within the limit of the role; above it somebody is asked (P8)."""

from __future__ import annotations

from handlers.command import Push, Request
from handlers.draft import Draft, Fact
from handlers.language.reading import Question
from handlers.proposal import approver_of, ask_person, first_with
from ledger.limits import ROUNDING, may_round_off
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

APPROVAL = "discount_approval"


def may_drop(amount: int, request: Request, *, said_by: StaffView | None = None) -> bool:
    """Whether this person lets so many fen go by himself."""
    limits = {**ROUNDING, **request.company.discount_limits}
    return may_round_off((said_by or request.speaker).role, amount, limits)


def drop_difference(
    amount: int,
    customer: CustomerView,
    draft: Draft,
    request: Request,
    uow: UnitOfWork,
    *,
    said_by: StaffView | None = None,
) -> list[Push]:
    """Post the discount where the role may, else ask who may; nothing is dropped before that person says so.

    `said_by` is who wanted it dropped, when somebody else confirms the money now.
    """
    if may_drop(amount, request, said_by=said_by):
        uow.journal.credit(
            "discount",
            customer_id=customer.id,
            amount=amount,
            effective_on=request.today,
            actor=draft.recorder,
            reason="rounding",
            message_id=draft.inbox_id,
        )
        return []
    return ask_approval(amount, "rounding", customer, draft, request, uow, said_by=said_by)


def ask_approval(
    amount: int,
    reason: str,
    customer: CustomerView,
    draft: Draft,
    request: Request,
    uow: UnitOfWork,
    *,
    said_by: StaffView | None = None,
) -> list[Push]:
    """Ask the next one up about a discount; finance for sales within finance's limit, else the manager."""
    person = said_by or request.speaker
    small = person.role in ("sales", "clerk") and amount <= request.company.fen("discount_limit_finance")
    approver = first_with(("finance",), person, uow) if small else None
    approver = approver or approver_of(person, uow, customer=customer)
    if approver is None:
        return []
    fact = Fact(
        "credit_note",
        customer.id,
        customer.name,
        "exact",
        amount,
        request.today,
        extra={"kind": reason, "approved_by": approver.userid},
    )
    waiting = Draft((fact,), draft.inbox_id, draft.recorder, draft.text, proposed_by=draft.recorder)
    data = {"by": person.name, "customer": customer.name, "amount": amount, "reason": reason}
    question = Question(APPROVAL, ({"use": "yes"}, {"use": "no"}), data)
    return [ask_person(approver, "owner", question, request, uow, draft=waiting)]
