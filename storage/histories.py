"""One customer's rows as the ledger's `History`: for statements, one customer's story, and comparison."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import bindparam, select

from ledger.entries import Entry
from ledger.history import AllocationRow, History, InstalmentRow
from ledger.money import CURRENCY
from storage.entries import COLUMNS
from storage.relations import ALLOCATION, ENTRY, INSTALMENT
from storage.work import Work

_CORP: Any = bindparam("corp")
_CUSTOMER: Any = bindparam("customer")
_CURRENCY: Any = bindparam("currency")
_ENTRIES = (
    select(*COLUMNS)
    .where(ENTRY.c.corp_id == _CORP, ENTRY.c.customer_id == _CUSTOMER, ENTRY.c.currency == _CURRENCY)
    .order_by(ENTRY.c.seq)
)
_INSTALMENTS = (
    select(*(INSTALMENT.c[field.name] for field in fields(InstalmentRow)))
    .where(
        INSTALMENT.c.corp_id == _CORP,
        INSTALMENT.c.customer_id == _CUSTOMER,
        INSTALMENT.c.currency == _CURRENCY,
    )
    .order_by(INSTALMENT.c.opened_at, INSTALMENT.c.id)
)
_ALLOCATIONS = (
    select(*(ALLOCATION.c[field.name] for field in fields(AllocationRow)))
    .join_from(
        ENTRY,
        ALLOCATION,
        (ALLOCATION.c.corp_id == ENTRY.c.corp_id) & (ALLOCATION.c.source_entry == ENTRY.c.id),
    )
    .where(ENTRY.c.corp_id == _CORP, ENTRY.c.customer_id == _CUSTOMER, ENTRY.c.currency == _CURRENCY)
    .order_by(ALLOCATION.c.recorded_at, ALLOCATION.c.id)
)


def history_of(work: Work, customer_id: int, *, currency: str = CURRENCY) -> History:
    """Everything that was ever written about the customer in one currency; empty when there is nothing."""
    values = {"customer": customer_id, "currency": currency}
    return History(
        customer_id=customer_id,
        entries=tuple(Entry(*row) for row in work.rows(_ENTRIES, **values)),
        allocations=tuple(AllocationRow(*row) for row in work.rows(_ALLOCATIONS, **values)),
        instalments=tuple(InstalmentRow(*row) for row in work.rows(_INSTALMENTS, **values)),
        currency=currency,
    )
