"""Payments, and what reduces a debt without money: credit notes, discounts, write-offs; recoveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.allocation import allocate
from ledger.errors import InvalidEntry, NotAllocatable
from ledger.money import CURRENCY
from storage.bookkeeping import Bookkeeping, total_of
from storage.posting import Author, Posted

CREDITS = ("credit_note", "discount", "write_off")


class Payments(Bookkeeping):
    """Posts sources. Amounts are fen above zero."""

    def payment(
        self,
        *,
        customer_id: int,
        amount: int,
        effective_on: date,
        actor: str,
        receipt_id: int | None,
        message_id: int | None = None,
        designated: Sequence[int] = (),
        designated_by: str = "",
        note: str = "",
        run_id: int | None = None,
        currency: str = CURRENCY,
    ) -> Posted:
        """Money received: to the `designated` first, then in payment order; the rest stays unallocated."""
        shares = allocate(
            amount,
            self._receivables.open_items(customer_id, currency=currency),
            effective_on=effective_on,
            designated=designated,
            designated_by=designated_by,
        )
        author = Author(actor, message_id, run_id, note)
        entry = self._arrived(
            "payment", customer_id=customer_id, amount=amount, effective_on=effective_on, shares=shares,
            author=author, receipt_id=receipt_id, currency=currency,
        )  # fmt: skip
        receipt = self._receipts.get(receipt_id) if receipt_id is not None else None
        return Posted(entry, shares, receipt=receipt, unallocated=amount - total_of(shares))

    def credit(
        self,
        kind: str,
        *,
        customer_id: int,
        amount: int,
        effective_on: date,
        actor: str,
        designated: Sequence[int] = (),
        designated_by: str = "",
        reason: str = "",
        message_id: int | None = None,
        note: str = "",
        run_id: int | None = None,
        currency: str = CURRENCY,
    ) -> Posted:
        """A credit_note, discount or write_off; `reason` is a word (退货, 折让, …).

        A credit note reduces what it names, and what is over stays unallocated credit. The others reduce what
        they name, else in payment order, and raise `NotAllocatable` when less is owed.
        """
        if kind not in CREDITS:
            raise InvalidEntry("not a credit", kind=kind)
        items = self._receivables.open_items(customer_id, currency=currency)
        if kind == "credit_note" or designated:
            items = [item for item in items if item.receivable_id in designated]
        shares = allocate(
            amount, items, effective_on=effective_on, designated=designated, designated_by=designated_by
        )
        left = amount - total_of(shares)
        if left and kind != "credit_note":
            raise NotAllocatable(amount=amount, owed=total_of(shares))
        author = Author(actor, message_id, run_id, note)
        entry = self._arrived(
            kind,
            customer_id=customer_id,
            amount=amount,
            effective_on=effective_on,
            shares=shares,
            author=author,
            currency=currency,
            reason=reason,
        )
        return Posted(entry, shares, unallocated=left)

    def recovery(
        self,
        *,
        customer_id: int,
        amount: int,
        effective_on: date,
        actor: str,
        receipt_id: int | None = None,
        message_id: int | None = None,
        note: str = "",
        currency: str = CURRENCY,
    ) -> Posted:
        """Money on a debt that was written off: the balance does not move."""
        entry = self._posting.entry(
            "recovery",
            customer_id=customer_id,
            amount=amount,
            effective_on=self._posting.open_day(effective_on),
            author=Author(actor, message_id, None, note),
            receipt_id=receipt_id,
            currency=currency,
        )
        self._posting.post(entry)
        return Posted(entry)
