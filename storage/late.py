"""Who is late on any day: what each customer owes past due by how late it is, and who has just become late."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select

from ledger.aging import BY_DUE
from ledger.money import CURRENCY
from storage.relations import ALLOCATION, CUSTOMER, ENTRY, INSTALMENT, IS_OPEN
from storage.work import Work


@dataclass(frozen=True, slots=True)
class LateCustomer:
    """Fen past due by the buckets of `BY_DUE` without its first; on how many instalments; the oldest due day."""

    customer_id: int
    name: str
    owner: str
    limit: int | None
    parts: tuple[int, ...]
    items: int
    oldest_on: date

    @property
    def overdue(self) -> int:
        return sum(self.parts)

    def days(self, day: date) -> int:
        """Days past due of the oldest."""
        return (day - self.oldest_on).days


@dataclass(frozen=True, slots=True)
class NewlyLate:
    """Fen that fell due since a day and were not paid; `is_first`: this customer was never late before."""

    customer_id: int
    fen: int
    items: int
    is_first: bool


_CORP: Any = bindparam("corp")
_DAY: Any = bindparam("day", type_=INSTALMENT.c.due_on.type)
_CURRENCY: Any = bindparam("currency")
_NEWEST = select(func.max(ENTRY.c.effective_on)).where(ENTRY.c.corp_id == _CORP)
_CUTS: tuple[Any, ...] = tuple(
    bindparam(f"first_{place}", type_=INSTALMENT.c.due_on.type) for place in range(len(BY_DUE.bounds))
)
_FELL_DUE = (
    INSTALMENT.c.corp_id == _CORP,
    IS_OPEN,
    INSTALMENT.c.currency == _CURRENCY,
    INSTALMENT.c.due_on < _DAY,
)
_NEW = (
    select(INSTALMENT.c.customer_id, func.sum(INSTALMENT.c.outstanding), func.count())
    .where(*_FELL_DUE, INSTALMENT.c.due_on >= bindparam("since"))
    .group_by(INSTALMENT.c.customer_id)
)
_PAID_LATE = (
    select(ALLOCATION.c.id)
    .where(
        ALLOCATION.c.corp_id == INSTALMENT.c.corp_id,
        ALLOCATION.c.target_instalment == INSTALMENT.c.id,
        ALLOCATION.c.effective_on > INSTALMENT.c.due_on,
        ALLOCATION.c.amount > 0,
    )
    .exists()
)
_LATE_BEFORE = (
    select(INSTALMENT.c.customer_id)
    .where(
        INSTALMENT.c.corp_id == _CORP,
        INSTALMENT.c.customer_id.in_(bindparam("customers", expanding=True)),
        INSTALMENT.c.due_on < bindparam("since"),
        or_(IS_OPEN, _PAID_LATE),
    )
    .distinct()
)


def late_customers(work: Work, day: date, *, currency: str = CURRENCY) -> list[LateCustomer]:
    """Everybody with something past due on `day`, the largest sum first; nothing when nobody is late."""
    newest = work.one(_NEWEST)[0]
    is_now = newest is None or day >= newest
    cuts = {f"first_{place}": first for place, first in enumerate(BY_DUE.first_days(day))}
    rows = work.rows(_late(is_now), day=day, currency=currency, **cuts)
    found = [
        LateCustomer(row[0], row[1], row[2], row[3], tuple(int(fen) for fen in row[6:]), row[4], row[5])
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.overdue, one.name))


def newly_late(work: Work, since: date, day: date, *, currency: str = CURRENCY) -> list[NewlyLate]:
    """Customers of whom something fell due from `since` until before `day` and is still owed, the largest first."""
    rows = work.rows(_NEW, since=since, day=day, currency=currency)
    before = late_before(work, since, [row[0] for row in rows])
    found = [NewlyLate(row[0], int(row[1]), row[2], row[0] not in before) for row in rows]
    return sorted(found, key=lambda one: (-one.fen, one.customer_id))


def late_before(work: Work, since: date, customers: Collection[int]) -> frozenset[int]:
    """Those of the customers who were late with anything that fell due before `since`."""
    if not customers:
        return frozenset()
    rows = work.rows(_LATE_BEFORE, customers=sorted(customers), since=since)
    return frozenset(row[0] for row in rows)


@cache
def _late(is_now: bool) -> Select[Any]:
    """(customer, name, owner, limit, instalments, oldest day, fen by bucket) of what is owed past due."""
    owed = _owed_now() if is_now else _owed_then()
    rows = owed.subquery()
    left = [
        func.sum(case((within, rows.c.fen), else_=0))
        for within in (
            *(and_(rows.c.due_on < later, rows.c.due_on >= first) for later, first in pairwise(_CUTS)),
            rows.c.due_on < _CUTS[-1],
        )
    ]
    ours = and_(CUSTOMER.c.corp_id == _CORP, CUSTOMER.c.id == rows.c.customer_id)
    whose = (CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner, CUSTOMER.c.credit_limit)
    return (
        select(*whose, func.count(), func.min(rows.c.due_on), *left)
        .join_from(rows, CUSTOMER, ours)
        .where(rows.c.fen > 0)
        .group_by(*whose)
    )


def _owed_now() -> Select[Any]:
    fen = INSTALMENT.c.outstanding.label("fen")
    return select(INSTALMENT.c.customer_id, INSTALMENT.c.due_on, fen).where(*_FELL_DUE)


def _owed_then() -> Select[Any]:
    """As the entries that were effective by the day have it."""
    given: ColumnElement[Any] = (
        select(func.coalesce(func.sum(ALLOCATION.c.amount), 0))
        .where(
            ALLOCATION.c.corp_id == _CORP,
            ALLOCATION.c.target_instalment == INSTALMENT.c.id,
            ALLOCATION.c.effective_on <= _DAY,
        )
        .scalar_subquery()
    )
    return select(
        INSTALMENT.c.customer_id, INSTALMENT.c.due_on, (INSTALMENT.c.amount - given).label("fen")
    ).where(
        INSTALMENT.c.corp_id == _CORP,
        INSTALMENT.c.currency == _CURRENCY,
        INSTALMENT.c.due_on < _DAY,
        INSTALMENT.c.opened_on <= _DAY,
        or_(INSTALMENT.c.closed_on.is_(None), INSTALMENT.c.closed_on > _DAY),
    )
