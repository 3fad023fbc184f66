"""Money that arrived for a customer: a receipt first, a payment when it is claimed and, where set, confirmed (P12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers import promise_kept
from handlers.attaching import attach_loose
from handlers.command import Command, Push, Request
from handlers.confirmer import confirmer
from handlers.designation import Designation, designate
from handlers.draft import Draft, Fact
from handlers.errors import UnknownRecord
from handlers.figures import figures
from handlers.language.reading import Intent
from handlers.restoring import picture, remember
from handlers.rounding import drop_difference, may_drop
from handlers.subject import of_receipt
from handlers.ways import account_of
from ledger.allocation import Share, allocate
from ledger.money import fen_of
from storage.customers import CustomerView
from storage.posting import Posted
from storage.receipts import ReceiptView
from storage.unit_of_work import UnitOfWork
from storage.written_off import WrittenOff, claims_of, written_off_of

COMMAND = Command(
    name="payment",
    intents=(Intent.RECORD_PAYMENT,),
    title="记回款",
    says=(
        "收到李四5000",
        "昨天永盛打了8000",
        "收了张三现金5000",
        "张三结清了 微信18000",
        "收到宏达12000 抵 #1003",
    ),
)


def post(
    fact: Fact, customer: CustomerView, draft: Draft, request: Request, uow: UnitOfWork
) -> tuple[Mapping[str, Any], list[Push]]:
    """Book one receipt (and, unless finance confirms first, its payment) and return its line of the reply."""
    if fact.says("same_as"):
        return _merge(fact, customer, uow), []
    if fact.says("replaces"):
        return _change(fact, customer, draft, request, uow), []
    named = designate(fact, request, uow)
    named = named if isinstance(named, Designation) else Designation()
    written = written_off_of(uow, customer.id) if fact.says("recovered") else None
    recovered = written is not None and written.left > 0
    waits = must_wait(request)
    receipt = _report(fact, customer, named, draft, request, uow, waits=waits, recovered=recovered)
    posted = (
        None if waits else enter(receipt, customer.id, draft.recorder, uow, named, message_id=draft.inbox_id)
    )
    if written is not None and recovered:
        return _recovered(receipt, written, request, uow, waits=waits), []
    kept = [] if waits else promise_kept.settle(customer.id, uow)
    pushes: list[Push] = []
    if fact.says("rounding") and not waits:
        pushes = drop_difference(int(fact.extra["rounding"]), customer, draft, request, uow)
    line = _line(receipt, posted, customer, named, request, uow, rounding=fact.says("rounding", 0))
    return {**line, "kept": kept if line["may_see"] else []}, pushes


def must_wait(request: Request) -> bool:
    """Does money reported by this person wait for finance? (a setting, off as shipped)"""
    return request.company.is_on("confirmation_of_receipts") and request.speaker.role != "finance"


def enter(
    receipt: ReceiptView,
    customer_id: int,
    actor: str,
    uow: UnitOfWork,
    named: Designation,
    *,
    message_id: int | None,
) -> Posted:
    """Post the payment of a receipt, the money and the fee kept from it, to what was named and then the oldest.

    Money on a debt that was written off is a recovery, as far as that goes.
    """
    fen = receipt.amount + receipt.fee
    if receipt.draft.get("recovered"):
        for claim in claims_of(uow, customer_id):
            part = min(fen, claim.left)
            if not part:
                continue
            recovered = uow.journal.recovery(
                customer_id=claim.customer_id, amount=part, effective_on=receipt.received_on, actor=actor,
                receipt_id=receipt.id, message_id=message_id,
            )  # fmt: skip
            if part == fen:
                return recovered
            fen -= part
    return uow.journal.payment(
        customer_id=customer_id,
        amount=fen,
        effective_on=receipt.received_on,
        actor=actor,
        receipt_id=receipt.id,
        message_id=message_id,
        designated=named.receivables,
        designated_by=named.words,
    )


def _report(
    fact: Fact,
    customer: CustomerView,
    named: Designation,
    draft: Draft,
    request: Request,
    uow: UnitOfWork,
    *,
    waits: bool,
    recovered: bool,
) -> ReceiptView:
    account = account_of(fact)
    holder = str(fact.says("account")) or (draft.recorder if account == "cash" else "")
    receipt = uow.receipts.report(
        customer_id=customer.id,
        amount=fact.amount or 0,
        fee=fen_of(str(fact.says("fee", "0"))),
        received_on=fact.happened_on or request.today,
        account=account,
        holder=holder,
        payer=str(fact.says("payer")),
        reference=str(fact.says("doc_no")),
        note=str(fact.says("note")),
        state="reported" if waits else "confirmed",
        reported_by=draft.recorder,
        message_id=draft.inbox_id,
        draft={**_kept(fact, named, waits=waits), **({"recovered": True} if recovered else {})},
    )
    attach_loose(draft.recorder, f"receipt:{receipt.id}", uow)
    return receipt


def _recovered(
    receipt: ReceiptView, written: WrittenOff, request: Request, uow: UnitOfWork, *, waits: bool
) -> Mapping[str, Any]:
    """The line for money on a debt that was written off: what he owes does not move, what is claimed does."""
    return {
        "template": "payment/recovered.txt",
        "fact": "payment",
        "customer": written.name,
        "number": receipt.number,
        "amount": receipt.amount,
        "waits": waits,
        "confirmer": confirmer(request, uow),
        "still": max(0, written.left - receipt.amount - receipt.fee),
        "more": max(0, receipt.amount + receipt.fee - written.left),
        "instead_of": None,
    }


def _kept(fact: Fact, named: Designation, *, waits: bool) -> dict[str, Any]:
    """What to book when finance confirms: the debts named, and the odd sum to drop with it."""
    kept = {"designated": [str(n) for n in named.receivables], "words": named.words}
    return {**kept, "rounding": fact.says("rounding", 0)} if waits else kept


def _line(
    receipt: ReceiptView,
    posted: Posted | None,
    customer: CustomerView,
    named: Designation,
    request: Request,
    uow: UnitOfWork,
    *,
    rounding: int,
) -> Mapping[str, Any]:
    """The line of the reply; for money that waits, what it would pay."""
    would = receipt.amount + receipt.fee
    planned = posted.shares if posted else _would_pay(receipt, customer.id, named, uow)
    shares = by_debt(planned)
    held = uow.receipts.cash_in_hand(receipt.holder) if receipt.account == "cash" else ()
    stands = figures(customer, request, uow)
    may = may_drop(rounding, request)
    if not stands["may_see"]:
        shares = [{**share, "left": None} for share in shares]
    return {
        "template": "payment/booked.txt",
        "fact": "payment",
        "customer": customer.name,
        "number": receipt.number,
        "amount": receipt.amount,
        "fee": receipt.fee,
        "received_on": receipt.received_on,
        "account": receipt.account,
        "payer": receipt.payer if receipt.payer != customer.name else "",
        "waits": posted is None,
        "shares": shares,
        "left": max(0, would - sum(share["amount"] for share in shares)) if stands["may_see"] else 0,
        "named": named.words,
        "cash_in_hand": sum(cash.amount for cash in held),
        "holder": "" if receipt.holder == request.speaker.userid else _called(receipt.holder, uow),
        "confirmer": confirmer(request, uow),
        "rounding": rounding,
        "rounding_asked": bool(rounding) and not may,
        "changed": False,
        "instead_of": None,
        **stands,
        "after_confirming": stands["after_confirming"] - (rounding if may else 0),
    }


def _called(userid: str, uow: UnitOfWork) -> str:
    person = uow.staff.get(userid)
    return person.name if person is not None else userid


def _would_pay(
    receipt: ReceiptView, customer_id: int, named: Designation, uow: UnitOfWork
) -> tuple[Share, ...]:
    """What the money would go to if it were confirmed now."""
    items = uow.receivables.open_items(customer_id)
    amount = receipt.amount + receipt.fee
    return allocate(amount, items, effective_on=receipt.received_on, designated=named.receivables)


def by_debt(shares: Iterable[Share]) -> Sequence[Mapping[str, Any]]:
    """What money went (or would go) to, by debt: number, fen, and what stays open of what it touched."""
    rows: dict[int, dict[str, Any]] = {}
    for share in shares:
        item = share.instalment
        row = rows.setdefault(item.number, {"number": item.number, "amount": 0, "left": 0})
        row["amount"] += share.amount
        row["left"] += item.outstanding - share.amount
    return list(rows.values())


def _change(
    fact: Fact, customer: CustomerView, draft: Draft, request: Request, uow: UnitOfWork
) -> Mapping[str, Any]:
    """The message before was retyped: its receipt gets the new amount and day, and keeps its number."""
    receipt_id = int(fact.extra["replaces"][1])
    known = _known(receipt_id, uow)
    was = picture(of_receipt(known), uow)
    told: dict[str, Any] = {
        "amount": fact.amount or known.amount,
        "received_on": fact.happened_on or known.received_on,
    }
    posted = None
    if known.state != "reported":
        posted = uow.journal.correct_payment(
            receipt_id,
            amount=told["amount"] + known.fee,
            received_on=told["received_on"],
            actor=draft.recorder,
            message_id=draft.inbox_id,
        )
    receipt = uow.receipts.change(receipt_id, actor=draft.recorder, **told)
    remember(was, of_receipt(receipt), draft.inbox_id, request, uow)
    line = _line(receipt, posted, customer, Designation(), request, uow, rounding=0)
    return {**line, "changed": True}


def _merge(fact: Fact, customer: CustomerView, uow: UnitOfWork) -> Mapping[str, Any]:
    receipt = _known(int(fact.extra["same_as"][1]), uow)
    return {
        "template": "booking/merged.txt",
        "fact": "payment",
        "customer": customer.name,
        "number": receipt.number,
        "amount": receipt.amount,
        "document_no": "",
    }


def _known(receipt_id: int, uow: UnitOfWork) -> ReceiptView:
    receipt = uow.receipts.get(receipt_id)
    if receipt is None:
        raise UnknownRecord(receipt_id=receipt_id)
    return receipt
