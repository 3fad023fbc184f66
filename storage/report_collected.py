"""What each salesperson collected in a period: the sums that KPIs are made of. History follows who sold (fixed at issue)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select

from ledger.measures import Collected
from ledger.money import CURRENCY
from storage.relations import ALLOCATION, ENTRY, INSTALMENT, RECEIVABLE
from storage.report_standing import standing_at
from storage.work import Work

_DAY = timedelta(1)
_MONEY = ("payment", "transfer_in")
_SOURCE = and_(ENTRY.c.corp_id == ALLOCATION.c.corp_id, ENTRY.c.id == ALLOCATION.c.source_entry)
_TARGET = and_(
    INSTALMENT.c.corp_id == ALLOCATION.c.corp_id, INSTALMENT.c.id == ALLOCATION.c.target_instalment
)
_ISSUED = and_(RECEIVABLE.c.corp_id == INSTALMENT.c.corp_id, RECEIVABLE.c.id == INSTALMENT.c.receivable_id)
_AT_POSTING = ALLOCATION.c.by_entry == ALLOCATION.c.source_entry
_MONEY_ON_DEBTS = (
    select(
        RECEIVABLE.c.salesperson,
        INSTALMENT.c.due_on,
        ALLOCATION.c.effective_on,
        func.sum(ALLOCATION.c.amount).label("fen"),
        # A moved date carries money over to new instalments; days late are those of the day it came.
        func.sum(case((_AT_POSTING, ALLOCATION.c.amount), else_=0)).label("weight"),
    )
    .join_from(ALLOCATION, ENTRY, _SOURCE)
    .join(INSTALMENT, _TARGET)
    .join(RECEIVABLE, _ISSUED)
    .where(
        ALLOCATION.c.corp_id == bindparam("corp"),
        ALLOCATION.c.effective_on.between(bindparam("first"), bindparam("last")),
        INSTALMENT.c.currency == bindparam("currency"),
        ENTRY.c.kind.in_(_MONEY),
    )
    .group_by(RECEIVABLE.c.salesperson, INSTALMENT.c.due_on, ALLOCATION.c.effective_on)
)
_DEBTS = (
    select(
        RECEIVABLE.c.salesperson,
        func.sum(case((ENTRY.c.kind == "reversal", -ENTRY.c.amount), else_=ENTRY.c.amount)).label("fen"),
    )
    .join_from(
        ENTRY,
        RECEIVABLE,
        and_(RECEIVABLE.c.corp_id == ENTRY.c.corp_id, RECEIVABLE.c.id == ENTRY.c.receivable_id),
    )
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.currency == bindparam("currency"),
        ENTRY.c.effective_on.between(bindparam("first"), bindparam("last")),
        (ENTRY.c.kind == "debt") | (ENTRY.c.reverses_kind == "debt"),
    )
    .group_by(RECEIVABLE.c.salesperson)
)


def collected(work: Work, first: date, last: date, *, currency: str = CURRENCY) -> Mapping[str, Collected]:
    """By salesperson ("" for debts of nobody), what he had, sold and collected from `first` to `last`."""
    found: dict[str, Collected] = defaultdict(Collected)
    for stood in standing_at(work, (first - _DAY, last), by_person=True, currency=currency):
        begin, end = stood.outstanding
        found[stood.salesperson] += Collected(begin=begin, end=end, current=end - stood.overdue[1])
    days: dict[str, Any] = {"first": first, "last": last, "currency": currency}
    for row in work.rows(_DEBTS, **days):
        found[row.salesperson] = replace(found[row.salesperson], debts=int(row.fen))
    for row in work.rows(_MONEY_ON_DEBTS, **days):
        found[row.salesperson] += _money(row, last)
    return dict(found)


def _money(row: Any, last: date) -> Collected:
    fen, weight = int(row.fen), int(row.weight)
    had_fallen_due = row.due_on is not None and row.due_on < last
    late = max(0, (row.effective_on - row.due_on).days) if row.due_on is not None else 0
    return Collected(
        collected=fen, collected_due=fen if had_fallen_due else 0, weight=weight, late_days=weight * late
    )
