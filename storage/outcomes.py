"""How instalments ended: what forecasts learn from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select

from ledger.money import CURRENCY
from ledger.outcome import Outcome
from storage.relations import ALLOCATION, ENTRY, INSTALMENT
from storage.work import Work

_undo = ALLOCATION.alias("undo")
# The money on an instalment that nothing took back.
LIVE = and_(
    ALLOCATION.c.corp_id == INSTALMENT.c.corp_id,
    ALLOCATION.c.target_instalment == INSTALMENT.c.id,
    ALLOCATION.c.undoes.is_(None),
    ~select(_undo.c.id)
    .where(_undo.c.corp_id == ALLOCATION.c.corp_id, _undo.c.undoes == ALLOCATION.c.id)
    .exists(),
)
WITH_MONEY = INSTALMENT.outerjoin(ALLOCATION, LIVE).outerjoin(
    ENTRY, and_(ENTRY.c.corp_id == ALLOCATION.c.corp_id, ENTRY.c.id == ALLOCATION.c.source_entry)
)
# Over the money of one instalment: the last payment, and the last of whatever settled it.
PAID_ON = func.max(case((ENTRY.c.kind == "payment", ALLOCATION.c.effective_on), else_=None))
SETTLED_ON = func.max(ALLOCATION.c.effective_on)
# What was moved to other days, or waits for its event, says nothing about how its customer pays.
_OUTCOMES = (
    select(
        INSTALMENT.c.customer_id,
        INSTALMENT.c.issued_on,
        INSTALMENT.c.due_on,
        INSTALMENT.c.amount,
        INSTALMENT.c.outstanding,
        PAID_ON.label("paid_on"),
        SETTLED_ON.label("settled_on"),
    )
    .select_from(INSTALMENT)
    .outerjoin(
        ALLOCATION,
        LIVE,
    )
    .outerjoin(ENTRY, and_(ENTRY.c.corp_id == ALLOCATION.c.corp_id, ENTRY.c.id == ALLOCATION.c.source_entry))
    .where(
        INSTALMENT.c.corp_id == bindparam("corp"),
        INSTALMENT.c.currency == bindparam("currency"),
        INSTALMENT.c.closed_by.is_(None),
        INSTALMENT.c.due_on.is_not(None),
        INSTALMENT.c.kind == "principal",
    )
    .group_by(  # the customer first: by the id alone SQLite walks through the whole table for some customers
        INSTALMENT.c.customer_id,
        INSTALMENT.c.id,
        INSTALMENT.c.issued_on,
        INSTALMENT.c.due_on,
        INSTALMENT.c.amount,
        INSTALMENT.c.outstanding,
    )
    .order_by(INSTALMENT.c.issued_on, INSTALMENT.c.id)
)


_OUTCOMES_OF = _OUTCOMES.where(
    INSTALMENT.c.customer_id.in_(bindparam("customers", expanding=True)),
    INSTALMENT.c.issued_on >= bindparam("since"),
)


def outcomes(work: Work, *, currency: str = CURRENCY) -> Iterator[Outcome]:
    """Every dated instalment in order of issue, settled or open, as known now.

    One that was settled without any payment (returned, written off) is left out.
    """
    return _ended(work.rows(_OUTCOMES, currency=currency))


def outcomes_of(
    work: Work, customers: Collection[int], *, since: date, currency: str = CURRENCY
) -> Iterator[Outcome]:
    """As `outcomes`, of these customers, issued on or after `since`."""
    return _ended(work.rows(_OUTCOMES_OF, customers=sorted(customers), since=since, currency=currency))


def _ended(rows: Iterable[Any]) -> Iterator[Outcome]:
    for row in rows:
        if row.outstanding == 0 and row.paid_on is None:
            continue
        settled_on = None if row.outstanding else row.settled_on
        yield Outcome(str(row.customer_id), row.issued_on, row.due_on, row.amount, settled_on)
