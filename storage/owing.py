"""Who owes most now, from the projection of what is owed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from ledger.money import CURRENCY
from storage.relations import CUSTOMER, INSTALMENT
from storage.work import Work


@dataclass(frozen=True, slots=True)
class OwingCustomer:
    """A customer that owes: fen still open, on how many instalments; unallocated money is not taken off."""

    customer_id: int
    name: str
    owner: str
    owed: int
    items: int


_SUM = func.sum(INSTALMENT.c.outstanding)
_OWING = (
    select(CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner, _SUM, func.count())
    .join_from(
        INSTALMENT,
        CUSTOMER,
        and_(CUSTOMER.c.corp_id == INSTALMENT.c.corp_id, CUSTOMER.c.id == INSTALMENT.c.customer_id),
    )
    .where(
        INSTALMENT.c.corp_id == bindparam("corp"),
        INSTALMENT.c.outstanding > 0,
        INSTALMENT.c.currency == bindparam("currency"),
    )
    .group_by(CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner)
    .order_by(_SUM.desc(), CUSTOMER.c.name)
    .limit(bindparam("most"))
)
_OWNED = _OWING.where(CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))


def owing(
    work: Work, owners: Collection[str] | None = None, *, limit: int, currency: str = CURRENCY
) -> list[OwingCustomer]:
    """The `limit` customers that owe most, the largest first; `owners` None means everybody's customers."""
    values: dict[str, Any] = {"most": limit, "currency": currency}
    rows: Sequence[Any] = (
        work.rows(_OWING, **values) if owners is None else work.rows(_OWNED, owners=sorted(owners), **values)
    )
    return [OwingCustomer(row[0], row[1], row[2], int(row[3]), row[4]) for row in rows]
