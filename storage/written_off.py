"""What was written off and is still claimed (账销案存): by customer, with what came of it after all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select

from ledger.money import CURRENCY
from storage.customers import Customers
from storage.relations import CUSTOMER, ENTRY
from storage.work import Work


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """One customer in one currency: fen written off and fen recovered, both after reversals."""

    customer_id: int
    name: str
    owner: str
    written: int
    recovered: int
    last_on: date | None

    @property
    def left(self) -> int:
        """Fen still claimed, never below 0."""
        return max(0, self.written - self.recovered)


_KINDS = ("write_off", "recovery")


def _net(kind: str) -> Any:
    return func.sum(
        case(
            (ENTRY.c.kind == kind, ENTRY.c.amount),
            (ENTRY.c.reverses_kind == kind, -ENTRY.c.amount),
            else_=0,
        )
    )


_WRITTEN = _net("write_off")
_ALL = (
    select(
        CUSTOMER.c.id,
        CUSTOMER.c.name,
        CUSTOMER.c.owner,
        _WRITTEN,
        _net("recovery"),
        func.max(case((ENTRY.c.kind == "write_off", ENTRY.c.effective_on), else_=None)),
    )
    .join_from(
        ENTRY, CUSTOMER, and_(CUSTOMER.c.corp_id == ENTRY.c.corp_id, CUSTOMER.c.id == ENTRY.c.customer_id)
    )
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.currency == bindparam("currency"),
        or_(ENTRY.c.kind.in_(_KINDS), ENTRY.c.reverses_kind.in_(_KINDS)),
    )
    .group_by(CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner)
)
_OF = _ALL.where(ENTRY.c.customer_id.in_(bindparam("customers", expanding=True))).order_by(CUSTOMER.c.id)


def written_off(
    work: Work, owners: Collection[str] | None = None, *, currency: str = CURRENCY
) -> Sequence[WrittenOff]:
    """The largest first; of these owners' customers, None for everybody's. Who went into another one counts with him."""
    found: dict[int, WrittenOff] = {}
    customers = Customers(work)
    for row in work.rows(_ALL, currency=currency):
        view = _view(row)
        now = customers.get(view.customer_id)
        if now is not None:
            whole = replace(view, customer_id=now.id, name=now.name, owner=now.owner)
            found[now.id] = _both(found[now.id], whole) if now.id in found else whole
    kept = [one for one in found.values() if one.written > 0 and (owners is None or one.owner in owners)]
    return sorted(kept, key=lambda one: (-one.written, one.customer_id))


def written_off_of(work: Work, customer_id: int, *, currency: str = CURRENCY) -> WrittenOff | None:
    """Of the customer with all who went into him; None where nothing is written off."""
    now = Customers(work).get(customer_id)
    if now is None:
        return None
    whole = WrittenOff(now.id, now.name, now.owner, 0, 0, None)
    for claim in claims_of(work, now.id, currency=currency):
        whole = _both(whole, claim)
    return whole if whole.written > 0 else None


def claims_of(work: Work, customer_id: int, *, currency: str = CURRENCY) -> Sequence[WrittenOff]:
    """Of the customer and of each who went into him, by himself: money on a claim is booked with whose it is."""
    customers = Customers(work)
    family = [customer_id]
    for one in family:  # grows while it is read: who went into him may be what others went into
        family += [gone.id for gone in customers.merged_into(one)]
    return [_view(row) for row in work.rows(_OF, currency=currency, customers=family)]


def _both(one: WrittenOff, other: WrittenOff) -> WrittenOff:
    days = [day for day in (one.last_on, other.last_on) if day is not None]
    return replace(
        one,
        written=one.written + other.written,
        recovered=one.recovered + other.recovered,
        last_on=max(days, default=None),
    )


def _view(row: Any) -> WrittenOff:
    return WrittenOff(row[0], row[1], row[2], int(row[3]), int(row[4]), row[5])
