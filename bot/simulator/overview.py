"""The books at a glance, beside the chat: a newcomer sees them change. In the real world nobody sees it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.aging import AgedItem, age
from storage.customers import CustomerView, Position
from storage.overdue import Totals
from storage.unit_of_work import UnitOfWork

MOST_CUSTOMERS = 60
MOST_ITEMS = 5_000
ALL = "all"


@dataclass(frozen=True, slots=True)
class Line:
    customer: CustomerView
    position: Position
    days_late: int


@dataclass(frozen=True, slots=True)
class Overview:
    """`buckets`: fen by label of `ledger.aging`; `lines`: who owes most first, then who owes nothing."""

    today: date
    totals: Totals
    buckets: Mapping[str, int]
    lines: Sequence[Line]
    names: Mapping[str, str]
    left_out: int


def overview(uow: UnitOfWork) -> Overview:
    today = uow.today()
    customers = uow.customers.all()
    lines = [_line(customer, today, uow) for customer in customers[:MOST_CUSTOMERS]]
    lines.sort(key=lambda line: (-line.position.net, line.customer.name))
    names = {person.userid: person.name for person in uow.staff.all()}
    left_out = len(customers) - len(lines)
    return Overview(today, uow.receivables.totals(today), _buckets(today, uow), lines, names, left_out)


def _line(customer: CustomerView, today: date, uow: UnitOfWork) -> Line:
    position = uow.customers.position(customer.id, today)
    days = (today - position.oldest_due).days if position.oldest_due else 0
    return Line(customer, position, max(0, days))


def _buckets(today: date, uow: UnitOfWork) -> Mapping[str, int]:
    due = uow.receivables.due_between(date.min, date.max, limit=MOST_ITEMS)
    items = (
        AgedItem(ALL, row.instalment.outstanding, row.instalment.due_on, row.instalment.issued_on)
        for row in due
    )
    aging = age(items, today)
    return dict(zip(aging.buckets.labels, aging.total.amounts, strict=True))
