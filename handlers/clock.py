"""The limitation clock of each debt of a customer, from what the books and the kept proofs say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from zoneinfo import ZoneInfo

from handlers.demand import is_demand
from handlers.dunning.run import letter_key
from ledger.history import History
from ledger.limitation import AGREEMENT, Limitation, Restart, limitation
from storage.customers import CustomerView
from storage.follow_ups import FollowUpView
from storage.histories import history_of
from storage.unit_of_work import UnitOfWork

PAID = "paid"
FORMAL = 15  # days: from this stage on a letter of the ladder asks as a demand does


@dataclass(frozen=True, slots=True)
class Clock:
    """One debt: what is owed on it (fen), the day its last instalment fell due, and where its clock stands."""

    receivable_id: int
    number: int
    outstanding: int
    due_on: date
    limitation: Limitation

    @property
    def ends_on(self) -> date:
        return self.limitation.ends_on


def clocks(customer: CustomerView, today: date, uow: UnitOfWork) -> list[Clock]:
    """Of every debt on which something is owed and whose last day is known, the first to end first."""
    history = history_of(uow, customer.id)
    common = list(_common(customer, uow))
    named = _named(customer.id, uow)
    paid = _payments(history)
    found = []
    for debt in uow.receivables.of_customer(customer.id):
        days = [item.due_on for item in debt.instalments if item.kind == "principal" and item.due_on]
        if not debt.outstanding or not days:
            continue
        restarts = [one for one in common if one.day >= debt.issued_on] + named[debt.id] + paid[debt.id]
        clock = limitation(max(days), restarts, today=today)
        found.append(Clock(debt.id, debt.number, debt.outstanding, max(days), clock))
    return sorted(found, key=lambda one: (one.ends_on, one.number))


def _common(customer: CustomerView, uow: UnitOfWork) -> Iterator[Restart]:
    """What speaks of all that he owes: texts and letters that went to him, his own yes by the link.

    What was said before another customer was merged into him speaks of one of the two, and counts for neither.
    """
    zone = ZoneInfo(uow.company.zone)
    found = [row for row in map(_spoken, uow.follow_ups.of_customer(customer.id), repeat(customer)) if row]
    merged = _merged_at(customer, uow) if found else None
    for done, kind, source in found:
        if merged is None or done.created_at > merged:
            yield Restart(done.created_at.astimezone(zone).date(), kind, source)
    letter = _letter(customer, zone, uow)
    if letter is not None:
        yield letter


def _spoken(done: FollowUpView, customer: CustomerView) -> tuple[FollowUpView, str, str] | None:
    if done.kind == "note" and done.result == "agrees" and not done.noted_by:
        return done, AGREEMENT, "link"
    if done.kind == "sent" and is_demand(done.words, customer.name):
        return done, "demand", "sent"
    return None


def _merged_at(customer: CustomerView, uow: UnitOfWork) -> datetime | None:
    notes = uow.audit.of(f"customer:{customer.id}")
    return max((note.at for note in notes if note.action == "customer.merge"), default=None)


def _letter(customer: CustomerView, zone: ZoneInfo, uow: UnitOfWork) -> Restart | None:
    """The last letter of the ladder that left and counts as a demand."""
    said = {
        view.day for view in uow.stages.of_customer(customer.id) if view.stages.get("customer", 0) >= FORMAL
    }
    for day in sorted(said, reverse=True):
        row = uow.outbox.find(letter_key(day, customer.id))
        if row is None or row.channel != "customer" or row.state != "sent" or row.sent_at is None:
            continue
        if is_demand(row.body, customer.name):
            return Restart(row.sent_at.astimezone(zone).date(), "demand", "letter")
    return None


def _named(customer_id: int, uow: UnitOfWork) -> Mapping[int, list[Restart]]:
    """Kept proofs, each of one debt."""
    found: dict[int, list[Restart]] = defaultdict(list)
    for kept in uow.clock_restarts.of_customer(customer_id):
        found[kept.receivable_id].append(Restart(kept.day, kept.kind, kept.what))
    return found


def _payments(history: History) -> Mapping[int, list[Restart]]:
    """Money that paid a part of a debt: of payments that stand, on their own days."""
    reversed_ids = {entry.reverses for entry in history.entries}
    money = {
        entry.id: entry.effective_on
        for entry in history.entries
        if entry.kind == "payment" and entry.id not in reversed_ids
    }
    debts = {row.id: row.receivable_id for row in history.instalments}
    undone = {row.undoes for row in history.allocations}
    found: dict[int, list[Restart]] = defaultdict(list)
    for row in history.allocations:
        debt = debts.get(row.target_instalment or 0)
        if debt is not None and row.source_entry in money and row.amount > 0 and row.id not in undone:
            found[debt].append(Restart(money[row.source_entry], "part_payment", PAID))
    return found
