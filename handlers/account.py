"""What a customer may see of himself: what is open, what he paid, whom to call. One customer, and no other's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from config.company import CompanySettings
from ledger.history import History
from ledger.receivable import Instalment
from storage.customers import CustomerView
from storage.debtors import company_name
from storage.histories import history_of
from storage.unit_of_work import UnitOfWork

MOST_ITEMS: Final = 200
MOST_PAYMENTS: Final = 10  # the latest


def account_of(
    customer: CustomerView, uow: UnitOfWork, today: date, company: CompanySettings
) -> Mapping[str, Any]:
    """Fen and days for the customer's own page; `company` are the settings that hold for the whole company.

    `net` is negative when more was paid than is owed. `waiting` is what was told of and is not confirmed yet.
    """
    items = uow.receivables.open_items(customer.id)
    position = uow.customers.position(customer.id, today)
    return {
        "today": today,
        "customer": customer.name,
        "company": company.text("company_name") or company_name(uow),
        "account": company.text("payment_account"),
        "net": position.net,
        "unallocated": position.unallocated,
        "waiting": position.reported,
        "late": sum(item.outstanding - item.disputed for item in items if item.days_late(today) > 0),
        "items": [_line(item, today) for item in items[:MOST_ITEMS]],
        "left_out": max(0, len(items) - MOST_ITEMS),
        "payments": payments_of(history_of(uow, customer.id)),
        **signer_of(customer, uow),
    }


def signer_of(customer: CustomerView, uow: UnitOfWork) -> dict[str, str]:
    """Whom he may call: his salesperson; nobody's name when nobody looks after him."""
    person = uow.staff.get(customer.owner) if customer.owner else None
    active = person is not None and person.active
    return {
        "signer": person.name if person and active else "",
        "phone": person.phone if person and active else "",
    }


def _line(item: Instalment, today: date) -> Mapping[str, Any]:
    return {
        "number": item.number,
        "document_no": item.document_no,
        "issued_on": item.issued_on,
        "due_on": item.due_on,
        "amount": item.amount,
        "owed": item.outstanding,
        "disputed": item.disputed,
        "days_late": max(0, item.days_late(today)),
        "is_fee": item.kind == "fee",
    }


def payments_of(history: History) -> Sequence[Mapping[str, Any]]:
    """Those that were not taken back, the latest first."""
    taken_back = {entry.reverses for entry in history.entries}
    paid = [one for one in history.entries if one.kind == "payment" and one.id not in taken_back]
    paid.sort(key=lambda entry: (entry.effective_on, entry.seq), reverse=True)
    return [{"day": one.effective_on, "amount": one.amount} for one in paid[:MOST_PAYMENTS]]
