"""Moved dates and new plans: instalments closed and opened again, with what was paid on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ledger.effective import counts_from
from ledger.errors import InvalidPlan
from ledger.history import InstalmentRow
from ledger.receivable import Part
from storage.bookkeeping import Bookkeeping
from storage.posting import Author, Move, Posted
from storage.sources import Live


class Plans(Bookkeeping):
    """Posts reschedules."""

    def reschedule(
        self,
        receivable_id: int,
        parts: Sequence[Part],
        *,
        actor: str,
        on: date | None = None,
        reason: str = "",
        message_id: int | None = None,
        note: str = "",
    ) -> Posted:
        """Close the instalments of its principal and open `parts` of the same total (else `InvalidPlan`).

        What was allocated to them is carried over, to the earliest due day first. It counts from `on` (today
        when not given), but not before what it rests on.
        """
        view = self._receivable(receivable_id)
        old = [item for item in self._receivables.live_items(view.id) if item.kind == "principal"]
        if not old or sum(part.amount for part in parts) != sum(item.amount for item in old):
            raise InvalidPlan(receivable=view, parts=tuple(parts))
        live = self._sources.live_on_instalments([item.id for item in old])
        wanted = self._posting.open_day(on or self._work.today())
        day = counts_from(wanted, (item.free_from or item.issued_on for item in old))
        entry = self._posting.entry(
            "reschedule", customer_id=view.customer_id, amount=0, effective_on=day, currency=view.currency,
            author=Author(actor, message_id, None, note), receivable_id=view.id, reason=reason,
        )  # fmt: skip
        rows = self._posting.opened(entry, view.id, parts, issued_on=view.issued_on)
        moves = [taken_back(row, day) for row in live]
        moves += carried(live, rows, day)
        self._posting.post(entry, moves, opened=rows, closed=[item.id for item in old])
        return Posted(entry, receivable=self._receivable(view.id))


def taken_back(row: Live, day: date) -> Move:
    """The opposite of a live allocation, from `day`, or from its own day when that is later."""
    return Move(
        row.source,
        -row.amount,
        max(day, row.effective_on),
        row.instalment,
        row.entry,
        row.designated_by,
        row.id,
    )


def carried(live: Iterable[Live], rows: Sequence[InstalmentRow], day: date) -> Iterator[Move]:
    """The same money on other instalments in payment order, first paid first; all of it fits."""
    ordered = sorted(rows, key=lambda row: (row.due_on or date.max, row.position))
    room = [[row.id, row.amount] for row in ordered]
    for allocation in sorted(live, key=lambda allocation: (allocation.recorded_at, allocation.id)):
        left = allocation.amount
        while left:
            part = min(left, room[0][1])
            counts_on = max(day, allocation.effective_on)
            yield Move(allocation.source, part, counts_on, room[0][0], designated_by=allocation.designated_by)
            left -= part
            room[0][1] -= part
            if not room[0][1]:
                room.pop(0)
