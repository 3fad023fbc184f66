"""Who is late, and what the company has outside, from the projection of what is owed now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, select

from ledger.money import CURRENCY
from storage.positions import SIGNED
from storage.relations import CUSTOMER, ENTRY, INSTALMENT, IS_OPEN
from storage.work import Work


@dataclass(frozen=True, slots=True)
class OverdueCustomer:
    """A customer that is late: fen past due, on how many instalments, and the days of the oldest."""

    customer_id: int
    name: str
    owner: str
    overdue: int
    items: int
    oldest_days: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What is outside, in fen. `net` = outstanding − unallocated; `customers` owe something."""

    outstanding: int
    overdue: int
    unallocated: int
    net: int
    customers: int
    overdue_customers: int


_OF_CUSTOMER = and_(CUSTOMER.c.corp_id == INSTALMENT.c.corp_id, CUSTOMER.c.id == INSTALMENT.c.customer_id)
_OWNED = CUSTOMER.c.owner.in_(bindparam("owners", expanding=True))
_OPEN = and_(
    INSTALMENT.c.corp_id == bindparam("corp"),
    IS_OPEN,
    INSTALMENT.c.currency == bindparam("currency"),
)
_LATE = INSTALMENT.c.due_on < bindparam("today")
_SUM = func.sum(INSTALMENT.c.outstanding)


def _overdue() -> Select[Any]:
    return (
        select(
            CUSTOMER.c.id,
            CUSTOMER.c.name,
            CUSTOMER.c.owner,
            _SUM,
            func.count(),
            func.min(INSTALMENT.c.due_on),
        )
        .join_from(INSTALMENT, CUSTOMER, _OF_CUSTOMER)
        .where(_OPEN, INSTALMENT.c.due_on <= bindparam("latest"))
        .group_by(CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner)
        .having(bindparam("least") <= _SUM)
        .order_by(_SUM.desc(), CUSTOMER.c.name)
        .limit(bindparam("most"))
    )


def _owed() -> Select[Any]:
    late = case((_LATE, INSTALMENT.c.outstanding), else_=0)
    late_customer = case((_LATE, INSTALMENT.c.customer_id), else_=None)
    return (
        select(
            func.coalesce(_SUM, 0),
            func.coalesce(func.sum(late), 0),
            func.count(INSTALMENT.c.customer_id.distinct()),
            func.count(late_customer.distinct()),
        )
        .join_from(INSTALMENT, CUSTOMER, _OF_CUSTOMER)
        .where(_OPEN)
    )


def _net() -> Select[Any]:
    ours = and_(CUSTOMER.c.corp_id == ENTRY.c.corp_id, CUSTOMER.c.id == ENTRY.c.customer_id)
    return (
        select(func.coalesce(func.sum(SIGNED), 0))
        .join_from(ENTRY, CUSTOMER, ours)
        .where(ENTRY.c.corp_id == bindparam("corp"), ENTRY.c.currency == bindparam("currency"))
    )


_STATEMENTS = {
    False: (_overdue(), _owed(), _net()),
    True: (_overdue().where(_OWNED), _owed().where(_OWNED), _net().where(_OWNED)),
}


def overdue(
    work: Work,
    today: date,
    *,
    min_days: int,
    min_amount: int,
    owners: Collection[str] | None,
    limit: int,
    currency: str = CURRENCY,
) -> list[OverdueCustomer]:
    """Customers late by at least `min_days` days with at least `min_amount` fen, the largest sum first."""
    values: dict[str, Any] = {"latest": today - timedelta(days=max(min_days, 1)), "least": min_amount}
    statement = _STATEMENTS[owners is not None][0]
    rows = work.rows(statement, most=limit, currency=currency, **values, **_owners(owners))
    return [
        OverdueCustomer(row[0], row[1], row[2], int(row[3]), row[4], (today - row[5]).days) for row in rows
    ]


def totals(work: Work, today: date, *, owners: Collection[str] | None, currency: str = CURRENCY) -> Totals:
    _, owed, net = _STATEMENTS[owners is not None]
    outstanding, late, customers, late_customers = work.one(
        owed, today=today, currency=currency, **_owners(owners)
    )
    balance = int(work.one(net, currency=currency, **_owners(owners))[0])
    return Totals(int(outstanding), int(late), int(outstanding) - balance, balance, customers, late_customers)


def _owners(owners: Collection[str] | None) -> dict[str, Any]:
    return {} if owners is None else {"owners": sorted(owners)}
