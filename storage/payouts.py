"""Unallocated money that leaves a customer: paid back, or to another customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.allocation import allocate
from ledger.money import CURRENCY
from storage.bookkeeping import Bookkeeping, total_of
from storage.posting import Author, Posted


class Payouts(Bookkeeping):
    """Posts refunds and transfers. Amounts are fen above zero."""

    def refund(
        self,
        *,
        customer_id: int,
        amount: int,
        effective_on: date,
        actor: str,
        source_entry: int | None = None,
        message_id: int | None = None,
        note: str = "",
        currency: str = CURRENCY,
    ) -> Posted:
        """Unallocated money paid back, of one source or the oldest; `NotAllocatable` beyond what is left."""
        author = Author(actor, message_id, None, note)
        taken = self._take(customer_id, amount, source_entry, currency)
        entry = self._given_away("refund", customer_id, amount, effective_on, taken, author, currency)
        return Posted(entry)

    def transfer(
        self,
        *,
        from_customer_id: int,
        to_customer_id: int,
        amount: int,
        effective_on: date,
        actor: str,
        source_entry: int | None = None,
        designated: Sequence[int] = (),
        designated_by: str = "",
        message_id: int | None = None,
        note: str = "",
        currency: str = CURRENCY,
    ) -> Posted:
        """Unallocated money of one customer that pays for another (代付): transfer_out, then transfer_in.

        `note` keeps who agreed. Raises `NotAllocatable` for more than is left.
        """
        author = Author(actor, message_id, None, note)
        taken = self._take(from_customer_id, amount, source_entry, currency)
        items = self._receivables.open_items(to_customer_id, currency=currency)
        out = self._given_away(
            "transfer_out", from_customer_id, amount, effective_on, taken, author, currency
        )
        shares = allocate(
            amount, items, effective_on=out.effective_on, designated=designated, designated_by=designated_by
        )
        entry = self._arrived(
            "transfer_in",
            customer_id=to_customer_id,
            amount=amount,
            effective_on=out.effective_on,
            shares=shares,
            author=author,
            currency=currency,
        )
        return Posted(entry, shares, unallocated=amount - total_of(shares), also=(out,))
