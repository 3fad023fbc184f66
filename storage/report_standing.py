"""What was outstanding, and what of it was late, on several days at once: one pass over the books, not one a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from ledger.money import CURRENCY
from storage.relations import ALLOCATION, INSTALMENT, RECEIVABLE
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Stood:
    """Of one customer (and salesperson, fixed at issue): fen outstanding and fen overdue, for each day asked."""

    customer_id: int
    salesperson: str
    outstanding: tuple[int, ...]
    overdue: tuple[int, ...]


_CORP: Any = bindparam("corp")
_ISSUED = and_(RECEIVABLE.c.corp_id == INSTALMENT.c.corp_id, RECEIVABLE.c.id == INSTALMENT.c.receivable_id)
_PAID = and_(
    ALLOCATION.c.corp_id == INSTALMENT.c.corp_id,
    ALLOCATION.c.target_instalment == INSTALMENT.c.id,
)


def standing_at(
    work: Work, days: Sequence[date], *, by_person: bool = False, currency: str = CURRENCY
) -> Sequence[Stood]:
    """How things stood at the end of these days, as the entries effective by then have it; who owed nothing is left out."""
    values = {f"day_{place}": day for place, day in enumerate(days)}
    rows = work.rows(_statement(len(days), by_person), currency=currency, last=max(days), **values)
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0] * (2 * len(days)))
    for customer_id, person, *fen in rows:
        row = sums[customer_id, person]
        for place, part in enumerate(fen):
            row[place] += int(part)
    width = len(days)
    found = (Stood(*key, tuple(row[:width]), tuple(row[width:])) for key, row in sums.items())
    return [one for one in found if any(one.outstanding)]


@cache
def _statement(days: int, by_person: bool) -> Any:
    """Rows (customer, salesperson, outstanding by day…, overdue by day…): once of what was owed, once less what was paid."""
    cuts: list[Any] = [bindparam(f"day_{place}", type_=INSTALMENT.c.opened_on.type) for place in range(days)]
    owed = _sums(cuts, INSTALMENT.c.amount, None, by_person).where(
        INSTALMENT.c.opened_on <= bindparam("last")
    )
    paid = (
        _sums(cuts, -ALLOCATION.c.amount, ALLOCATION.c.effective_on, by_person)
        .join(ALLOCATION, _PAID)
        .where(INSTALMENT.c.opened_on <= bindparam("last"), ALLOCATION.c.effective_on <= bindparam("last"))
    )
    return union_all(owed, paid)


def _sums(
    cuts: Sequence[ColumnElement[date]],
    fen: ColumnElement[int],
    effective_on: ColumnElement[date] | None,
    by_person: bool,
) -> Select[Any]:
    person: ColumnElement[Any] = RECEIVABLE.c.salesperson if by_person else literal_column("''")
    counted = [_counts(cut, effective_on) for cut in cuts]
    late = [and_(is_there, INSTALMENT.c.due_on < cut) for is_there, cut in zip(counted, cuts, strict=True)]
    sums = (func.sum(case((when, fen), else_=0)) for when in (*counted, *late))
    rows = select(INSTALMENT.c.customer_id, person, *sums).select_from(INSTALMENT)
    if by_person:
        rows = rows.join(RECEIVABLE, _ISSUED)
    return rows.where(INSTALMENT.c.corp_id == _CORP, INSTALMENT.c.currency == bindparam("currency")).group_by(
        INSTALMENT.c.customer_id, *([person] if by_person else [])
    )


def _counts(cut: ColumnElement[date], effective_on: ColumnElement[date] | None) -> ColumnElement[bool]:
    """Was the instalment there on the day, and the money on it, if it is money?"""
    still = or_(INSTALMENT.c.closed_on.is_(None), INSTALMENT.c.closed_on > cut)
    there = and_(INSTALMENT.c.opened_on <= cut, still)
    return there if effective_on is None else and_(there, effective_on <= cut)
