"""What a message or a record put into the books, and its reversal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers import conversation, promise_kept
from handlers.command import Push, Request
from handlers.figures import figures
from handlers.subject import Subject
from ledger.entries import KINDS, Entry
from storage.receipts import ReceiptView
from storage.unit_of_work import UnitOfWork

_FACTS = {"debt": "debt", "late_fee": "debt", "payment": "payment", "refund": "refund"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be taken back: entries of the journal, and reported money that is not booked yet.

    `confirmed` are ids of receipts that were only confirmed by what is taken back: they wait again.
    """

    entries: tuple[Entry, ...] = ()
    receipts: tuple[ReceiptView, ...] = ()
    confirmed: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries or self.receipts)


def of_subject(subject: Subject, uow: UnitOfWork) -> Taken:
    """The live entries of one record; of reported money that waits, the receipt itself."""
    if subject.kind == "debt":
        entries = uow.journal.entries_of_receivable(subject.id)
        return Taken(tuple(e for e in entries if e.kind in ("debt", "late_fee") and is_live(e, uow)))
    return _of_receipt(subject.receipt, uow) if subject.receipt is not None else Taken()


def _of_receipt(receipt: ReceiptView, uow: UnitOfWork) -> Taken:
    if receipt.state in ("reported", "unclaimed"):
        return Taken((), (receipt,))
    return Taken(tuple(e for e in uow.journal.entries_of_receipt(receipt.id) if is_live(e, uow)))


def of_whole(message_id: int, uow: UnitOfWork) -> Taken:
    """Everything that a message booked or reported and that still stands, as it stands after corrections.

    What it only put in the place of an earlier record is not its own: `handlers.restoring` brings that back.
    """
    posted = uow.journal.entries_of_message(message_id)
    replaced = {_record_of(entry) for entry in posted if entry.kind == "reversal"}
    entries = {e.id: e for e in posted if is_live(e, uow) and _record_of(e) not in replaced}
    for debt in {entry.receivable_id for entry in posted if entry.kind == "debt"} - {None}:
        made = uow.journal.entries_of_receivable(debt or 0)
        if made[0].message_id == message_id:
            entries |= {e.id: e for e in made if e.kind in ("debt", "late_fee") and is_live(e, uow)}
    receipts: list[ReceiptView] = []
    for receipt in uow.receipts.of_message(message_id):
        part = _of_receipt(receipt, uow)
        entries |= {entry.id: entry for entry in part.entries}
        receipts += part.receipts
    booked = tuple(sorted(entries.values(), key=lambda entry: entry.seq))
    return Taken(booked, tuple(receipts), _only_confirmed(booked, message_id, uow))


def _only_confirmed(entries: Sequence[Entry], message_id: int, uow: UnitOfWork) -> tuple[int, ...]:
    """Receipts that another message had told of, and this one confirmed."""
    paid = [entry.receipt_id for entry in entries if entry.kind == "payment" and entry.receipt_id is not None]
    receipts = [uow.receipts.get(receipt_id) for receipt_id in paid]
    return tuple(one.id for one in receipts if one is not None and one.message_id != message_id)


def _record_of(entry: Entry) -> tuple[int | None, int | None]:
    return (entry.receivable_id, entry.receipt_id)


def joined(subjects: Sequence[Subject], uow: UnitOfWork) -> Taken:
    parts = [of_subject(one, uow) for one in subjects]
    return Taken(
        tuple(entry for part in parts for entry in part.entries),
        tuple(receipt for part in parts for receipt in part.receipts),
    )


def is_live(entry: Entry, uow: UnitOfWork) -> bool:
    return KINDS[entry.kind].carries_money and not uow.journal.is_reversed(entry.id)


def still(
    entries: Sequence[str], receipts: Sequence[str], uow: UnitOfWork, confirmed: Sequence[str] = ()
) -> Taken:
    found = [uow.journal.entry(int(number)) for number in entries]
    waiting = [uow.receipts.get(int(number)) for number in receipts]
    return Taken(
        tuple(entry for entry in found if entry is not None and is_live(entry, uow)),
        tuple(one for one in waiting if one is not None and one.state in ("reported", "unclaimed")),
        tuple(int(number) for number in confirmed),
    )


