"""Money that can be allocated, and where it went: entries with what is left of them, and live allocations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from ledger.effective import free_from
from ledger.entries import SOURCES
from ledger.money import CURRENCY
from ledger.values import value
from storage.relations import ALLOCATION, ENTRY, INSTALMENT
from storage.work import Work


@value
class Source:
    """An entry whose money can be allocated; `left` fen pay nothing yet; new use counts from `free_from`."""

    entry_id: int
    customer_id: int
    kind: str
    currency: str
    amount: int
    effective_on: date
    left: int
    free_from: date


@value
class Live:
    """An allocation that still stands. `receivable_id` and `position` are those of its instalment."""

    id: int
    source: int
    customer_id: int
    amount: int
    effective_on: date
    recorded_at: datetime
    instalment: int | None
    entry: int | None
    designated_by: str
    receivable_id: int | None
    position: int | None


_GIVEN = (
    select(func.coalesce(func.sum(ALLOCATION.c.amount), 0))
    .where(ALLOCATION.c.corp_id == ENTRY.c.corp_id, ALLOCATION.c.source_entry == ENTRY.c.id)
    .scalar_subquery()
)
# What was taken back after its day was used until then (`ledger.effective.free_from`).
_BEFORE = ALLOCATION.alias("before")
_TAKEN_BACK = (
    select(func.max(ALLOCATION.c.effective_on))
    .join_from(
        ALLOCATION,
        _BEFORE,
        and_(_BEFORE.c.corp_id == ALLOCATION.c.corp_id, _BEFORE.c.id == ALLOCATION.c.undoes),
    )
    .where(
        ALLOCATION.c.corp_id == ENTRY.c.corp_id,
        ALLOCATION.c.source_entry == ENTRY.c.id,
        ALLOCATION.c.amount < 0,
        ALLOCATION.c.effective_on > _BEFORE.c.effective_on,
    )
    .scalar_subquery()
)
_SOURCES = select(
    ENTRY.c.id, ENTRY.c.customer_id, ENTRY.c.kind, ENTRY.c.currency, ENTRY.c.amount, ENTRY.c.effective_on,
    ENTRY.c.amount - _GIVEN, _TAKEN_BACK,
).where(ENTRY.c.corp_id == bindparam("corp"), ENTRY.c.kind.in_(SOURCES))  # fmt: skip
_BY_ID = _SOURCES.where(ENTRY.c.id.in_(bindparam("entries", expanding=True)))
_WITH_MONEY = _SOURCES.where(
    ENTRY.c.customer_id == bindparam("customer"),
    ENTRY.c.currency == bindparam("currency"),
    ENTRY.c.amount > _GIVEN,
).order_by(ENTRY.c.effective_on, ENTRY.c.seq)
_UNDO = ALLOCATION.alias("undo")
_LIVE = (
    select(
        ALLOCATION.c.id, ALLOCATION.c.source_entry, ALLOCATION.c.customer_id, ALLOCATION.c.amount,
        ALLOCATION.c.effective_on, ALLOCATION.c.recorded_at, ALLOCATION.c.target_instalment,
        ALLOCATION.c.target_entry, ALLOCATION.c.designated_by, INSTALMENT.c.receivable_id, INSTALMENT.c.position,
    )
    .outerjoin(_UNDO, and_(_UNDO.c.corp_id == ALLOCATION.c.corp_id, _UNDO.c.undoes == ALLOCATION.c.id))
    .outerjoin(
        INSTALMENT,
        and_(INSTALMENT.c.corp_id == ALLOCATION.c.corp_id, INSTALMENT.c.id == ALLOCATION.c.target_instalment),
    )
    .where(ALLOCATION.c.corp_id == bindparam("corp"), ALLOCATION.c.amount > 0, _UNDO.c.id.is_(None))
    .order_by(INSTALMENT.c.position, ALLOCATION.c.effective_on, ALLOCATION.c.id)
)  # fmt: skip
_OF_SOURCE = _LIVE.where(ALLOCATION.c.source_entry == bindparam("source"))
_ON_INSTALMENTS = _LIVE.where(ALLOCATION.c.target_instalment.in_(bindparam("targets", expanding=True)))
_ON_ENTRY = _LIVE.where(ALLOCATION.c.target_entry == bindparam("target"))


class Sources:
    """Reads sources and live allocations of the company."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, entry_id: int) -> Source | None:
        rows = self._work.rows(_BY_ID, entries=[entry_id])
        return _source(rows[0]) if rows else None

    def by_id(self, entry_ids: Sequence[int]) -> dict[int, Source]:
        return {row[0]: _source(row) for row in self._work.rows(_BY_ID, entries=list(entry_ids))}

    def with_money(self, customer_id: int, *, currency: str = CURRENCY) -> list[Source]:
        """The customer's sources with money left, oldest first."""
        return [_source(row) for row in self._work.rows(_WITH_MONEY, customer=customer_id, currency=currency)]

    def live_of(self, source: int) -> list[Live]:
        return [Live(*row) for row in self._work.rows(_OF_SOURCE, source=source)]

    def live_on_instalments(self, instalments: Sequence[int]) -> list[Live]:
        """What stands on these instalments, by their position."""
        return [Live(*row) for row in self._work.rows(_ON_INSTALMENTS, targets=list(instalments))]

    def live_on_entry(self, entry_id: int) -> list[Live]:
        return [Live(*row) for row in self._work.rows(_ON_ENTRY, target=entry_id)]


def _source(row: Any) -> Source:
    day, left, taken_back_on = row[5:]
    free_on = free_from(day, [taken_back_on] if taken_back_on else ())
    return Source(row[0], row[1], row[2], row[3], row[4], day, int(left), free_on)
