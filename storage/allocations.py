"""Unallocated money put to use, and allocations changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger.allocation import Share, allocate, payment_order
from ledger.errors import NotAllocatable
from ledger.receivable import Instalment
from storage.bookkeeping import Bookkeeping, moves_of, total_of
from storage.plans import taken_back
from storage.posting import Author, Posted
from storage.sources import Live, Source


class Allocations(Bookkeeping):
    """Posts allocations decided after the money came. They count from `on`, today when not given."""

    def allocate(
        self,
        source_entry: int,
        *,
        actor: str,
        designated: Sequence[int] = (),
        designated_by: str = "",
        on: date | None = None,
        message_id: int | None = None,
        note: str = "",
    ) -> Posted:
        """What is left of a source goes to the `designated` receivables, then in payment order.

        Raises `NotAllocatable` when nothing is left, or nothing is owed.
        """
        source = self._source(source_entry)
        wanted = self._posting.open_day(on or self._work.today())
        shares = allocate(
            source.left,
            self._receivables.open_items(source.customer_id, currency=source.currency),
            effective_on=max(wanted, source.free_from),
            designated=designated,
            designated_by=designated_by,
        )
        if not shares:
            raise NotAllocatable(source=source)
        entry = self._posting.entry(
            "allocate",
            customer_id=source.customer_id,
            amount=0,
            effective_on=wanted,
            currency=source.currency,
            author=Author(actor, message_id, None, note),
        )
        self._posting.post(entry, moves_of(source.entry_id, shares))
        return Posted(entry, shares, unallocated=source.left - total_of(shares))

    def reallocate(
        self,
        source_entry: int,
        shares: Sequence[tuple[int, int]],
        *,
        actor: str,
        on: date | None = None,
        designated_by: str = "",
        message_id: int | None = None,
        note: str = "",
    ) -> Posted:
        """Take back what a source pays now and give (receivable id, fen) instead; what is over stays
        unallocated.

        Raises `NotAllocatable` for more than the source has, or than a receivable still owes.
        """
        source = self._source(source_entry)
        live = [row for row in self._sources.live_of(source_entry) if row.instalment is not None]
        wanted = self._posting.open_day(on or self._work.today())
        money = source.left + sum(row.amount for row in live)
        back = [taken_back(row, wanted) for row in live]
        free = max(wanted, source.free_from)
        given: list[Share] = []
        for receivable_id, amount in shares:
            items = _without(self._receivables.live_items(receivable_id), live, given, wanted)
            given += _filled(items, amount, free, designated_by)
        if total_of(given) > money:
            raise NotAllocatable(source=source, amount=total_of(given))
        entry = self._posting.entry(
            "reallocate",
            customer_id=source.customer_id,
            amount=0,
            effective_on=wanted,
            currency=source.currency,
            author=Author(actor, message_id, None, note),
        )
        self._posting.post(entry, [*back, *moves_of(source_entry, given)])
        return Posted(entry, tuple(given), unallocated=money - total_of(given))

    def _source(self, entry_id: int) -> Source:
        source = self._sources.get(entry_id)
        if source is None or self._entries.is_reversed(entry_id):
            raise NotAllocatable("not a source, or a reversed one", entry_id=entry_id)
        return source


def _without(
    items: Sequence[Instalment], live: Sequence[Live], given: Sequence[Share], day: date
) -> list[Instalment]:
    """The instalments as they are once `live` is taken back and `given` is there."""
    changed = []
    for item in items:
        rows = [row for row in live if row.instalment == item.id]
        more = sum(row.amount for row in rows)
        less = sum(share.amount for share in given if share.instalment.id == item.id)
        used_until = (day for row in rows if row.effective_on < day)
        free = max([item.free_from or item.issued_on, *used_until])
        changed.append(replace(item, outstanding=item.outstanding + more - less, free_from=free))
    return changed


def _filled(items: Sequence[Instalment], amount: int, day: date, designated_by: str) -> tuple[Share, ...]:
    """`amount` fen over these instalments in payment order; `NotAllocatable` when they owe less."""
    if sum(item.outstanding for item in items) < amount:
        raise NotAllocatable(items=tuple(items), amount=amount)
    ordered = sorted(items, key=payment_order)
    named = [item.receivable_id for item in ordered]
    return allocate(amount, ordered, effective_on=day, designated=named, designated_by=designated_by)
