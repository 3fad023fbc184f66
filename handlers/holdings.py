"""What a person holds when he leaves: customers, sums, cash, promises, customers without a phone (P25)."""

from __future__ import annotations

from datetime import date
from typing import Any

from storage.unit_of_work import UnitOfWork


def holdings(userid: str, today: date, uow: UnitOfWork) -> dict[str, Any]:
    """Counts, and sums in fen; all zero when he holds nothing."""
    customers = uow.customers.owned_by([userid])
    totals = uow.receivables.totals(today, [userid])
    cash = uow.receipts.cash_in_hand(userid)
    return {
        "customers": len(customers),
        "outstanding": totals.outstanding,
        "overdue": totals.overdue,
        "cash": sum(receipt.amount for receipt in cash),
        "promises": len(uow.promises.open([userid])),
        "without_phone": sum(1 for customer in customers if not customer.phone),
    }
