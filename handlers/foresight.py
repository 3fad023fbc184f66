"""What the gates will ask about the facts of a draft is asked at once: a trip to the database a message, not four."""

from __future__ import annotations

from datetime import timedelta

from handlers.command import Request
from handlers.draft import Draft
from storage.foresight import foresee_debt
from storage.unit_of_work import UnitOfWork


def foresee(draft: Draft, request: Request, uow: UnitOfWork) -> None:
    """Changes nothing but the number of trips: each gate asks as if nobody had."""
    company = request.company
    for fact in draft.facts:
        if fact.kind != "debt" or fact.customer_id is None or fact.amount is None:
            continue
        foresee_debt(
            uow,
            customer_id=fact.customer_id,
            actor=draft.recorder,
            since=uow.now - timedelta(minutes=company.whole("resend_minutes")),
            amount=fact.amount,
            day=fact.happened_on or request.today,
            within_days=company.whole("same_fact_days"),
        )
