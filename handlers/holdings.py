"""What a person holds when he leaves: customers, sums, cash, promises, customers without a phone (P25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from storage.customers import CustomerView
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
        "disputes": len(uow.disputes.open([userid])),
        "tasks": len(uow.tasks.open_of(userid)),
        "unconfirmed": len(uow.receipts.reported([userid])),
        "without_phone": sum(1 for customer in customers if not _is_reachable(customer, uow)),
    }


def _is_reachable(customer: CustomerView, uow: UnitOfWork) -> bool:
    return bool(customer.phone) or any(one.phone for one in uow.contacts.of_customer(customer.id))


def largest(
    customers: Sequence[CustomerView], today: date, uow: UnitOfWork, most: int
) -> list[dict[str, Any]]:
    """The customers that owe most, with net and overdue sums in fen."""
    found = [(customer, uow.customers.position(customer.id, today)) for customer in customers]
    owing = sorted((row for row in found if row[1].net > 0), key=lambda row: (-row[1].net, row[0].name))
    return [
        {"name": one.name, "net": position.net, "overdue": position.overdue} for one, position in owing[:most]
    ]
