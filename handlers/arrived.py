"""Reported money that has arrived: confirmed, and its payment posted as its reporter meant it."""

from __future__ import annotations

from typing import Any

from handlers import payment, promise_kept
from handlers.command import Push, Request
from handlers.designation import Designation
from handlers.draft import Draft
from handlers.rounding import drop_difference
from storage.receipts import ReceiptView
from storage.unit_of_work import UnitOfWork


def book_arrived(
    receipt: ReceiptView, request: Request, uow: UnitOfWork
) -> tuple[dict[str, Any], list[Push]]:
    """Confirm a receipt and post its payment: what it paid, where the customer stands now (fen), and who is asked."""
    confirmed = uow.receipts.confirm(receipt.id, actor=request.speaker.userid)
    return post(confirmed, request, uow)


def post(receipt: ReceiptView, request: Request, uow: UnitOfWork) -> tuple[dict[str, Any], list[Push]]:
    """Post the payment of a confirmed receipt to what its draft names, then to the oldest."""
    if receipt.customer_id is None:
        return {"shares": [], "kept": [], "net": 0, "overdue": 0, "unallocated": 0}, []
    draft = receipt.draft
    named = Designation(
        tuple(int(number) for number in draft.get("designated", ())), str(draft.get("words", ""))
    )
    posted = payment.enter(
        receipt, receipt.customer_id, request.speaker.userid, uow, named, message_id=request.said.inbox_id
    )
    asked = _drop(int(draft["rounding"]), receipt, request, uow) if draft.get("rounding") else []
    kept = promise_kept.settle(receipt.customer_id, uow)
    position = uow.customers.position(receipt.customer_id, request.today)
    return {
        "shares": payment.by_debt(posted.shares),
        "kept": kept,
        "net": position.net,
        "overdue": position.overdue,
        "unallocated": position.unallocated,
    }, asked


def _drop(amount: int, receipt: ReceiptView, request: Request, uow: UnitOfWork) -> list[Push]:
    """The odd sum that was to be dropped with the payment (P8): within its reporter's own limit, else it is asked."""
    customer = uow.customers.get(receipt.customer_id or 0)
    reporter = uow.staff.get(receipt.reported_by)
    owed = uow.customers.position(receipt.customer_id or 0, request.today).outstanding
    if customer is None or reporter is None or owed < amount:
        return []
    draft = Draft((), request.said.inbox_id, receipt.reported_by, "")
    return drop_difference(amount, customer, draft, request, uow, said_by=reporter)
