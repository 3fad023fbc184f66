"""What will be asked before and behind a posting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from ledger.money import CURRENCY
from storage.customers import customer_asked, position_asked, usual_asked
from storage.receivables import recent_asked, similar_asked
from storage.relations import CUSTOMER
from storage.work import Asked, Work


def debt_asked(
    work: Work, *, customer_id: int, actor: str, since: datetime, amount: int, day: date, within_days: int
) -> Iterator[Asked]:
    """The customer, its debts that a new one may repeat, and its usual amounts, for the methods that ask for them."""
    yield recent_asked(actor, customer_id, since)
    yield similar_asked(customer_id, amount, day, within_days)
    yield usual_asked(customer_id, "debt")
    if not work.is_remembered(CUSTOMER, customer_id):
        yield customer_asked(customer_id)


def standing_asked(customer_id: int, today: date) -> Asked:
    """Where the customer stands: asked before a debt, it is known behind it."""
    return position_asked(customer_id, today, CURRENCY)
