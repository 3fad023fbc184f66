"""A part of the late fees let go by its sum: of what was booked first, the oldest first, then of what has run up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.command import Request
from handlers.late_fee import charge_for, stated_as
from handlers.restoring import pay_again
from ledger.accrual import Charge
from ledger.entries import Entry
from storage.histories import history_of
from storage.sources import Sources
from storage.unit_of_work import UnitOfWork

Kept = dict[str, Any]


def let_go(
    fen: int,
    customer_id: int,
    found: tuple[Charge, ...],
    booked: Sequence[Entry],
    request: Request,
    uow: UnitOfWork,
) -> Kept:
    """Waive `fen`, less than what is `booked` and has run up (`found`) together; what `bring_back` needs of it, as JSON.

    Days that were not charged yet cannot be waived in part: once it is their turn, the rest of them is booked.
    """
    kept: Kept = {"entries": [], "spans": [], "lowered": [], "booked": []}
    left = fen
    for entry in sorted(booked, key=lambda one: (one.effective_on, one.id)):
        off = min(left, entry.amount)
        left -= off
        if off == entry.amount:
            _cancel(entry, request, uow)
            kept["entries"].append(str(entry.id))
        elif off:
            kept["lowered"].append([str(entry.id), str(_lower(entry, entry.amount - off, request, uow))])
    if left:
        rest = stated_as(sum(charge.fen for charge in found) - left, found)
        kept["booked"] = [str(one) for one in charge_for(customer_id, rest, request, uow)]
        charged = {charge.instalment_id for charge in rest}
        gone = [charge for charge in found if charge.instalment_id not in charged]
        spans = uow.late_fees.settle(customer_id, gone, entry_id=None, by=request.speaker.userid)
        kept["spans"] = [str(span) for span in spans]
    return kept


def stands(kept: Mapping[str, Any], uow: UnitOfWork) -> bool:
    """Whether nothing of it was changed since: what it booked is there as it was."""
    booked = [*kept.get("booked", ()), *(again for _, again in kept.get("lowered", ()))]
    return not any(uow.journal.is_reversed(int(one)) for one in booked)


def bring_back(kept: Mapping[str, Any], request: Request, uow: UnitOfWork) -> None:
    """What was lowered is as high as it was, and what was booked for the rest was never charged."""
    for before, again in kept.get("lowered", ()):
        lowered, whole = uow.journal.entry(int(again)), uow.journal.entry(int(before))
        if lowered is not None and whole is not None:
            _charge_instead(lowered, whole.amount, whole, request, uow)
    for one in kept.get("booked", ()):
        uow.journal.reverse(
            int(one), reason="mistake", actor=request.speaker.userid, on=request.today,
            message_id=request.said.inbox_id,
        )  # fmt: skip


def _lower(entry: Entry, fen: int, request: Request, uow: UnitOfWork) -> int:
    return _charge_instead(entry, fen, entry, request, uow)


def _charge_instead(entry: Entry, fen: int, days_of: Entry, request: Request, uow: UnitOfWork) -> int:
    """Another fee stands in for the entry, for the days of `days_of` and with the money that paid it; its id."""
    debt = entry.receivable_id or 0
    own = [row for row in history_of(uow, entry.customer_id).instalments if row.opened_by == entry.id]
    live = Sources(uow).live_on_instalments([row.id for row in own])
    _cancel(entry, request, uow)
    again = _charge(debt, fen, own[0].due_on or entry.effective_on, request, uow)
    by = request.speaker.userid
    uow.late_fees.charge_again(entry.customer_id, days_of.id, again, by=by, fen=fen)
    paid_by = [str(one) for one in dict.fromkeys(row.source for row in live)]
    pay_again(debt, paid_by, {"actor": by, "message_id": request.said.inbox_id}, uow)
    return again


def _cancel(entry: Entry, request: Request, uow: UnitOfWork) -> None:
    uow.journal.reverse(
        entry.id, reason="cancelled", actor=request.speaker.userid, on=request.today,
        message_id=request.said.inbox_id,
    )  # fmt: skip


def _charge(receivable_id: int, fen: int, due_on: date, request: Request, uow: UnitOfWork) -> int:
    return uow.journal.late_fee(
        receivable_id=receivable_id, amount=fen, effective_on=request.today, due_on=due_on,
        actor=request.speaker.userid, message_id=request.said.inbox_id,
    ).entry.id  # fmt: skip
