"""What is said now, and what stands in the books, as things that were told: so that the pure rule can compare them."""

from __future__ import annotations

from handlers.command import Request
from handlers.draft import Draft, Fact
from handlers.terms import due_of
from handlers.ways import account_of
from ledger.duplicates import Told
from ledger.entries import Entry
from storage.receipts import ReceiptView
from storage.receivables import ReceivableView
from storage.unit_of_work import UnitOfWork


def told_now(fact: Fact, draft: Draft, request: Request, uow: UnitOfWork) -> Told:
    """A report that waits for the owner's word is told from elsewhere than his own chat."""
    is_debt = fact.kind == "debt"
    return Told(
        kind=fact.kind,
        amount=fact.amount or 0,
        day=fact.happened_on or request.today,
        speaker=draft.recorder,
        told_at=uow.now,
        source="proposal" if draft.proposed_by else "chat",
        due_on=due_of(fact, request, uow).due_on if is_debt else None,
        document_no=(fact.says("doc_no") or "") if is_debt else "",
        way="" if is_debt else account_of(fact),
    )


def told_debt(debt: ReceivableView, speaker: str) -> Told:
    """`speaker` posted it; "" for one taken over by an import."""
    return Told(
        kind="debt",
        amount=debt.principal,
        day=debt.issued_on,
        speaker=speaker,
        told_at=debt.created_at,
        due_on=debt.instalments[0].due_on if debt.instalments else None,
        document_no=debt.document_no,
        id=debt.id,
        number=debt.number,
    )


def told_refund(entry: Entry) -> Told:
    return Told(
        kind="credit_note",
        amount=entry.amount,
        day=entry.effective_on,
        speaker=entry.actor,
        told_at=entry.recorded_at,
        id=entry.id,
    )


def told_receipt(receipt: ReceiptView) -> Told:
    return Told(
        kind="payment",
        amount=receipt.amount,
        day=receipt.received_on,
        speaker=receipt.reported_by,
        told_at=receipt.created_at,
        way=receipt.account,
        id=receipt.id,
        number=receipt.number,
    )
