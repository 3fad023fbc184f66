"""What every part of the journal works with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ledger.allocation import Share
from ledger.effective import counts_from
from ledger.entries import Entry
from ledger.errors import InvalidEntry, NotAllocatable
from storage.entries import Entries
from storage.posting import Author, Move, Posting
from storage.receipts import Receipts
from storage.receivables import Receivables, ReceivableView
from storage.sources import Source, Sources
from storage.work import Work

Taken = Sequence[tuple[Source, int]]


class Bookkeeping:
    """Reads and writes of one command that parts of the journal share."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._posting = Posting(work)
        self._receivables = Receivables(work)
        self._receipts = Receipts(work)
        self._sources = Sources(work)
        self._entries = Entries(work)

    def _receivable(self, receivable_id: int) -> ReceivableView:
        view = self._receivables.get(receivable_id)
        if view is None:
            raise InvalidEntry("no such receivable", receivable_id=receivable_id)
        return view

    def _take(self, customer_id: int, amount: int, source_entry: int | None, currency: str) -> Taken:
        """Sources with money left, oldest first, and how much of each makes up `amount`."""
        sources = self._sources.with_money(customer_id, currency=currency)
        taken: list[tuple[Source, int]] = []
        missing = amount
        for source in sources:
            if missing and source_entry in (None, source.entry_id):
                taken.append((source, min(missing, source.left)))
                missing -= taken[-1][1]
        if missing:
            raise NotAllocatable(amount=amount, left=amount - missing)
        return taken

    def _given_away(
        self,
        kind: str,
        customer_id: int,
        amount: int,
        wanted: date,
        taken: Taken,
        author: Author,
        currency: str,
    ) -> Entry:
        """Post a refund or transfer_out that takes its money from sources, no earlier than they have it."""
        day = counts_from(self._posting.open_day(wanted), (source.free_from for source, _ in taken))
        entry = self._posting.entry(
            kind, customer_id=customer_id, amount=amount, effective_on=day, author=author, currency=currency
        )
        moves = [Move(source.entry_id, part, day, entry=entry.id) for source, part in taken]
        self._posting.post(entry, moves, run_id=author.run_id)
        return entry

    def _arrived(
        self, kind: str, *, customer_id: int, amount: int, effective_on: date, shares: Iterable[Share],
        author: Author, **details: Any,
    ) -> Entry:  # fmt: skip
        """Post a source whose money goes to `shares`."""
        entry = self._posting.entry(
            kind, customer_id=customer_id, amount=amount, effective_on=self._posting.open_day(effective_on),
            author=author, **details,
        )  # fmt: skip
        self._posting.post(entry, moves_of(entry.id, shares), run_id=author.run_id)
        return entry


def moves_of(source: int, shares: Iterable[Share]) -> list[Move]:
    return [
        Move(source, share.amount, share.effective_on, share.instalment.id, designated_by=share.designated_by)
        for share in shares
    ]


def total_of(shares: Iterable[Share]) -> int:
    return sum(share.amount for share in shares)
