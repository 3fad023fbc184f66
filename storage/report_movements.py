"""Debts and money of a period, line by line, with what people know them by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select

from ledger.money import CURRENCY
from storage.ranges import day_of, tuples
from storage.relations import CUSTOMER, ENTRY, RECEIPT, RECEIVABLE
from storage.work import Work

DEBTS = ("debt", "late_fee")
MONEY = ("payment", "recovery")


class Moved(NamedTuple):
    """An entry. `amount` (fen) is below 0 for one that takes an earlier one back.

    `number` of its debt or its receipt; `account` and `payer` of money; `salesperson` of a debt is fixed at issue, of
    money it is the customer's owner.
    """

    day: date
    customer_id: int
    customer: str
    owner: str
    kind: str
    amount: int
    number: int
    document_no: str
    salesperson: str
    account: str
    payer: str
    note: str


_WHOSE = and_(CUSTOMER.c.corp_id == ENTRY.c.corp_id, CUSTOMER.c.id == ENTRY.c.customer_id)
_DEBT = and_(RECEIVABLE.c.corp_id == ENTRY.c.corp_id, RECEIVABLE.c.id == ENTRY.c.receivable_id)
_ARRIVED = and_(RECEIPT.c.corp_id == ENTRY.c.corp_id, RECEIPT.c.id == ENTRY.c.receipt_id)
_SELLER = case((RECEIVABLE.c.salesperson.is_not(None), RECEIVABLE.c.salesperson), else_=CUSTOMER.c.owner)
_MOVED = (
    select(
        ENTRY.c.effective_on,
        ENTRY.c.customer_id,
        CUSTOMER.c.name,
        CUSTOMER.c.owner,
        func.coalesce(ENTRY.c.reverses_kind, ENTRY.c.kind),
        case((ENTRY.c.reverses_kind.is_(None), ENTRY.c.amount), else_=-ENTRY.c.amount),
        func.coalesce(RECEIVABLE.c.number, RECEIPT.c.number, 0),
        func.coalesce(RECEIVABLE.c.document_no, ""),
        _SELLER,
        func.coalesce(RECEIPT.c.account, ""),
        func.coalesce(RECEIPT.c.payer, ""),
        ENTRY.c.note,
    )
    .join_from(ENTRY, CUSTOMER, _WHOSE)
    .outerjoin(RECEIVABLE, _DEBT)
    .outerjoin(RECEIPT, _ARRIVED)
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.currency == bindparam("currency"),
        ENTRY.c.effective_on.between(bindparam("first"), bindparam("last")),
        or_(
            ENTRY.c.kind.in_(bindparam("kinds", expanding=True)),
            ENTRY.c.reverses_kind.in_(bindparam("kinds", expanding=True)),
        ),
    )
    .order_by(ENTRY.c.effective_on.desc(), ENTRY.c.seq.desc())
)


def moved(
    work: Work, kinds: Sequence[str], first: date, last: date, *, currency: str = CURRENCY
) -> Sequence[Moved]:
    """Entries of these kinds (`DEBTS` or `MONEY`) and what takes them back, the newest first."""
    rows = tuples(work, _MOVED, kinds=list(kinds), first=first, last=last, currency=currency)
    days = {value: day_of(value) for value in {row[0] for row in rows}}
    return [Moved(days[row[0]], *row[1:]) for row in rows]
