"""The limit that holds today: the lasting one, unless one was granted for a while."""

from __future__ import annotations

from datetime import date

from ledger.credit import limit_on
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork


def limit_now(customer: CustomerView, today: date, uow: UnitOfWork) -> int | None:
    """Fen; None while the customer has no lasting limit, which nothing can be granted above."""
    if customer.credit_limit is None:
        return None
    granted = uow.limit_grants.in_force(customer.id, today)
    return limit_on(today, customer.credit_limit, [one.limit for one in granted])