def carry_out(taken: Taken, reason: str, actor: str, request: Request, uow: UnitOfWork) -> dict[str, Any]:
    """Reverse every entry, the last first, and withdraw what waits; the context of the reply."""
    lines = lines_of(taken, uow)
    again = _reopen(taken, actor, uow)
    for entry in reversed(taken.entries):
        if not uow.journal.is_reversed(entry.id):
            on = None if reason == "mistake" else request.today
            uow.journal.reverse(entry.id, reason=reason, actor=actor, on=on, message_id=request.said.inbox_id)
    for receipt in taken.receipts:
        uow.receipts.withdraw(receipt.id, actor=actor)
    for customer_id in {entry.customer_id for entry in taken.entries if entry.kind == "payment"}:
        promise_kept.stand_again(customer_id, uow)
    customers = {entry.customer_id for entry in taken.entries} | {one.customer_id for one in taken.receipts}
    context: dict[str, Any] = {
        "lines": lines,
        "reason": reason,
        "again": [receipt.state for receipt in again],
        "may_see": False,
        "today": request.today,
    }
    only = next(iter(customers)) if len(customers) == 1 else None
    customer = uow.customers.get(only) if only is not None else None
    if customer is not None:
        conversation.remember_customer(request.state, customer.id, customer.name)
        context |= figures(customer, request, uow)
    return context


def _reopen(taken: Taken, actor: str, uow: UnitOfWork) -> list[ReceiptView]:
    """Money that arrived does not go with its confirmation: what the books do next leaves it waiting."""
    known = [uow.receipts.get(receipt_id) for receipt_id in taken.confirmed]
    return [
        uow.receipts.reopen(one.id, actor=actor)
        for one in known
        if one is not None and one.state == "confirmed"
    ]


def news_of(taken: Taken, request: Request, uow: UnitOfWork) -> tuple[Push, ...]:
    """Whoever reported what waits again heard that it had arrived: now he hears that it has not."""
    told: dict[str, list[dict[str, Any]]] = {}
    for receipt_id in taken.confirmed:
        receipt = uow.receipts.get(receipt_id)
        if receipt is not None and receipt.reported_by not in ("", request.speaker.userid):
            told.setdefault(receipt.reported_by, []).append(_waiting(receipt, uow))
    return tuple(
        Push(
            person,
            f"reopened:{request.said.inbox_id}:{person}",
            "chat/receipt/reopened.txt",
            {"lines": lines, "by": request.speaker.name, "today": request.today},
        )
        for person, lines in told.items()
    )


def lines_of(taken: Taken, uow: UnitOfWork) -> list[dict[str, Any]]:
    return [_line(entry, uow) for entry in taken.entries] + [_waiting(one, uow) for one in taken.receipts]


def _line(entry: Entry, uow: UnitOfWork) -> dict[str, Any]:
    customer = uow.customers.get(entry.customer_id)
    debt = uow.receivables.get(entry.receivable_id) if entry.receivable_id is not None else None
    receipt = uow.receipts.get(entry.receipt_id) if entry.receipt_id is not None else None
    number = debt.number if debt else receipt.number if receipt else None
    fact = _FACTS.get(entry.kind, "credit_note")
    return {
        "fact": fact,
        "customer": customer.name if customer else "",
        "amount": entry.amount,
        "number": number,
        "day": entry.effective_on,
    }


def _waiting(receipt: ReceiptView, uow: UnitOfWork) -> dict[str, Any]:
    customer = uow.customers.get(receipt.customer_id) if receipt.customer_id is not None else None
    return {
        "fact": "payment",
        "customer": customer.name if customer else receipt.payer,
        "amount": receipt.amount,
        "number": receipt.number,
        "day": receipt.received_on,
    }
