"""Why money is late: what is past due now by the reason that was noted with its debt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, func, select

from ledger.money import CURRENCY
from storage.relations import INSTALMENT, IS_OPEN, RECEIVABLE
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Delayed:
    """Fen past due of one customer and salesperson (fixed at issue) for one reason ("" none was noted); `items` debts."""

    customer_id: int
    salesperson: str
    reason: str
    fen: int
    items: int


_DELAYED = (
    select(
        INSTALMENT.c.customer_id,
        RECEIVABLE.c.salesperson,
        RECEIVABLE.c.delay_reason,
        func.sum(INSTALMENT.c.outstanding),
        func.count(RECEIVABLE.c.id.distinct()),
    )
    .join_from(
        INSTALMENT,
        RECEIVABLE,
        and_(RECEIVABLE.c.corp_id == INSTALMENT.c.corp_id, RECEIVABLE.c.id == INSTALMENT.c.receivable_id),
    )
    .where(
        INSTALMENT.c.corp_id == bindparam("corp"),
        IS_OPEN,
        INSTALMENT.c.currency == bindparam("currency"),
        INSTALMENT.c.due_on < bindparam("today"),
    )
    .group_by(INSTALMENT.c.customer_id, RECEIVABLE.c.salesperson, RECEIVABLE.c.delay_reason)
)


def delayed(work: Work, today: date, *, currency: str = CURRENCY) -> Sequence[Delayed]:
    rows = work.rows(_DELAYED, today=today, currency=currency)
    return [Delayed(row[0], row[1], row[2], int(row[3]), row[4]) for row in rows]
