"""Aging as of any day, as known at any time, summed in the database.

Sums are linear: what is owed in a bucket is its instalments less the allocations to them. Nothing has to be worked
out instalment by instalment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    union_all,
)  # fmt: skip

from ledger.aging import BASES, BY_DUE, Buckets
from ledger.money import CURRENCY
from storage.customers import SIGNED
from storage.relations import ALLOCATION, CUSTOMER, ENTRY, INSTALMENT, RECEIVABLE, STAFF
from storage.work import Work

BY = ("customer", "salesperson", "region", "category")


@dataclass(frozen=True, slots=True)
class AgedRow:
    """Fen by bucket of one customer (key: id), salesperson (key: userid), region or category."""

    key: str
    name: str
    amounts: tuple[int, ...]
    unallocated: int

    @property
    def outstanding(self) -> int:
        return sum(self.amounts)


@dataclass(frozen=True, slots=True)
class AgedTable:
    """One currency. `other_currencies` have entries too, each for a table of its own. Rows: the largest first."""

    as_of: date
    known_by: datetime | None
    currency: str
    by: str
    basis: str
    buckets: Buckets
    rows: tuple[AgedRow, ...]
    total: AgedRow
    other_currencies: tuple[str, ...]


_CORP: Any = bindparam("corp")
_CURRENCY: Any = bindparam("currency")
_DAY: Any = bindparam("as_of", type_=INSTALMENT.c.opened_on.type)
_KNOWN: Any = bindparam("known_by", type_=INSTALMENT.c.opened_at.type)
_BALANCE = -1  # the “bucket” under which a customer's balance comes
_CURRENCIES = select(ENTRY.c.currency).where(ENTRY.c.corp_id == _CORP).distinct().order_by(ENTRY.c.currency)
_NEWEST = select(func.max(ENTRY.c.effective_on)).where(ENTRY.c.corp_id == _CORP)
_CUSTOMERS = select(
    CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner, CUSTOMER.c.region, CUSTOMER.c.category
).where(CUSTOMER.c.corp_id == _CORP)
_STAFF = select(STAFF.c.userid, STAFF.c.name).where(STAFF.c.corp_id == _CORP)


def aging(
    work: Work,
    as_of: date,
    *,
    known_by: datetime | None = None,
    by: str = "customer",
    basis: str = "due",
    currency: str = CURRENCY,
    buckets: Buckets = BY_DUE,
) -> AgedTable:
    """What was owed on `as_of` by how late it was, of what had been recorded by `known_by` (None: until now).

    By salesperson, an instalment counts for the one fixed at issue, unallocated money for the customer's owner.
    Rows without any figure are left out. Raises ValueError for another `by` or `basis`.
    """
    if by not in BY or basis not in BASES:
        raise ValueError(f"by is one of {BY}, basis one of {BASES}")
    newest = work.one(_NEWEST)[0]
    # With nothing dated later, what is owed now is what was owed then: the projection answers.
    is_now = known_by is None and (newest is None or as_of >= newest)
    statement = _statement(by == "salesperson", basis, len(buckets.bounds), is_now, known_by is not None)
    values: dict[str, Any] = {"currency": currency, "as_of": as_of, "known_by": known_by}
    values |= {f"first_{place}": day for place, day in enumerate(buckets.first_days(as_of))}
    rows = _rows(work, by, work.rows(statement, **values), len(buckets.labels))
    columns = [sum(column) for column in zip(*(row.amounts for row in rows), strict=True)]
    amounts = tuple(columns) if rows else (0,) * len(buckets.labels)
    total = AgedRow("", "", amounts, sum(row.unallocated for row in rows))
    others = tuple(row[0] for row in work.rows(_CURRENCIES) if row[0] != currency)
    return AgedTable(as_of, known_by, currency, by, basis, buckets, rows, total, others)


def _rows(work: Work, by: str, sums: Sequence[Any], width: int) -> tuple[AgedRow, ...]:
    """Sums of (customer, salesperson, bucket) put under their keys; unallocated = outstanding − balance."""
    customers = {row.id: row for row in work.rows(_CUSTOMERS)}
    names = {row.userid: row.name for row in work.rows(_STAFF)} if by == "salesperson" else {}
    amounts: dict[str, list[int]] = defaultdict(lambda: [0] * width)
    free: dict[str, int] = defaultdict(int)
    for customer_id, salesperson, bucket, fen in sums:
        customer = customers[customer_id]
        own, name = _key(by, customer)
        names.setdefault(own, name)
        if bucket == _BALANCE:
            free[own] -= int(fen)
        else:
            free[own] += int(fen)
            amounts[salesperson if by == "salesperson" else own][bucket] += int(fen)
    keys = sorted(amounts.keys() | free.keys(), key=lambda key: (-sum(amounts[key]), key))
    rows = (AgedRow(key, names.get(key) or key, tuple(amounts[key]), free[key]) for key in keys)
    return tuple(row for row in rows if any(row.amounts) or row.unallocated)


def _key(by: str, customer: Any) -> tuple[str, str]:
    if by == "customer":
        return str(customer.id), customer.name
    key = {"salesperson": customer.owner, "region": customer.region, "category": customer.category}[by]
    return key, ""


@cache
def _statement(
    is_by_person: bool, basis: str, bounds: int, is_now: bool, is_known_by: bool
) -> CompoundSelect[Any]:
    """Rows (customer, salesperson or "", bucket, fen): what is owed, less what was paid, and the balances."""
    bucket = _bucket(INSTALMENT.c.due_on if basis == "due" else INSTALMENT.c.issued_on, bounds)
    person: ColumnElement[Any] = RECEIVABLE.c.salesperson if is_by_person else literal_column("''")
    keys = (INSTALMENT.c.customer_id, person, bucket)
    owed = INSTALMENT.c.outstanding if is_now else INSTALMENT.c.amount
    exists = INSTALMENT.c.outstanding > 0 if is_now else _existed(is_known_by)
    ours = and_(INSTALMENT.c.corp_id == _CORP, INSTALMENT.c.currency == _CURRENCY, exists)
    parts = [_grouped(select(*keys, func.sum(owed)).where(ours), keys, is_by_person)]
    if not is_now:
        paid = select(*keys, -func.sum(ALLOCATION.c.amount)).join_from(ALLOCATION, INSTALMENT, _PAID)
        counted = paid.where(ours, ALLOCATION.c.corp_id == _CORP, _counts(ALLOCATION, is_known_by))
        parts.append(_grouped(counted, keys, is_by_person))
    balances = (
        select(ENTRY.c.customer_id, literal_column("''"), literal_column(str(_BALANCE)), func.sum(SIGNED))
        .where(ENTRY.c.corp_id == _CORP, ENTRY.c.currency == _CURRENCY)
        .group_by(ENTRY.c.customer_id)
    )
    parts.append(balances if is_now else balances.where(_counts(ENTRY, is_known_by)))
    return union_all(*parts)


_PAID = and_(INSTALMENT.c.corp_id == ALLOCATION.c.corp_id, INSTALMENT.c.id == ALLOCATION.c.target_instalment)
_ISSUED = and_(RECEIVABLE.c.corp_id == INSTALMENT.c.corp_id, RECEIVABLE.c.id == INSTALMENT.c.receivable_id)


def _grouped(statement: Select[Any], keys: Sequence[ColumnElement[Any]], is_by_person: bool) -> Select[Any]:
    joined = statement.join(RECEIVABLE, _ISSUED) if is_by_person else statement
    customer, person, bucket = keys
    return joined.group_by(customer, *([person] if is_by_person else []), bucket)


def _bucket(day: ColumnElement[Any], bounds: int) -> ColumnElement[Any]:
    """The place of the bucket, as `Buckets.first_days` cuts it. Without a day it is not due."""
    cuts: list[ColumnElement[bool]] = [
        day >= bindparam(f"first_{place}", type_=INSTALMENT.c.issued_on.type) for place in range(bounds)
    ]
    cuts[0] = or_(day.is_(None), cuts[0])
    places: Any = ((cut, literal_column(str(place))) for place, cut in enumerate(cuts))
    return case(*places, else_=literal_column(str(bounds)))


def _counts(table: FromClause, is_known_by: bool) -> ColumnElement[bool]:
    """Effective by the day, and recorded by the instant if there is one."""
    counts = table.c.effective_on <= _DAY
    return and_(counts, table.c.recorded_at <= _KNOWN) if is_known_by else counts


def _existed(is_known_by: bool) -> ColumnElement[bool]:
    """Opened by the day, and not yet closed; as known by the instant if there is one."""
    open_ = [INSTALMENT.c.opened_on <= _DAY]
    still = [INSTALMENT.c.closed_on.is_(None), INSTALMENT.c.closed_on > _DAY]
    if is_known_by:
        open_.append(INSTALMENT.c.opened_at <= _KNOWN)
        still.append(INSTALMENT.c.closed_at > _KNOWN)
    return and_(*open_, or_(*still))
