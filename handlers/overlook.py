"""The books as pages show them: everybody a person may see by how late he is, one customer, one debt. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from handlers.account import payments_of
from handlers.items import line_of
from handlers.permissions import owners_seen
from ledger.aging import BY_DUE
from storage.aging_query import AgedRow, aging
from storage.customers import CustomerView
from storage.histories import history_of
from storage.sources import Sources
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

MOST_ROWS: Final = 300
MOST_LINES: Final = 100


def aged(
    person: StaffView, uow: UnitOfWork, today: date, *, owner: str = "", only_late: bool = False
) -> dict[str, Any]:
    """Customers whom the person may see with fen by bucket, the largest first, and salespeople with their sums.

    `owner` narrows it to his customers; `only_late` to those with something past due, the most late first.
    """
    seen = owners_seen("balance", person, uow)
    customers = {
        str(one.id): one
        for one in uow.customers.all()
        if (seen is None or one.owner in seen) and owner in ("", one.owner)
    }
    rows = [row for row in aging(uow, today).rows if row.key in customers]
    people = _people(rows, customers, uow)
    if only_late:
        rows = sorted((row for row in rows if _late(row)), key=_late, reverse=True)
    return {
        "labels": BY_DUE.labels,
        "rows": [_row(row, customers[row.key], uow) for row in rows[:MOST_ROWS]],
        "left_out": max(0, len(rows) - MOST_ROWS),
        "total": _total(rows),
        "people": people if len(people) > 1 or owner else [],
        "owner": owner,
        "only_late": only_late,
    }


def _late(row: AgedRow) -> int:
    return sum(row.amounts[1:])


def _row(row: AgedRow, customer: CustomerView, uow: UnitOfWork) -> dict[str, Any]:
    owner = uow.staff.get(customer.owner) if customer.owner else None
    return {
        "id": row.key,
        "name": row.name,
        "owner": owner.name if owner else customer.owner,
        "amounts": row.amounts,
        "outstanding": row.outstanding,
        "late": _late(row),
        "unallocated": row.unallocated,
    }


def _total(rows: Sequence[AgedRow]) -> Mapping[str, Any]:
    amounts = [sum(column) for column in zip(*(row.amounts for row in rows), strict=True)]
    return {
        "amounts": amounts or [0] * len(BY_DUE.labels),
        "outstanding": sum(amounts),
        "late": sum(amounts[1:]),
        "unallocated": sum(row.unallocated for row in rows),
    }


def _people(
    rows: Sequence[AgedRow], customers: Mapping[str, CustomerView], uow: UnitOfWork
) -> list[dict[str, Any]]:
    """Sums by the customers' salespeople, the largest first."""
    found: dict[str, list[AgedRow]] = {}
    for row in rows:
        found.setdefault(customers[row.key].owner, []).append(row)
    people = []
    for userid, theirs in found.items():
        person = uow.staff.get(userid) if userid else None
        name = person.name if person else userid
        people.append({"userid": userid, "name": name, "count": len(theirs), **_total(theirs)})
    return sorted(people, key=lambda one: -one["outstanding"])


def of_customer(customer: CustomerView, uow: UnitOfWork, today: date) -> dict[str, Any]:
    """One customer: where he stands, what is open, what came in, what was promised and contested."""
    position = uow.customers.position(customer.id, today)
    items = uow.receivables.open_items(customer.id)
    owner = uow.staff.get(customer.owner) if customer.owner else None
    return {
        "customer": customer.name,
        "customer_id": str(customer.id),
        "owner": owner.name if owner else "",
        "limit": customer.credit_limit,
        "net": position.net,
        "overdue": position.overdue,
        "unallocated": position.unallocated,
        "reported": position.reported,
        "items": [{**line_of(item, today), "issued_on": item.issued_on} for item in items[:MOST_LINES]],
        "left_out": max(0, len(items) - MOST_LINES),
        "payments": payments_of(history_of(uow, customer.id)),
        "promises": [
            {"day": one.day, "amount": one.amount or 0} for one in uow.promises.open_of(customer.id)
        ],
        "disputes": [
            {"amount": one.amount, "reason": one.reason} for one in uow.disputes.open_of(customer.id)
        ],
    }


def of_debt(number: int, customer: CustomerView, uow: UnitOfWork, today: date) -> dict[str, Any] | None:
    """One debt: its instalments, and what went to them; None when it is not this customer's."""
    debt = uow.receivables.by_number(number)
    if debt is None or debt.customer_id != customer.id:
        return None
    live = Sources(uow).live_on_instalments([item.id for item in debt.instalments])
    money = [(row, uow.journal.entry(row.source)) for row in live]
    salesperson = uow.staff.get(debt.salesperson)
    return {
        "customer": customer.name,
        "customer_id": str(customer.id),
        "number": debt.number,
        "document_no": debt.document_no,
        "invoice_no": debt.invoice_no,
        "issued_on": debt.issued_on,
        "principal": debt.principal,
        "owed": debt.outstanding,
        "note": debt.note,
        "delay_reason": debt.delay_reason,
        "salesperson": salesperson.name if salesperson else debt.salesperson,
        "items": [line_of(item, today) for item in debt.instalments],
        "money": [
            {"day": entry.effective_on, "kind": entry.kind, "amount": row.amount}
            for row, entry in money
            if entry is not None
        ],
    }
