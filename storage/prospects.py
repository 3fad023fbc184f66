"""What is still to come in, instalment by instalment, and what came in week by week."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from ledger.money import CURRENCY
from storage.relations import CUSTOMER, ENTRY, INSTALMENT, IS_OPEN, RECEIVABLE
from storage.work import Work

MOST = 2_000  # the largest: what is beyond them is too small to speak of one by one


@dataclass(frozen=True, slots=True)
class Prospect:
    """An open instalment with a due day: its debt's number, whose it is, and what is owed on it (fen)."""

    id: int
    number: int
    customer_id: int
    customer: str
    owner: str
    amount: int
    owed: int
    issued_on: date
    due_on: date


_OPEN = (
    select(
        INSTALMENT.c.id,
        RECEIVABLE.c.number,
        INSTALMENT.c.customer_id,
        CUSTOMER.c.name,
        CUSTOMER.c.owner,
        INSTALMENT.c.amount,
        INSTALMENT.c.outstanding,
        INSTALMENT.c.issued_on,
        INSTALMENT.c.due_on,
    )
    .join_from(
        INSTALMENT,
        RECEIVABLE,
        and_(RECEIVABLE.c.corp_id == INSTALMENT.c.corp_id, RECEIVABLE.c.id == INSTALMENT.c.receivable_id),
    )
    .join(
        CUSTOMER, and_(CUSTOMER.c.corp_id == INSTALMENT.c.corp_id, CUSTOMER.c.id == INSTALMENT.c.customer_id)
    )
    .where(
        INSTALMENT.c.corp_id == bindparam("corp"),
        IS_OPEN,
        INSTALMENT.c.currency == bindparam("currency"),
        INSTALMENT.c.due_on.between(bindparam("first"), bindparam("last")),
    )
    .order_by(INSTALMENT.c.outstanding.desc(), INSTALMENT.c.id)
    .limit(bindparam("most"))
)
_OPEN_TO = _OPEN.where(CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))
_OPEN_OF = _OPEN.where(INSTALMENT.c.customer_id == bindparam("customer"))
_CAME = (
    select(ENTRY.c.effective_on, func.sum(ENTRY.c.amount).label("fen"))
    .join_from(
        ENTRY, CUSTOMER, and_(CUSTOMER.c.corp_id == ENTRY.c.corp_id, CUSTOMER.c.id == ENTRY.c.customer_id)
    )
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.kind == "payment",
        ENTRY.c.currency == bindparam("currency"),
        ENTRY.c.effective_on >= bindparam("first"),
        ENTRY.c.effective_on < bindparam("end"),
    )
    .group_by(ENTRY.c.effective_on)
    .order_by(ENTRY.c.effective_on)
)
_REVERSAL = ENTRY.alias("reversal")
_STANDS = ~(
    select(_REVERSAL.c.id)
    .where(_REVERSAL.c.corp_id == ENTRY.c.corp_id, _REVERSAL.c.reverses == ENTRY.c.id)
    .exists()
)
_CAME = _CAME.where(_STANDS)
_CAME_TO = _CAME.where(CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))


def prospects(
    work: Work,
    first: date,
    last: date,
    *,
    owners: Collection[str] | None = None,
    customer: int | None = None,
    currency: str = CURRENCY,
) -> Sequence[Prospect]:
    """What is open and due between the days, the largest first, `MOST` of them: of a customer, or of these owners'."""
    values: dict[str, Any] = {"first": first, "last": last, "most": MOST, "currency": currency}
    statement = _OPEN
    if customer is not None:
        statement, values["customer"] = _OPEN_OF, customer
    elif owners is not None:
        statement, values["owners"] = _OPEN_TO, sorted(owners)
    return [Prospect(*row) for row in work.rows(statement, **values)]


def came(
    work: Work, first: date, end: date, *, owners: Collection[str] | None = None, currency: str = CURRENCY
) -> dict[date, int]:
    """Fen of payments that stand, by their day, from `first` until `end` (not counted)."""
    values: dict[str, Any] = {"first": first, "end": end, "currency": currency}
    if owners is not None:
        values["owners"] = sorted(owners)
    return {row[0]: int(row[1]) for row in work.rows(_CAME if owners is None else _CAME_TO, **values)}
