"""Which record a person means: by its number, by quoting the reply that named it, or the one just made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from handlers.command import Request
from handlers.language.reading import Record
from handlers.permissions import MAY, Scope, Verdict, reach
from ledger.entries import Entry
from storage.customers import CustomerView
from storage.receipts import ReceiptView
from storage.receivables import ReceivableView
from storage.unit_of_work import UnitOfWork

LATELY = timedelta(days=1)  # an older record needs its number
_OWN_NUMBER = re.compile(r"· #(\d+)")  # as replies write the number of the record itself


@dataclass(frozen=True, slots=True)
class Subject:
    """A debt or money that arrived, as people name it. `amount` in fen, `day` of the fact."""

    kind: str  # debt | payment
    id: int
    number: int
    customer_id: int | None
    amount: int
    day: date
    recorded_by: str
    recorded_at: datetime
    is_live: bool
    debt: ReceivableView | None = None
    receipt: ReceiptView | None = None

    @property
    def about(self) -> str:
        """Its name for attachments and the audit."""
        return f"receivable:{self.id}" if self.kind == "debt" else f"receipt:{self.id}"

    def option(self) -> dict[str, Any]:
        """What a question keeps of it as a choice."""
        return {
            "kind": self.kind,
            "id": str(self.id),
            "number": self.number,
            "amount": self.amount,
            "fact": self.kind,
        }


def of_debt(debt: ReceivableView, uow: UnitOfWork) -> Subject:
    entries = uow.journal.entries_of_receivable(debt.id)
    actor = entries[0].actor if entries else debt.salesperson
    return Subject(
        "debt", debt.id, debt.number, debt.customer_id, debt.principal, debt.issued_on, actor,
        debt.created_at, debt.state == "open", debt=debt,
    )  # fmt: skip


def of_receipt(receipt: ReceiptView) -> Subject:
    return Subject(
        "payment", receipt.id, receipt.number, receipt.customer_id, receipt.amount, receipt.received_on,
        receipt.reported_by, receipt.created_at, receipt.state in ("reported", "confirmed", "unclaimed"),
        receipt=receipt,
    )  # fmt: skip


def numbered(number: int, uow: UnitOfWork) -> Subject | None:
    """The record of this number; None when there is none."""
    debt = uow.receivables.by_number(number)
    if debt is not None:
        return of_debt(debt, uow)
    receipt = uow.receipts.by_number(number)
    if receipt is not None:
        return of_receipt(receipt)
    of_paper = uow.receivables.of_document(str(number))  # “8836改成13000”: the number of the delivery note
    return of_debt(of_paper[0], uow) if len(of_paper) == 1 else None


def by_id(kind: str, subject_id: int, uow: UnitOfWork) -> Subject | None:
    if kind == "debt":
        debt = uow.receivables.get(subject_id)
        return of_debt(debt, uow) if debt is not None else None
    receipt = uow.receipts.get(subject_id)
    return of_receipt(receipt) if receipt is not None else None


def of_message(message_id: int, uow: UnitOfWork) -> list[Subject]:
    """The debts and receipts that a message made or changed and that still stand, by number."""
    debts = {
        entry.receivable_id
        for entry in uow.journal.entries_of_message(message_id)
        if entry.receivable_id is not None
    }
    receipts = {
        entry.receipt_id
        for entry in uow.journal.entries_of_message(message_id)
        if entry.receipt_id is not None
    }
    receipts |= {receipt.id for receipt in uow.receipts.of_message(message_id)}
    found = [by_id("debt", debt, uow) for debt in debts] + [by_id("payment", one, uow) for one in receipts]
    return sorted((one for one in found if one is not None and one.is_live), key=lambda one: one.number)


def quoted_message(request: Request, uow: UnitOfWork) -> int | None:
    """The message whose text or answer the speaker quotes; None when it cannot be told."""
    if not request.said.quote:
        return None
    found = uow.inbox.quoted(request.speaker.userid, request.said.quote.strip())
    return found.id if found is not None else None


def quoted(request: Request, uow: UnitOfWork) -> list[Subject]:
    """The records of the quoted message, else the one whose number the quote gives as its own."""
    message = quoted_message(request, uow)
    if message is not None:
        return of_message(message, uow)
    own = _OWN_NUMBER.findall(request.said.quote)
    found = [numbered(int(number), uow) for number in own]
    return [one for one in found if one is not None]


def last_message(request: Request, uow: UnitOfWork) -> int | None:
    """The message by which the speaker last booked or reported anything that still stands."""
    kept = request.state.get("last_booking")
    if kept and of_message(int(kept), uow):
        return int(kept)
    if kept and any(not uow.journal.is_reversed(e.id) for e in _moneyed(int(kept), uow)):
        return int(kept)
    entries = uow.journal.last_of(request.speaker.userid)
    return entries[-1].message_id if entries else None


def _moneyed(message_id: int, uow: UnitOfWork) -> list[Entry]:
    return [e for e in uow.journal.entries_of_message(message_id) if e.amount and e.kind != "reversal"]


def lately(record: Record, request: Request, uow: UnitOfWork) -> list[Subject]:
    """What the speaker may mean without a number, of the last day, newest first.

    It is of the customer he names, of any of those a name fits, else of his last message.
    """
    since = uow.now - LATELY
    named = _named_by(record, uow)
    if named is not None:
        who = request.speaker.userid
        found = []
        for customer_id in named:
            debts = uow.receivables.recent_of(who, customer_id, since)
            receipts = uow.receipts.recent_of(who, customer_id, since)
            found += [*(of_debt(debt, uow) for debt in debts), *(of_receipt(one) for one in receipts)]
    else:
        message = last_message(request, uow)
        found = of_message(message, uow) if message is not None else []
    return sorted((one for one in found if one.recorded_at >= since), key=lambda one: -one.number)


def _named_by(record: Record, uow: UnitOfWork) -> Sequence[int] | None:
    """Whose record it is; None where nobody is named. Of “永盛那笔改成福满楼的” it is 永盛's."""
    if record.extra.get("field") == "customer":
        old = uow.customers.by_name(str(record.extra.get("old_customer", "")))
        return None if old is None else (old.id,)
    mention = record.customer
    if mention is None:
        return None
    if mention.customer_id is not None:
        return (mention.customer_id,)
    return [customer_id for customer_id, _ in mention.candidates]


def is_allowed(action: str, subject: Subject, request: Request, uow: UnitOfWork) -> bool:
    """May the speaker do this to the record: his own record, or one of a customer in his reach?"""
    scope = MAY[action].get(request.speaker.role, Scope.NO)
    if scope is Scope.NO:
        return False
    if subject.recorded_by == request.speaker.userid:
        return True
    return (
        scope is not Scope.MINE
        and reach(action, request.speaker, customer_of(subject, uow), uow) is Verdict.YES
    )


def customer_of(subject: Subject, uow: UnitOfWork) -> CustomerView | None:
    return uow.customers.get(subject.customer_id) if subject.customer_id is not None else None


def lines_of(subjects: Sequence[Subject], uow: UnitOfWork) -> list[dict[str, object]]:
    """What templates say of records: fact, number, customer, amount, day."""
    named = [(one, customer_of(one, uow)) for one in subjects]
    return [
        {
            "fact": one.kind,
            "number": one.number,
            "customer": customer.name if customer else "",
            "amount": one.amount,
            "day": one.day,
        }
        for one, customer in named
    ]
