"""Receipts: money that arrived, before and beside the books."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, select, update

from ledger.errors import InvalidReceipt
from ledger.money import CURRENCY
from ledger.receipt import may_become
from ledger.values import value
from storage.audit import Audits
from storage.entries import LATELY
from storage.relations import CUSTOMER, RECEIPT
from storage.work import NO_DEFAULTS, Work

IN_HAND = ("reported", "confirmed")


@value
class ReceiptView:
    """Money that arrived: fen with `fee` apart; see `storage.tables.books.Receipt`. `draft`: what to book."""

    id: int
    number: int
    customer_id: int | None
    currency: str
    amount: int
    fee: int
    received_on: date
    account: str
    holder: str
    bill_due_on: date | None
    payer: str
    reference: str
    note: str
    state: str
    reported_by: str
    confirmed_by: str
    message_id: int | None
    run_id: int | None
    draft: Mapping[str, Any]
    handed_over: bool
    created_at: datetime


_COLUMNS = tuple(RECEIPT.c[field.name] for field in fields(ReceiptView))
_OURS = select(*_COLUMNS).where(RECEIPT.c.corp_id == bindparam("corp"))
_GET = _OURS.where(RECEIPT.c.id == bindparam("id"))
_BY_NUMBER = _OURS.where(RECEIPT.c.number == bindparam("number"))
_OF_MESSAGE = _OURS.where(RECEIPT.c.message_id == bindparam("message")).order_by(RECEIPT.c.number)
_OF = _OURS.where(RECEIPT.c.customer_id == bindparam("customer")).order_by(RECEIPT.c.number.desc())
_IN_STATE = _OURS.where(RECEIPT.c.state == bindparam("wanted")).order_by(RECEIPT.c.number)
_OF_CUSTOMER = and_(CUSTOMER.c.corp_id == RECEIPT.c.corp_id, CUSTOMER.c.id == RECEIPT.c.customer_id)
_IN_STATE_OWNED = _IN_STATE.join(CUSTOMER, _OF_CUSTOMER).where(
    CUSTOMER.c.owner.in_(bindparam("owners", expanding=True))
)
_CASH = _OURS.where(
    RECEIPT.c.account == "cash",
    RECEIPT.c.holder == bindparam("userid"),
    RECEIPT.c.handed_over.is_(False),
    RECEIPT.c.state.in_(IN_HAND),
).order_by(RECEIPT.c.received_on, RECEIPT.c.number)
_SAME_DAYS = RECEIPT.c.received_on.between(bindparam("first"), bindparam("last"))
_SIMILAR = _OURS.where(
    RECEIPT.c.customer_id == bindparam("customer"),
    RECEIPT.c.amount == bindparam("amount"),
    _SAME_DAYS,
    RECEIPT.c.state.in_(IN_HAND),
).order_by(RECEIPT.c.number.desc())
_SIMILAR_UNCLAIMED = _OURS.where(
    RECEIPT.c.state == "unclaimed", RECEIPT.c.amount == bindparam("amount"), _SAME_DAYS
).order_by(RECEIPT.c.number.desc())
_RECENT = _OURS.where(
    RECEIPT.c.customer_id == bindparam("customer"),
    RECEIPT.c.reported_by == bindparam("actor"),
    RECEIPT.c.created_at >= bindparam("since", type_=RECEIPT.c.created_at.type),
    RECEIPT.c.state.in_(IN_HAND),
).order_by(RECEIPT.c.number.desc())
_TOLD_BETWEEN = _OURS.where(
    RECEIPT.c.number >= bindparam("first"),
    RECEIPT.c.created_at >= bindparam("since", type_=RECEIPT.c.created_at.type),
    RECEIPT.c.created_at < bindparam("until", type_=RECEIPT.c.created_at.type),
).order_by(RECEIPT.c.number)
_CHANGE = update(RECEIPT).where(RECEIPT.c.corp_id == bindparam("corp"), RECEIPT.c.id == bindparam("row_id"))
_CHANGEABLE = frozenset(field.name for field in fields(ReceiptView)) - {
    "id",
    "number",
    "reported_by",
    "created_at",
}


class Receipts:
    """Receipts of the company. A state moves only as `ledger.receipt.MOVES` allows, else `InvalidReceipt`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def report(
        self,
        customer_id: int | None,
        amount: int,
        received_on: date,
        *,
        reported_by: str,
        state: str = "reported",
        account: str = "bank",
        holder: str = "",
        payer: str = "",
        fee: int = 0,
        bill_due_on: date | None = None,
        reference: str = "",
        note: str = "",
        currency: str = CURRENCY,
        message_id: int | None = None,
        run_id: int | None = None,
        draft: Mapping[str, Any] = NO_DEFAULTS,
    ) -> ReceiptView:
        """Money that arrived, with a number of its own; a confirmed one was confirmed by its reporter."""
        work = self._work
        if (customer_id is None) is not (state == "unclaimed"):
            raise InvalidReceipt("unclaimed money, and only that, has no customer", state=state)
        view = ReceiptView(
            work.new_id(),
            work.take_number(),
            customer_id,
            currency,
            amount,
            fee,
            received_on,
            account,
            holder,
            bill_due_on,
            payer,
            reference,
            note,
            state,
            reported_by,
            reported_by if state == "confirmed" else "",
            message_id,
            run_id,
            dict(draft),
            False,
            work.now,
        )
        row = {field.name: getattr(view, field.name) for field in fields(view)}
        row |= {"corp_id": work.corp_id, "draft": _text(draft)}
        work.insert(RECEIPT, row)
        return view

    def get(self, receipt_id: int) -> ReceiptView | None:
        return self._first(_GET, id=receipt_id)

    def by_number(self, number: int) -> ReceiptView | None:
        return self._first(_BY_NUMBER, number=number)

    def of_message(self, message_id: int) -> Sequence[ReceiptView]:
        return self._all(_OF_MESSAGE, message=message_id)

    def of_customer(self, customer_id: int) -> Sequence[ReceiptView]:
        """All money of the customer, whatever became of it, newest first."""
        return self._all(_OF, customer=customer_id)

    def confirm(self, receipt_id: int, *, actor: str) -> ReceiptView:
        """It has arrived (到账)."""
        return self._move(receipt_id, "confirmed", actor, confirmed_by=actor)

    def withdraw(self, receipt_id: int, *, actor: str) -> ReceiptView:
        """It never arrived, or was told by mistake."""
        return self._move(receipt_id, "withdrawn", actor)

    def reopen(self, receipt_id: int, *, actor: str) -> ReceiptView:
        """Its confirmation was a mistake: it waits for finance again, or for whose it is when that came with it."""
        notes = [note.details for note in Audits(self._work).of(f"receipt:{receipt_id}")]
        confirmed = [details for details in notes if details.get("state") == "confirmed"]
        if confirmed and "customer_id" in confirmed[-1]:
            return self._move(receipt_id, "unclaimed", actor, customer_id=None, confirmed_by="")
        return self._move(receipt_id, "reported", actor, confirmed_by="")

    def bounce(self, receipt_id: int, *, actor: str) -> ReceiptView:
        """The bank, or the drawer of the bill, took it back."""
        return self._move(receipt_id, "bounced", actor)

    def claim(self, receipt_id: int, customer_id: int, *, actor: str, state: str = "reported") -> ReceiptView:
        """Unclaimed money is this customer's; it waits for finance unless `state` is confirmed."""
        changes = {"confirmed_by": actor} if state == "confirmed" else {}
        return self._move(receipt_id, state, actor, customer_id=customer_id, **changes)

    def change(self, receipt_id: int, *, actor: str, **changes: Any) -> ReceiptView:
        """Correct what was said of it (amount, received_on, customer_id, draft, …)."""
        unknown = changes.keys() - _CHANGEABLE
        if unknown:
            raise InvalidReceipt("not to be changed", fields=sorted(unknown))
        view = replace(self._known(receipt_id), **changes)
        if "draft" in changes:
            changes = {**changes, "draft": _text(changes["draft"])}
        self._work.execute(_CHANGE, row_id=receipt_id, **changes)
        details = {name: value for name, value in changes.items() if name != "draft"}
        Audits(self._work).note(actor, "receipt.change", f"receipt:{receipt_id}", details)
        return view

    def reported(self, owners: Collection[str] | None = None) -> Sequence[ReceiptView]:
        """What waits for finance, by number; of everybody's customers, or those of `owners`."""
        if owners is None:
            return self._all(_IN_STATE, wanted="reported")
        return self._all(_IN_STATE_OWNED, wanted="reported", owners=sorted(owners))

    def unclaimed(self) -> Sequence[ReceiptView]:
        return self._all(_IN_STATE, wanted="unclaimed")

    def cash_in_hand(self, userid: str) -> Sequence[ReceiptView]:
        """Cash that this person holds and has not handed over, oldest first."""
        return self._all(_CASH, userid=userid)

    def similar(
        self, customer_id: int | None, amount: int, day: date, *, within_days: int = 3
    ) -> Sequence[ReceiptView]:
        """Money of the customer (None: unclaimed) in hand, of that amount, about that day."""
        days = {"first": day - timedelta(days=within_days), "last": day + timedelta(days=within_days)}
        if customer_id is None:
            return self._all(_SIMILAR_UNCLAIMED, amount=amount, **days)
        return self._all(_SIMILAR, customer=customer_id, amount=amount, **days)

    def recent_of(self, actor: str, customer_id: int, since: datetime) -> Sequence[ReceiptView]:
        """What this person has reported of the customer since then, newest first."""
        return self._all(_RECENT, actor=actor, customer=customer_id, since=since)

    def told_between(self, since: datetime, until: datetime) -> Sequence[ReceiptView]:
        """What was told of from `since` to before `until`, among the last numbers."""
        first = self._work.head.next_number - LATELY
        return self._all(_TOLD_BETWEEN, first=first, since=since, until=until)

    def _move(self, receipt_id: int, state: str, actor: str, **changes: Any) -> ReceiptView:
        view = self._known(receipt_id)
        if not may_become(view.state, state):
            raise InvalidReceipt("its state does not allow this", receipt=view, to=state)
        return self.change(receipt_id, actor=actor, state=state, **changes)

    def _known(self, receipt_id: int) -> ReceiptView:
        view = self.get(receipt_id)
        if view is None:
            raise InvalidReceipt("no such receipt", id=receipt_id)
        return view

    def _first(self, statement: Any, **values: Any) -> ReceiptView | None:
        row = self._work.row(statement, **values)
        return None if row is None else _view(row)

    def _all(self, statement: Any, **values: Any) -> Sequence[ReceiptView]:
        return [_view(row) for row in self._work.rows(statement, **values)]


def _view(row: Any) -> ReceiptView:
    view = ReceiptView(*row)
    return replace(view, draft=json.loads(row.draft) if row.draft else {})


def _text(draft: Mapping[str, Any]) -> str:
    return json.dumps(dict(draft), ensure_ascii=False) if draft else ""
