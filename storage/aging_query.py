"""Aging as of any day, as known at any time, summed in the database.

Unallocated money is the difference of two sums, what is owed and the balance: the law lets the allocations that did
not go to instalments stay unread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from operator import add
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from ledger.aging import BASES, BY_DUE, Buckets
from ledger.money import CURRENCY
from ledger.values import value
from storage.positions import SIGNED
from storage.relations import ALLOCATION, CUSTOMER, ENTRY, INSTALMENT, IS_OPEN, RECEIVABLE, STAFF
from storage.work import Work

BY = ("customer", "salesperson", "region", "category")


@value
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
    sums = aged_sums(
        work,
        as_of,
        known_by=known_by,
        by_person=by == "salesperson",
        basis=basis,
        currency=currency,
        buckets=buckets,
    )
    others = tuple(sorted({row[1] for row in sums} - {currency}))
    rows = _rows(work, by, [row for row in sums if row[1] == currency], len(buckets.labels))
    columns = [sum(column) for column in zip(*(row.amounts for row in rows), strict=True)]
    amounts = tuple(columns) if rows else (0,) * len(buckets.labels)
    total = AgedRow("", "", amounts, sum(row.unallocated for row in rows))
    return AgedTable(as_of, known_by, currency, by, basis, buckets, rows, total, others)


def aged_sums(
    work: Work,
    as_of: date,
    *,
    known_by: datetime | None,
    by_person: bool,
    basis: str,
    currency: str,
    buckets: Buckets,
) -> Sequence[Any]:
    """Rows (customer, currency, salesperson, balance, fen by bucket…): a customer's balance in each currency, without
    the rest; what is owed in the asked one, by salesperson where wanted, without a balance.
    """
    newest = work.one(_NEWEST)[0]
    # With nothing dated later, what is owed now is what was owed then: the projection answers.
    is_now = known_by is None and (newest is None or as_of >= newest)
    statement = _statement(work.engine, by_person, basis, len(buckets.bounds), is_now, known_by is not None)
    values: dict[str, Any] = {"currency": currency, "as_of": as_of, "known_by": known_by}
    values |= {f"first_{place}": day for place, day in enumerate(buckets.first_days(as_of))}
    return work.rows(statement, **values)


def _rows(work: Work, by: str, sums: Sequence[Any], width: int) -> tuple[AgedRow, ...]:
    """The sums of customers (and salespeople) under their keys; unallocated = outstanding − balance."""
    customers = {row.id: row for row in work.rows(_CUSTOMERS)}
    names = {row.userid: row.name for row in work.rows(_STAFF)} if by == "salesperson" else {}
    amounts: dict[str, list[int]] = {}
    free: dict[str, int] = defaultdict(int)
    for customer_id, _, salesperson, balance, *fen in sums:
        own, name = _key(by, customers[customer_id])
        names.setdefault(own, name)
        if balance is not None:
            free[own] -= int(balance)
            continue
        key, parts = salesperson if by == "salesperson" else own, [*map(int, fen)]
        amounts[key] = [*map(add, amounts[key], parts)] if key in amounts else parts
        free[own] += sum(parts)
    nothing = (0,) * width
    rows = [
        AgedRow(key, names.get(key) or key, tuple(amounts.get(key, nothing)), free[key])
        for key in amounts.keys() | free.keys()
    ]
    found = [row for row in rows if row.unallocated or any(row.amounts)]
    return tuple(sorted(found, key=lambda row: (-row.outstanding, row.key)))


def _key(by: str, customer: Any) -> tuple[str, str]:
    if by == "customer":
        return str(customer.id), customer.name
    key = {"salesperson": customer.owner, "region": customer.region, "category": customer.category}[by]
    return key, ""


@cache
def _statement(
    engine: str, is_by_person: bool, basis: str, bounds: int, is_now: bool, is_known_by: bool
) -> Any:
    """Rows (customer, currency, salesperson, balance, what is owed by bucket): balances come in all currencies,
    without the rest; what is owed in the asked one, without a balance.
    """
    person: ColumnElement[Any] = RECEIVABLE.c.salesperson if is_by_person else literal_column("''")
    day = INSTALMENT.c.due_on if basis == "due" else INSTALMENT.c.issued_on
    paid, given = _paid(engine, is_known_by)
    left = INSTALMENT.c.outstanding if is_now else INSTALMENT.c.amount - func.coalesce(paid, 0)
    exists = IS_OPEN if is_now else _existed(is_known_by)
    each = select(
        INSTALMENT.c.customer_id, person.label("salesperson"), day.label("day"), left.label("left")
    ).where(INSTALMENT.c.corp_id == _CORP, INSTALMENT.c.currency == _CURRENCY, exists)
    if given is not None and not is_now:
        each = each.outerjoin_from(INSTALMENT, given, given.c.target == INSTALMENT.c.id)
    if is_by_person:
        each = each.join(RECEIVABLE, _ISSUED)
    if engine == "sqlite" and not is_now:
        each = each.limit(-1)  # a step of its own: else what is left is looked up for each bucket again
    one = each.subquery()
    sums = [func.sum(case((within, one.c.left), else_=0)) for within in _buckets(one.c.day, bounds)]
    owed = (
        select(one.c.customer_id, _CURRENCY, one.c.salesperson, null(), *sums)
        .where(one.c.left != literal_column("0"))  # most of what was owed by then was paid by then
        .group_by(one.c.customer_id, one.c.salesperson)
    )
    balances = (
        select(
            ENTRY.c.customer_id,
            ENTRY.c.currency,
            literal_column("''"),
            func.sum(SIGNED),
            *(null() for _ in sums),
        )
        .where(ENTRY.c.corp_id == _CORP)
        .group_by(ENTRY.c.customer_id, ENTRY.c.currency)
    )
    return union_all(owed, balances if is_now else balances.where(_counts(ENTRY, is_known_by)))


_ISSUED = and_(RECEIVABLE.c.corp_id == INSTALMENT.c.corp_id, RECEIVABLE.c.id == INSTALMENT.c.receivable_id)


def _paid(engine: str, is_known_by: bool) -> tuple[ColumnElement[Any], Subquery | None]:
    """Fen allocated to an instalment, and what to join for it.

    SQLite looks each one up in ix_allocation_aging (a join would build an index of its own first); PostgreSQL sums
    all of them and joins by hash, three times as fast there.
    """
    counted = (ALLOCATION.c.corp_id == _CORP, _counts(ALLOCATION, is_known_by))
    if engine == "sqlite":
        own = ALLOCATION.c.target_instalment == INSTALMENT.c.id
        return select(func.sum(ALLOCATION.c.amount)).where(*counted, own).scalar_subquery(), None
    given = (
        select(ALLOCATION.c.target_instalment.label("target"), func.sum(ALLOCATION.c.amount).label("fen"))
        .where(*counted, ALLOCATION.c.target_instalment.is_not(None))
        .group_by(ALLOCATION.c.target_instalment)
        .subquery()
    )
    return given.c.fen, given


def _buckets(day: ColumnElement[Any], bounds: int) -> list[ColumnElement[bool]]:
    """Whether a day is in each bucket, as `Buckets.first_days` cuts them. Without a day it is not due."""
    cuts = [bindparam(f"first_{place}", type_=INSTALMENT.c.issued_on.type) for place in range(bounds)]
    middle = [and_(day < later, day >= first) for later, first in pairwise(cuts)]
    return [or_(day.is_(None), day >= cuts[0]), *middle, day < cuts[-1]]


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
