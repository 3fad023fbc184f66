"""The journal: everything that changes what a customer owes, and what was posted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ledger.entries import Entry
from storage.allocations import Allocations
from storage.corrections import Corrections
from storage.customers import Customers
from storage.merges import Merges
from storage.payouts import Payouts
from storage.plans import Plans
from storage.posting import Posted
from storage.sources import Live


class Journal(Corrections, Merges, Payouts, Plans, Allocations):
    """Posts to one company's journal, and reads it. Amounts are fen above zero.

    Every command raises `ClosedPeriod` for a day in a closed month, and other errors of `ledger.errors`; what
    it wrote until then goes back with the savepoint it runs in.
    """

    def reverse(self, entry_id: int, **details: Any) -> Posted:
        """As `Reversals.reverse`; what opens again with a customer for whom another one goes on, follows him."""
        posted = super().reverse(entry_id, **details)
        whose = posted.entry.customer_id
        goes_on = Customers(self._work).get(whose)
        if goes_on is not None and goes_on.id != whose:
            self.bring_along(whose, goes_on.id, actor=posted.entry.actor)
        return posted

    def entry(self, entry_id: int) -> Entry | None:
        return self._entries.get(entry_id)

    def entries_of_message(self, message_id: int) -> list[Entry]:
        return self._entries.of_message(message_id)

    def entries_of_receivable(self, receivable_id: int) -> list[Entry]:
        return self._entries.of_receivable(receivable_id)

    def entries_of_receipt(self, receipt_id: int) -> list[Entry]:
        return self._entries.of_receipt(receipt_id)

    def written_between(self, since: datetime, until: datetime) -> list[Entry]:
        """As `Entries.written_between`."""
        return self._entries.written_between(since, until)

    def payments_since(self, customer_id: int, since: datetime) -> list[Entry]:
        """Payments of the customer written since then that are not reversed."""
        return self._entries.payments_since(customer_id, since)

    def refunds_of(self, customer_id: int, first: date, last: date) -> list[Entry]:
        """As `Entries.refunds_of`."""
        return self._entries.refunds_of(customer_id, first, last)

    def last_of(self, actor: str, since: datetime | None = None) -> list[Entry]:
        """The entries with money, not reversed, of the last message by which this person posted any."""
        return self._entries.last_of(actor, since)

    def is_reversed(self, entry_id: int) -> bool:
        return self._entries.is_reversed(entry_id)

    def live_of(self, source_entry: int) -> list[Live]:
        """What of a source stands where: its allocations that were not taken back."""
        return self._sources.live_of(source_entry)
