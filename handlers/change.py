"""A change of one field of one record, as a value that can wait for somebody's word, and how it is carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from handlers.command import Request
from handlers.language.reading import Record
from handlers.subject import Subject, by_id
from ledger.money import fen_of
from ledger.receivable import Part
from storage.unit_of_work import UnitOfWork

# The reader's names of what is to be changed, by what they mean for a debt and for money that arrived.
DEBT_FIELDS: Mapping[str, str] = {
    "amount": "amount",
    "due_date": "due_on",
    "booked_on": "day",
    "customer": "customer",
    "note": "note",
    "doc_no": "document",
    "terms": "terms",
}
PAYMENT_FIELDS: Mapping[str, str] = {
    "amount": "amount",
    "paid_on": "day",
    "due_date": "day",
    "booked_on": "day",
    "customer": "customer",
    "note": "note",
    "doc_no": "document",
    "method": "method",
}
_ACCOUNTS = {"现金": "cash", "微信": "wallet", "支付宝": "wallet", "承兑": "bill"}


@dataclass(frozen=True, slots=True)
class Change:
    """`field`: amount | due_on | day | customer | note | document | terms | method.

    `value` is fen, a day, text, days of terms, or a customer's id as text (then `name` is its name).
    """

    field: str
    value: Any
    name: str = ""

    def kept(self) -> dict[str, Any]:
        return {"field": self.field, "value": self.value, "name": self.name}


def change_of(record: Record, subject: Subject) -> Change | None:
    """What the words want of this record; None when they name nothing that it has."""
    fields = DEBT_FIELDS if subject.kind == "debt" else PAYMENT_FIELDS
    field = fields.get(str(record.extra.get("field", "")))
    if field is None:
        return None
    return _READERS[field](record, subject)


def amount_after(record: Record, before: int) -> int | None:
    """Fen as the words want them: a new sum, or so much more or less than `before`; None when nothing is left."""
    delta = str(record.extra.get("delta", ""))
    if record.amount or not delta:
        return record.amount
    fen = before + fen_of(delta.lstrip("-")) * (-1 if delta.startswith("-") else 1)
    return fen if fen > 0 else None


def _amount(record: Record, subject: Subject) -> Change | None:
    fen = amount_after(record, subject.amount)
    return Change("amount", fen) if fen else None


def _due_on(record: Record, subject: Subject) -> Change | None:
    later = record.extra.get("later_days")
    if later is not None and subject.debt is not None and subject.debt.due_on is not None:
        return Change("due_on", subject.debt.due_on + timedelta(days=int(later)))
    return Change("due_on", record.due_on) if record.due_on else None


def _day(record: Record, subject: Subject) -> Change | None:
    day = record.extra.get("paid_on") or record.extra.get("booked_on") or record.due_on
    return Change("day", day) if isinstance(day, date) else None


def _customer(record: Record, subject: Subject) -> Change | None:
    mention = record.customer
    if mention is None:
        return None
    known = str(mention.customer_id) if mention.customer_id is not None else ""
    return Change("customer", known, mention.name or mention.text)


def _text(key: str, field: str) -> Callable[[Record, Subject], Change | None]:
    def read(record: Record, subject: Subject) -> Change | None:
        text = str(record.extra.get(key, ""))
        return Change(field, text) if text else None

    return read


def _terms(record: Record, subject: Subject) -> Change | None:
    days = record.extra.get("terms_days")
    return Change("terms", int(days)) if days is not None else None


_READERS: Mapping[str, Callable[[Record, Subject], Change | None]] = {
    "amount": _amount,
    "due_on": _due_on,
    "day": _day,
    "customer": _customer,
    "note": _text("note", "note"),
    "document": _text("doc_no", "document"),
    "method": _text("method", "method"),
    "terms": _terms,
}


def before(change: Change, subject: Subject, uow: UnitOfWork) -> Any:
    """What the field holds now, in the shape of the change's value; a customer by name."""
    if change.field == "amount":
        return subject.amount
    if change.field == "day":
        return subject.day
    if change.field == "customer":
        customer = uow.customers.get(subject.customer_id) if subject.customer_id is not None else None
        return customer.name if customer else ""
    if change.field in ("due_on", "terms"):
        return subject.debt.due_on if subject.debt else None
    record: Any = subject.debt or subject.receipt
    names = {"note": "note", "document": "document_no" if subject.debt else "reference", "method": "account"}
    return getattr(record, names[change.field])


def carry_out(change: Change, subject: Subject, actor: str, request: Request, uow: UnitOfWork) -> Subject:
    """Change it in the books and return the record as it is now. Raises errors of `ledger.errors`."""
    if subject.kind == "debt":
        _change_debt(change, subject, actor, request, uow)
    else:
        _change_money(change, subject, actor, request, uow)
    return by_id(subject.kind, subject.id, uow) or subject


def _change_debt(change: Change, subject: Subject, actor: str, request: Request, uow: UnitOfWork) -> None:
    value = change.value
    told: dict[str, Any] = {"actor": actor, "message_id": request.said.inbox_id}
    if change.field == "amount":
        uow.journal.correct_debt(subject.id, principal=value, **told)
    elif change.field == "day":
        uow.journal.correct_debt(subject.id, issued_on=value, **told)
    elif change.field == "customer":
        uow.journal.correct_debt(subject.id, customer_id=int(value), **told)
    elif change.field == "note":
        uow.receivables.set_note(subject.id, _added(subject, value), actor=actor)
    elif change.field == "document":
        uow.receivables.set_document(subject.id, value, actor=actor)
    else:
        day = value if change.field == "due_on" else subject.day + timedelta(days=value)
        owed = sum(item.amount for item in uow.receivables.live_items(subject.id) if item.kind == "principal")
        uow.journal.reschedule(subject.id, [Part(owed, day)], reason="corrected", **told)


def _change_money(change: Change, subject: Subject, actor: str, request: Request, uow: UnitOfWork) -> None:
    receipt = subject.receipt
    if receipt is None:
        return
    fields: dict[str, Any] = {
        "amount": {"amount": change.value},
        "day": {"received_on": change.value},
        "customer": {"customer_id": int(change.value) if change.field == "customer" else None},
        "note": {"note": _added(subject, change.value) if change.field == "note" else ""},
        "document": {"reference": change.value},
        "method": {"account": _ACCOUNTS.get(str(change.value), "bank")},
    }[change.field]
    in_books = receipt.state == "confirmed" and change.field in ("amount", "day", "customer")
    if not in_books:
        uow.receipts.change(receipt.id, actor=actor, **fields)
        return
    uow.journal.correct_payment(receipt.id, **fields, actor=actor, message_id=request.said.inbox_id)


def _added(subject: Subject, words: str) -> str:
    record = subject.debt or subject.receipt
    old = record.note if record is not None else ""
    return f"{old}；{words}" if old else words


def with_customer(change: Change, customer_id: int, name: str) -> Change:
    return replace(change, value=str(customer_id), name=name)
