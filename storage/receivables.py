"""Receivables: debts as people name them, and their open instalments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column, select, update

from ledger.effective import free_from
from ledger.money import CURRENCY
from ledger.receivable import Instalment
from storage.audit import Audits
from storage.overdue import OverdueCustomer, Totals, overdue, totals
from storage.prepared import Prepared
from storage.relations import ALLOCATION, ATTACHMENT, CUSTOMER, ENTRY, INSTALMENT, IS_OPEN, RECEIVABLE
from storage.work import Work


@dataclass(frozen=True, slots=True)
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

    @property
    def due_on(self) -> date | None:
        """The earliest day on which something still owed falls due, or None."""
        days = [item.due_on for item in self.instalments if item.due_on and item.outstanding]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class DueItem:
    """An open instalment with whose it is."""

    instalment: Instalment
    customer_name: str
    owner: str


COLUMNS = tuple(RECEIVABLE.c[field.name] for field in fields(ReceivableView) if field.name != "instalments")
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
    literal_column("0"),
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
_OPEN_ITEMS = _ITEMS.where(
    INSTALMENT.c.customer_id == bindparam("customer"),
    IS_OPEN,
    INSTALMENT.c.currency == bindparam("currency"),
).order_by(*_IN_PAYMENT_ORDER)
_LIVE_ITEMS = _ITEMS.where(
    INSTALMENT.c.receivable_id.in_(bindparam("receivables", expanding=True)), INSTALMENT.c.closed_by.is_(None)
).order_by(INSTALMENT.c.receivable_id, INSTALMENT.c.kind != "principal", INSTALMENT.c.position)
_OF_CUSTOMER = and_(CUSTOMER.c.corp_id == INSTALMENT.c.corp_id, CUSTOMER.c.id == INSTALMENT.c.customer_id)
_DUE = (
    select(*_ITEM, CUSTOMER.c.name, CUSTOMER.c.owner)
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
_OURS = select(*COLUMNS).where(RECEIVABLE.c.corp_id == bindparam("corp"))
_GET = _OURS.where(RECEIVABLE.c.id == bindparam("id"))
_BY_NUMBER = _OURS.where(RECEIVABLE.c.number == bindparam("number"))
_BY_DOCUMENT = _OURS.where(
    RECEIVABLE.c.document_no == bindparam("document"), RECEIVABLE.c.customer_id == bindparam("customer")
).order_by(RECEIVABLE.c.state == "cancelled", RECEIVABLE.c.number.desc())
_OF = _OURS.where(RECEIVABLE.c.customer_id == bindparam("customer")).order_by(RECEIVABLE.c.number)
_SIMILAR = _OURS.where(
    RECEIVABLE.c.customer_id == bindparam("customer"),
    RECEIVABLE.c.principal == bindparam("amount"),
    RECEIVABLE.c.issued_on.between(bindparam("first"), bindparam("last")),
    RECEIVABLE.c.state == "open",
).order_by(RECEIVABLE.c.number.desc())
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
)
_CHANGES = {
    name: Prepared(
        update(RECEIVABLE)
        .where(RECEIVABLE.c.corp_id == bindparam("corp"), RECEIVABLE.c.id == bindparam("row_id"))
        .values({name: bindparam("value")})
    )
    for name in ("document_no", "invoice_no", "invoice_state", "note", "delay_reason")
}
_ATTACH = Prepared(
    update(ATTACHMENT)
    .where(ATTACHMENT.c.corp_id == bindparam("corp"), ATTACHMENT.c.id == bindparam("row_id"))
    .values(subject=bindparam("about"))
)


class Receivables:
    """Receivables of the company. Amounts are fen; lists are empty when there is nothing."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, view: ReceivableView) -> None:
        """Write a new receivable, without its instalments."""
        row = {column.name: getattr(view, column.name) for column in COLUMNS}
        self._work.insert(RECEIVABLE, row | {"corp_id": self._work.corp_id})

    def get(self, receivable_id: int) -> ReceivableView | None:
        return self._first(self._work.rows(_GET, id=receivable_id))

    def by_number(self, number: int) -> ReceivableView | None:
        return self._first(self._work.rows(_BY_NUMBER, number=number))

    def by_document(self, customer_id: int, document_no: str) -> ReceivableView | None:
        """The customer's receivable of this document number: an open one first, then the newest."""
        return self._first(self._work.rows(_BY_DOCUMENT, customer=customer_id, document=document_no))

    def of_customer(self, customer_id: int) -> Sequence[ReceivableView]:
        return self._views(self._work.rows(_OF, customer=customer_id))

    def live_items(self, receivable_id: int) -> list[Instalment]:
        """Its instalments that are not closed, paid ones too: principal by position, then fees."""
        return [_item(row) for row in self._work.rows(_LIVE_ITEMS, receivables=[receivable_id])]

    def open_items(self, customer_id: int, *, currency: str = CURRENCY) -> list[Instalment]:
        """Instalments on which something is still owed, in the order in which money pays them."""
        return [_item(row) for row in self._work.rows(_OPEN_ITEMS, customer=customer_id, currency=currency)]

    def similar(
        self, customer_id: int, amount: int, day: date, *, within_days: int = 3
    ) -> Sequence[ReceivableView]:
        """Open receivables of the same amount issued within so many days of `day`, newest first."""
        window = timedelta(days=within_days)
        rows = self._work.rows(
            _SIMILAR, customer=customer_id, amount=amount, first=day - window, last=day + window
        )
        return self._views(rows)

    def recent_of(self, actor: str, customer_id: int, since: datetime) -> Sequence[ReceivableView]:
        """Open receivables of the customer that this person has recorded since then, newest first."""
        return self._views(self._work.rows(_RECENT, actor=actor, customer=customer_id, since=since))

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
        values: dict[str, Any] = {"first": first, "last": last, "most": limit, "currency": currency}
        if owners is not None:
            values["owners"] = sorted(owners)
        rows = self._work.rows(_DUE if owners is None else _DUE_OWNED, **values)
        return [DueItem(Instalment(*row[:-2]), row[-2], row[-1]) for row in rows]

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

    def attach(self, receivable_id: int, attachment_id: int, *, actor: str) -> None:
        """The picture or file belongs to this receivable."""
        self._work.update(_ATTACH, row_id=attachment_id, about=f"receivable:{receivable_id}")
        self._note(receivable_id, actor, {"attachment": str(attachment_id)})

    def _change(self, receivable_id: int, actor: str, **changes: str) -> None:
        for name, value in changes.items():
            self._work.update(_CHANGES[name], row_id=receivable_id, value=value)
        self._note(receivable_id, actor, changes)

    def _note(self, receivable_id: int, actor: str, details: dict[str, str]) -> None:
        Audits(self._work).note(actor, "receivable.change", f"receivable:{receivable_id}", details)

    def _first(self, rows: Sequence[Any]) -> ReceivableView | None:
        return self._views(rows[:1])[0] if rows else None

    def _views(self, rows: Sequence[Any]) -> list[ReceivableView]:
        if not rows:
            return []
        items: dict[int, list[Instalment]] = {row.id: [] for row in rows}
        for row in self._work.rows(_LIVE_ITEMS, receivables=list(items)):
            items[row.receivable_id].append(_item(row))
        return [replace(ReceivableView(*row), instalments=tuple(items[row.id])) for row in rows]


def _item(row: Any) -> Instalment:
    opened_on, taken_back_on = row[-2:]
    free_on = free_from(opened_on, [taken_back_on] if taken_back_on else ())
    return replace(Instalment(*row[:-2]), free_from=free_on)
