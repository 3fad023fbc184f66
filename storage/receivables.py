"""Receivables: debts as people name them, and their open instalments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, select, update

from ledger.money import CURRENCY
from ledger.receivable import Instalment
from ledger.values import value
from storage.audit import Audits
from storage.items import LIVE_ITEMS, OPEN_ITEMS, DueItem, due_between, items_of
from storage.overdue import OverdueCustomer, Totals, overdue, totals
from storage.prepared import Prepared
from storage.relations import ENTRY, RECEIVABLE
from storage.work import Asked, Work


@value
class ReceivableView:
    """A receivable with its live instalments; see `storage.tables.books.Receivable`."""

    id: int
    number: int
    customer_id: int
    salesperson: str
    currency: str
    principal: int
    issued_on: date
    terms: str
    terms_start: str
    document_no: str
    invoice_no: str
    invoice_state: str
    note: str
    delay_reason: str
    state: str
    source: str
    run_id: int | None
    over_limit: bool
    created_at: datetime
    instalments: tuple[Instalment, ...] = ()

    @property
    def outstanding(self) -> int:
        """Fen still owed on it, fees included."""
        return sum(item.outstanding for item in self.instalments)

    def having(self, instalments: tuple[Instalment, ...]) -> ReceivableView:
        """The same with these instalments. Quicker than `replace`: a debt takes this way."""
        return ReceivableView(*(*_OWN(self), instalments))

    @property
    def due_on(self) -> date | None:
        """The earliest day on which something still owed falls due, or None."""
        days = [item.due_on for item in self.instalments if item.due_on and item.outstanding]
        return min(days, default=None)


NAMES = tuple(field.name for field in fields(ReceivableView) if field.name != "instalments")
COLUMNS = tuple(RECEIVABLE.c[name] for name in NAMES)
_OWN = attrgetter(*NAMES)
_OURS = select(*COLUMNS).where(RECEIVABLE.c.corp_id == bindparam("corp"))
_GET = _OURS.where(RECEIVABLE.c.id == bindparam("id"))
_BY_NUMBER = _OURS.where(RECEIVABLE.c.number == bindparam("number"))
_OF_DOCUMENT = _OURS.where(
    RECEIVABLE.c.document_no == bindparam("document"), RECEIVABLE.c.state == "open"
).limit(2)
_OF = _OURS.where(RECEIVABLE.c.customer_id == bindparam("customer")).order_by(RECEIVABLE.c.number)
_SIMILAR = (
    _OURS.where(
        RECEIVABLE.c.customer_id == bindparam("customer"),
        RECEIVABLE.c.principal == bindparam("amount"),
        RECEIVABLE.c.issued_on.between(bindparam("first"), bindparam("last")),
        RECEIVABLE.c.state == "open",
    )
    .order_by(RECEIVABLE.c.number.desc())
    .execution_options(whose="customer")
)
_RECENT = (
    _OURS.where(RECEIVABLE.c.customer_id == bindparam("customer"), RECEIVABLE.c.state == "open")
    .where(
        select(ENTRY.c.id)
        .where(
            ENTRY.c.corp_id == RECEIVABLE.c.corp_id,
            ENTRY.c.receivable_id == RECEIVABLE.c.id,
            ENTRY.c.kind == "debt",
            ENTRY.c.actor == bindparam("actor"),
            ENTRY.c.recorded_at >= bindparam("since", type_=ENTRY.c.recorded_at.type),
        )
        .exists()
    )
    .order_by(RECEIVABLE.c.number.desc())
    .execution_options(whose="customer")
)
_CHANGES = {
    name: Prepared(
        update(RECEIVABLE)
        .where(RECEIVABLE.c.corp_id == bindparam("corp"), RECEIVABLE.c.id == bindparam("row_id"))
        .values({name: bindparam("value")})
    )
    for name in ("document_no", "invoice_no", "invoice_state", "note", "delay_reason")
}


def similar_asked(customer_id: int, amount: int, day: date, within_days: int) -> Asked:
    window = timedelta(days=within_days)
    return _SIMILAR, {"customer": customer_id, "amount": amount, "first": day - window, "last": day + window}


def recent_asked(actor: str, customer_id: int, since: datetime) -> Asked:
    return _RECENT, {"actor": actor, "customer": customer_id, "since": since}


class Receivables:
    """Receivables of the company. Amounts are fen; lists are empty when there is nothing."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, view: ReceivableView) -> None:
        """Write a new receivable, without its instalments."""
        row = dict(zip(NAMES, _OWN(view), strict=True))
        row["corp_id"] = self._work.corp_id
        self._work.insert(RECEIVABLE, row)

    def get(self, receivable_id: int) -> ReceivableView | None:
        return self._first(self._work.rows(_GET, id=receivable_id))

    def by_number(self, number: int) -> ReceivableView | None:
        return self._first(self._work.rows(_BY_NUMBER, number=number))

    def of_document(self, document_no: str) -> Sequence[ReceivableView]:
        """Open receivables of this document number, whosever; two where there are more."""
        return self._views(self._work.rows(_OF_DOCUMENT, document=document_no))

    def of_customer(self, customer_id: int) -> Sequence[ReceivableView]:
        return self._views(self._work.rows(_OF, customer=customer_id))

    def live_items(self, receivable_id: int) -> list[Instalment]:
        """Its instalments that are not closed, paid ones too: principal by position, then fees."""
        return items_of(self._work.rows(LIVE_ITEMS, receivables=[receivable_id]))

    def open_items(self, customer_id: int, *, currency: str = CURRENCY) -> list[Instalment]:
        """Instalments on which something is still owed, in the order in which money pays them."""
        return items_of(self._work.rows(OPEN_ITEMS, customer=customer_id, currency=currency))

    def similar(
        self, customer_id: int, amount: int, day: date, *, within_days: int = 3
    ) -> Sequence[ReceivableView]:
        """Open receivables of the same amount issued within so many days of `day`, newest first."""
        statement, values = similar_asked(customer_id, amount, day, within_days)
        return self._views(self._work.rows(statement, **values))

    def recent_of(self, actor: str, customer_id: int, since: datetime) -> Sequence[ReceivableView]:
        """Open receivables of the customer that this person has recorded since then, newest first."""
        statement, values = recent_asked(actor, customer_id, since)
        return self._views(self._work.rows(statement, **values))

    def due_between(
        self,
        first: date,
        last: date,
        owners: Collection[str] | None = None,
        *,
        limit: int = 1_000,
        currency: str = CURRENCY,
    ) -> list[DueItem]:
        """Open instalments due from `first` to `last`, by day; `owners` None means everybody's customers."""
        return due_between(self._work, first, last, owners=owners, limit=limit, currency=currency)

    def overdue(
        self,
        today: date,
        min_days: int = 0,
        min_amount: int = 0,
        owners: Collection[str] | None = None,
        *,
        limit: int = 1_000,
    ) -> list[OverdueCustomer]:
        """Customers with fen past due, by days of the oldest item and their sum; the largest first."""
        return overdue(
            self._work, today, min_days=min_days, min_amount=min_amount, owners=owners, limit=limit
        )

    def totals(self, today: date, owners: Collection[str] | None = None) -> Totals:
        """What is outside, over everybody's customers or those of `owners`."""
        return totals(self._work, today, owners=owners)

    def set_document(self, receivable_id: int, document_no: str, *, actor: str) -> None:
        self._change(receivable_id, actor, document_no=document_no)

    def set_invoice(self, receivable_id: int, invoice_no: str, invoice_state: str, *, actor: str) -> None:
        self._change(receivable_id, actor, invoice_no=invoice_no, invoice_state=invoice_state)

    def set_note(self, receivable_id: int, note: str, *, actor: str) -> None:
        self._change(receivable_id, actor, note=note)

    def set_delay_reason(self, receivable_id: int, reason: str, *, actor: str) -> None:
        self._change(receivable_id, actor, delay_reason=reason)

    def _change(self, receivable_id: int, actor: str, **changes: str) -> None:
        for name, new in changes.items():
            self._work.update(_CHANGES[name], row_id=receivable_id, value=new)
        self._note(receivable_id, actor, changes)

    def _note(self, receivable_id: int, actor: str, details: dict[str, str]) -> None:
        Audits(self._work).note(actor, "receivable.change", f"receivable:{receivable_id}", details)

    def _first(self, rows: Sequence[Any]) -> ReceivableView | None:
        return self._views(rows[:1])[0] if rows else None

    def _views(self, rows: Sequence[Any]) -> list[ReceivableView]:
        if not rows:
            return []
        items: dict[int, list[Instalment]] = {row.id: [] for row in rows}
        for item in items_of(self._work.rows(LIVE_ITEMS, receivables=list(items))):
            items[item.receivable_id].append(item)
        return [ReceivableView(*(*row, tuple(items[row.id]))) for row in rows]
