"""Instalments as they are read: those of a receivable, those that money pays next, those that fall due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, cast, func, literal_column, select

from ledger.dispute import with_disputes
from ledger.effective import free_from
from ledger.receivable import Instalment
from storage.relations import ALLOCATION, CUSTOMER, DISPUTE, INSTALMENT, IS_OPEN, RECEIVABLE
from storage.work import Work


@dataclass(frozen=True, slots=True)
class DueItem:
    """An open instalment with whose it is."""

    instalment: Instalment
    customer_name: str
    owner: str


# Of the whole receivable: `ledger.dispute` says which instalment carries it. Nearly always there is none.
_IN_DISPUTE = (
    select(cast(func.coalesce(func.sum(DISPUTE.c.amount), 0), BigInteger))  # PostgreSQL sums fen to a numeric
    .where(
        DISPUTE.c.corp_id == INSTALMENT.c.corp_id,
        DISPUTE.c.receivable_id == INSTALMENT.c.receivable_id,
        DISPUTE.c.state == "open",
    )
    .scalar_subquery()
)
_ITEM: tuple[ColumnElement[Any], ...] = (
    INSTALMENT.c.id,
    INSTALMENT.c.receivable_id,
    INSTALMENT.c.customer_id,
    RECEIVABLE.c.number,
    INSTALMENT.c.position,
    INSTALMENT.c.amount,
    INSTALMENT.c.outstanding,
    INSTALMENT.c.issued_on,
    INSTALMENT.c.due_on,
    INSTALMENT.c.kind,
    _IN_DISPUTE,
    RECEIVABLE.c.document_no,
    RECEIVABLE.c.salesperson,
)
_OF_RECEIVABLE = and_(
    RECEIVABLE.c.corp_id == INSTALMENT.c.corp_id, RECEIVABLE.c.id == INSTALMENT.c.receivable_id
)
_IN_PAYMENT_ORDER = (
    INSTALMENT.c.kind == "fee",
    func.coalesce(INSTALMENT.c.due_on, date.max),
    INSTALMENT.c.issued_on,
    RECEIVABLE.c.number,
    INSTALMENT.c.position,
)
# What was taken back after its day was used until then (`ledger.effective.free_from`).
_GIVEN = ALLOCATION.alias("given")
_TAKEN_BACK = (
    select(func.max(ALLOCATION.c.effective_on))
    .join_from(
        ALLOCATION, _GIVEN, and_(_GIVEN.c.corp_id == ALLOCATION.c.corp_id, _GIVEN.c.id == ALLOCATION.c.undoes)
    )
    .where(
        ALLOCATION.c.corp_id == INSTALMENT.c.corp_id,
        ALLOCATION.c.target_instalment == INSTALMENT.c.id,
        ALLOCATION.c.amount < 0,
        ALLOCATION.c.effective_on > _GIVEN.c.effective_on,
    )
    .scalar_subquery()
)
_ITEMS = (
    select(*_ITEM, INSTALMENT.c.opened_on, _TAKEN_BACK)
    .join_from(INSTALMENT, RECEIVABLE, _OF_RECEIVABLE)
    .where(INSTALMENT.c.corp_id == bindparam("corp"))
)
OPEN_ITEMS = _ITEMS.where(
    INSTALMENT.c.customer_id == bindparam("customer"),
    IS_OPEN,
    INSTALMENT.c.currency == bindparam("currency"),
).order_by(*_IN_PAYMENT_ORDER)
LIVE_ITEMS = _ITEMS.where(
    INSTALMENT.c.receivable_id.in_(bindparam("receivables", expanding=True)), INSTALMENT.c.closed_by.is_(None)
).order_by(INSTALMENT.c.receivable_id, INSTALMENT.c.kind != "principal", INSTALMENT.c.position)
_OF_CUSTOMER = and_(CUSTOMER.c.corp_id == INSTALMENT.c.corp_id, CUSTOMER.c.id == INSTALMENT.c.customer_id)
_NOT_ASKED: ColumnElement[Any] = literal_column("0")  # what falls due is listed whole, disputed or not
_DUE = (
    select(
        *(_NOT_ASKED if column is _IN_DISPUTE else column for column in _ITEM),
        CUSTOMER.c.name,
        CUSTOMER.c.owner,
    )
    .join_from(INSTALMENT, RECEIVABLE, _OF_RECEIVABLE)
    .join(CUSTOMER, _OF_CUSTOMER)
    .where(
        INSTALMENT.c.corp_id == bindparam("corp"),
        IS_OPEN,
        INSTALMENT.c.currency == bindparam("currency"),
        INSTALMENT.c.due_on.between(bindparam("first"), bindparam("last")),
    )
    .order_by(INSTALMENT.c.due_on, CUSTOMER.c.name, RECEIVABLE.c.number, INSTALMENT.c.position)
    .limit(bindparam("most"))
)
_DUE_OWNED = _DUE.where(CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))


def items_of(rows: Sequence[Any]) -> list[Instalment]:
    """Rows of `LIVE_ITEMS` or `OPEN_ITEMS`, all of a debt among them, each with its part of what is in dispute."""
    items = [_item_of(row) for row in rows]
    disputed = {item.receivable_id: item.disputed for item in items if item.disputed}
    return with_disputes(items, disputed)


def _item_of(row: Any) -> Instalment:
    opened_on, taken_back_on = row[-2:]
    free = free_from(opened_on, [taken_back_on] if taken_back_on else ())
    return Instalment(*(*row[:-2], free))


def due_between(
    work: Work, first: date, last: date, *, owners: Collection[str] | None, limit: int, currency: str
) -> list[DueItem]:
    values: dict[str, Any] = {"first": first, "last": last, "most": limit, "currency": currency}
    if owners is not None:
        values["owners"] = sorted(owners)
    rows = work.rows(_DUE if owners is None else _DUE_OWNED, **values)
    return [DueItem(Instalment(*row[:-2]), row[-2], row[-1]) for row in rows]
