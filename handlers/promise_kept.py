"""What became of promises, by the books: money that came by their last day (P19, DOMAIN §6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from handlers.calendar import official
from handlers.dunning.planning import GRACE_WORKDAYS
from ledger.entries import Entry
from ledger.promise import last_day
from storage.promises import PromiseView
from storage.unit_of_work import UnitOfWork


def settle(customer_id: int, uow: UnitOfWork) -> list[dict[str, Any]]:
    """Mark open promises of the customer that his payments keep now; day and fen of each.

    Money goes to the earliest promise first, and to one only; what was promised before it came in counts, by the last
    day with its grace. What is over and was not kept stays open: `handlers.promise_due` judges it and asks.
    """
    kept: list[dict[str, Any]] = []
    for promise, amount, paid in _paid(uow.promises.open_of(customer_id), uow):
        if paid >= amount and uow.promises.settle(promise.id, "kept"):
            kept.append({"day": promise.day, "amount": amount})
    return kept


def stand_again(customer_id: int, uow: UnitOfWork) -> None:
    """A payment of the customer was taken back: promises that it kept, or some of it, are open to be judged again."""
    promises = [
        one for one in uow.promises.of_customer(customer_id) if one.state in ("open", "kept", "partly")
    ]
    for promise, amount, paid in _paid(promises, uow):
        if paid < amount if promise.state == "kept" else promise.state == "partly" and not paid:
            uow.promises.reopen(promise.id)


def _paid(promises: Sequence[PromiseView], uow: UnitOfWork) -> Iterator[tuple[PromiseView, int, int]]:
    """Each promise of one customer, the earliest first, with the fen that keep it and those that came for it."""
    if not promises:
        return
    payments = uow.journal.payments_since(
        promises[0].customer_id, min(promise.created_at for promise in promises)
    )
    left = {entry.id: entry.amount for entry in payments}
    for promise in sorted(promises, key=lambda one: (one.day, one.id)):
        last = last_day(promise.day, official(), grace=GRACE_WORKDAYS)
        its = [one for one in payments if one.recorded_at >= promise.created_at and one.effective_on <= last]
        paid = sum(left[entry.id] for entry in its)
        amount = wanted(promise, paid, uow)
        _use(left, its, min(paid, amount))
        yield promise, amount, paid


def wanted(promise: PromiseView, paid: int, uow: UnitOfWork) -> int:
    """Fen that keep it: the sum named, else what was paid and what its debts still owe; at least one fen."""
    if promise.amount is not None:
        return promise.amount
    debts = [uow.receivables.get(number) for number in promise.items]
    return max(1, paid + sum(debt.outstanding for debt in debts if debt is not None))


def _use(left: dict[int, int], entries: Sequence[Entry], amount: int) -> None:
    for entry in entries:
        part = min(left[entry.id], amount)
        left[entry.id] -= part
        amount -= part
