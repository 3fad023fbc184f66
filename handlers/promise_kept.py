"""A promise is kept when what came in since it was given covers what it named (P19)."""

from __future__ import annotations

from typing import Any

from handlers.command import Request
from storage.promises import PromiseView
from storage.unit_of_work import UnitOfWork


def settle(customer_id: int, request: Request, uow: UnitOfWork) -> list[dict[str, Any]]:
    """Mark open promises that are kept now, the earliest day first; day and fen of each."""
    kept: list[dict[str, Any]] = []
    spent = 0
    for promise in sorted(uow.promises.open_of(customer_id), key=lambda one: (one.day, one.id)):
        wanted = _wanted(promise, uow)
        if _paid_since(promise, customer_id, uow) - spent < wanted:
            continue
        spent += wanted
        uow.promises.settle(promise.id, "kept")
        kept.append({"day": promise.day, "amount": wanted})
    return kept


def _wanted(promise: PromiseView, uow: UnitOfWork) -> int:
    """Fen that keep it: the sum named, else all that its debts still owe and were paid; at least one fen."""
    if promise.amount is not None:
        return promise.amount
    debts = [uow.receivables.get(number) for number in promise.items]
    return max(1, sum(debt.principal for debt in debts if debt is not None))


def _paid_since(promise: PromiseView, customer_id: int, uow: UnitOfWork) -> int:
    entries = [
        uow.journal.entries_of_receipt(receipt.id)
        for receipt in uow.receipts.of_customer(customer_id)
        if receipt.state == "confirmed"
    ]
    return sum(
        entry.amount
        for found in entries
        for entry in found
        if entry.kind == "payment"
        and entry.recorded_at >= promise.created_at
        and not uow.journal.is_reversed(entry.id)
    )
