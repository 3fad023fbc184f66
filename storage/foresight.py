"""What will surely be asked before a posting, asked in one trip."""

from __future__ import annotations

from datetime import date, datetime

from storage.customers import customer_asked, usual_asked
from storage.receivables import recent_asked, similar_asked
from storage.relations import CUSTOMER
from storage.work import Work


def foresee_debt(
    work: Work, *, customer_id: int, actor: str, since: datetime, amount: int, day: date, within_days: int
) -> None:
    """The customer, its debts that a new one may repeat, and its usual amounts, for the methods that ask for them."""
    asks = [
        recent_asked(actor, customer_id, since),
        similar_asked(customer_id, amount, day, within_days),
        usual_asked(customer_id, "debt"),
    ]
    if not work.is_remembered(CUSTOMER, customer_id):
        asks.append(customer_asked(customer_id))
    work.foresee(*asks)
