"""What became of promises, by the books: money that came by their last day (P19, DOMAIN §6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.calendar import official
from ledger.entries import Entry
from ledger.promise import last_day, outcome
from storage.promises import PromiseView
from storage.unit_of_work import UnitOfWork


def settle(customer_id: int, today: date, uow: UnitOfWork, *, grace: int = 0) -> list[dict[str, Any]]:
    """Mark open promises of the customer that are kept now, or past with a part paid; day, fen and state of each.

    Money goes to the earliest promise first, and to one only; what was promised before it came in. The last day is
    the next workday and `grace` workdays on top. One past with nothing paid stays open: whoever asks about it says
    that it is broken.
    """
    promises = sorted(uow.promises.open_of(customer_id), key=lambda one: (one.day, one.id))
    if not promises:
        return []
    payments = uow.journal.payments_since(customer_id, min(one.created_at for one in promises))
    left = {entry.id: entry.amount for entry in payments}
    settled: list[dict[str, Any]] = []
    for promise in promises:
        last = last_day(promise.day, official(), grace=grace)
        its = [one for one in payments if one.recorded_at >= promise.created_at and one.effective_on <= last]
        paid = sum(left[entry.id] for entry in its)
        wanted = _wanted(promise, paid, uow)
        state = outcome(wanted=wanted, paid=paid, today=today, last=last)
        _use(left, its, min(paid, wanted))
        if state in ("kept", "partly"):
            uow.promises.settle(promise.id, state)
            settled.append({"day": promise.day, "amount": min(paid, wanted), "state": state})
    return settled


def _wanted(promise: PromiseView, paid: int, uow: UnitOfWork) -> int:
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


def kept_of(settled: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those that were kept, which a reply says."""
    return [one for one in settled if one["state"] == "kept"]
