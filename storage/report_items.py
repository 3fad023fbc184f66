"""Every open item on a day, as finance keeps its list of debts: whose, which, until when, how much is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from ledger.money import CURRENCY
from storage.relations import ALLOCATION, CUSTOMER, ENTRY, INSTALMENT, IS_OPEN, RECEIVABLE
from storage.work import Work


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An instalment with fen `left` on the day. `kind`: principal | fee."""

    customer_id: int
    customer: str
    number: int
    document_no: str
    position: int
    kind: str
    salesperson: str
    issued_on: date
    due_on: date | None
    amount: int
    left: int
    reason: str
    note: str


_DAY: Any = bindparam("as_of", type_=INSTALMENT.c.opened_on.type)
_NEWEST = select(func.max(ENTRY.c.effective_on)).where(ENTRY.c.corp_id == bindparam("corp"))
_WHOSE = and_(CUSTOMER.c.corp_id == INSTALMENT.c.corp_id, CUSTOMER.c.id == INSTALMENT.c.customer_id)
_DEBT = and_(RECEIVABLE.c.corp_id == INSTALMENT.c.corp_id, RECEIVABLE.c.id == INSTALMENT.c.receivable_id)
_PAID = func.coalesce(
    select(func.sum(ALLOCATION.c.amount))
    .where(
        ALLOCATION.c.corp_id == INSTALMENT.c.corp_id,
        ALLOCATION.c.target_instalment == INSTALMENT.c.id,
        ALLOCATION.c.effective_on <= _DAY,
    )
    .correlate(INSTALMENT)
    .scalar_subquery(),
    0,
)
_WAS_THERE = and_(
    INSTALMENT.c.opened_on <= _DAY, or_(INSTALMENT.c.closed_on.is_(None), INSTALMENT.c.closed_on > _DAY)
)


def open_items(
    work: Work, as_of: date, *, customer_id: int | None = None, currency: str = CURRENCY
) -> Sequence[OpenItem]:
    """What was open at the end of that day, of everybody or of one customer, the earliest due first."""
    newest = work.one(_NEWEST)[0]
    is_now = newest is None or as_of >= newest
    values: dict[str, Any] = {"currency": currency}
    if not is_now:
        values["as_of"] = as_of
    if customer_id is not None:
        values["customer"] = customer_id
    rows = work.rows(_statement(is_now, customer_id is not None), **values)
    return [OpenItem(*row) for row in rows]


@cache
def _statement(is_now: bool, is_of_one: bool) -> Any:
    left = INSTALMENT.c.outstanding if is_now else INSTALMENT.c.amount - _PAID
    of_one = [INSTALMENT.c.customer_id == bindparam("customer")] if is_of_one else []
    return (
        select(
            INSTALMENT.c.customer_id,
            CUSTOMER.c.name,
            RECEIVABLE.c.number,
            RECEIVABLE.c.document_no,
            INSTALMENT.c.position,
            INSTALMENT.c.kind,
            RECEIVABLE.c.salesperson,
            INSTALMENT.c.issued_on,
            INSTALMENT.c.due_on,
            INSTALMENT.c.amount,
            left,
            RECEIVABLE.c.delay_reason,
            RECEIVABLE.c.note,
        )
        .join_from(INSTALMENT, CUSTOMER, _WHOSE)
        .join(RECEIVABLE, _DEBT)
        .where(
            INSTALMENT.c.corp_id == bindparam("corp"),
            INSTALMENT.c.currency == bindparam("currency"),
            IS_OPEN if is_now else and_(_WAS_THERE, left > 0),
            *of_one,
        )
        .order_by(
            INSTALMENT.c.due_on.is_(None),
            INSTALMENT.c.due_on,
            RECEIVABLE.c.number,
            INSTALMENT.c.kind != "principal",
            INSTALMENT.c.position,
        )
    )
