"""Corrections: a mistake reversed and the right thing posted in its place, with the money that was there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.entries import Entry
from ledger.errors import NotReversible
from ledger.money import split
from ledger.receivable import Instalment, Part
from storage.debts import Debts
from storage.payments import Payments
from storage.posting import Author, Move, Posted
from storage.receivables import ReceivableView
from storage.reversals import Reversals
from storage.sources import Live


class Corrections(Debts, Payments, Reversals):
    """Posts corrections: each field given replaces what was posted. `also` holds the reversal."""

    def correct_debt(
        self,
        receivable_id: int,
        *,
        actor: str,
        principal: int | None = None,
        issued_on: date | None = None,
        customer_id: int | None = None,
        parts: Sequence[Part] | None = None,
        message_id: int | None = None,
        note: str = "",
    ) -> Posted:
        """Post the debt again under the same number. Without `parts` the plan keeps its days and proportions.

        Money that was allocated to it is allocated again as far as it fits; after a change of customer it
        stays unallocated with the one who paid. Raises `NotReversible` when there is no debt to correct, or when
        less of it, or another's, is wanted after it was written off.
        """
        view = self._receivable(receivable_id)
        debt = self._only(self._entries.live_of_receivable(receivable_id), "debt")
        touched = self._touched(debt)
        items = [item for item in view.instalments if item.kind == "principal"]
        fen = principal or debt.amount
        moved = customer_id not in (None, view.customer_id)
        if moved or fen < debt.amount:
            self._demand_not_given_up(touched.live)
        author = Author(actor, message_id, None, note)
        reversal = self._reverse(debt, touched, "mistake", None, author)
        issued = issued_on or view.issued_on
        posted = self.debt(
            customer_id=customer_id or view.customer_id,
            principal=fen,
            issued_on=issued,
            parts=parts or _scaled(items, fen),
            actor=actor,
            salesperson=view.salesperson,
            message_id=message_id,
            note=note,
            currency=view.currency,
            receivable_id=view.id,
            effective_on=self._instead_of(view.issued_on, reversal, issued),
        )
        again = (
            () if moved or posted.receivable is None else self._again(touched.live, posted.receivable, author)
        )
        return Posted(posted.entry, receivable=self._receivables.get(view.id), also=(reversal, *again))

    def correct_payment(
        self,
        receipt_id: int,
        *,
        actor: str,
        amount: int | None = None,
        received_on: date | None = None,
        customer_id: int | None = None,
        message_id: int | None = None,
        note: str = "",
    ) -> Posted:
        """Post the payment again from the corrected receipt, first to what it paid before.

        `amount` is the money that arrived; the entry is of what the payer sent, its fee (kept apart) included.
        Raises `NotReversible` when the receipt is not in the books (one still waiting: `receipts.change`).
        """
        payment = self._only(self._entries.live_of_receipt(receipt_id), "payment")
        touched = self._touched(payment)
        whose = customer_id or payment.customer_id
        receipt = self._receipts.get(receipt_id)
        fee = receipt.fee if receipt else 0
        arrived = amount or payment.amount - fee
        fen = arrived + fee
        author = Author(actor, message_id, None, note)
        reversal = self._reverse(payment, touched, "mistake", None, author)
        day = received_on or payment.effective_on
        wrong_day = receipt.received_on if receipt else payment.effective_on
        self._receipts.change(receipt_id, actor=actor, amount=arrived, received_on=day, customer_id=whose)
        before = touched.live if whose == payment.customer_id else ()
        posted = self.payment(
            customer_id=whose,
            amount=fen,
            effective_on=self._instead_of(wrong_day, reversal, day),
            actor=actor,
            receipt_id=receipt_id,
            message_id=message_id,
            currency=payment.currency,
            note=note,
            designated=list(dict.fromkeys(row.receivable_id for row in before if row.receivable_id)),
            designated_by=next((row.designated_by for row in before if row.designated_by), ""),
        )
        return Posted(posted.entry, posted.shares, None, posted.receipt, posted.unallocated, (reversal,))

    def _only(self, entries: Sequence[Entry], kind: str) -> Entry:
        found = [entry for entry in entries if entry.kind == kind]
        if not found:
            raise NotReversible("nothing to correct")
        return found[-1]

    def _instead_of(self, wrong_day: date, reversal: Entry, day: date) -> date:
        """The day a corrected entry counts from: its own, or with the reversal when that had to be later.

        `wrong_day` is the day of the fact as it was told. Until the reversal the old entry, or what it
        replaced, still counts.
        """
        if reversal.effective_on > wrong_day:
            day = max(day, reversal.effective_on)
        return self._posting.first_open_day(day)

    def _again(self, live: Sequence[Live], view: ReceivableView, author: Author) -> tuple[Entry, ...]:
        """Allocate what was on the reversed debt to the one in its place, by one `reallocate` entry."""
        room = [[item.id, item.outstanding] for item in view.instalments]
        opened_on = view.instalments[0].free_from or view.issued_on
        sources = self._sources.by_id(sorted({row.source for row in live}))
        moves = []
        for row in live:
            left = row.amount
            day = max(row.effective_on, opened_on, sources[row.source].free_from)
            while left and room:
                part = min(left, room[0][1])
                moves.append(Move(row.source, part, day, room[0][0], designated_by=row.designated_by))
                left -= part
                room[0][1] -= part
                if not room[0][1]:
                    room.pop(0)
        if not moves:
            return ()
        entry = self._posting.entry(
            "reallocate", customer_id=view.customer_id, amount=0, effective_on=opened_on, author=author,
            currency=view.currency, receivable_id=view.id,
        )  # fmt: skip
        self._posting.post(entry, moves)
        return (entry,)


def _scaled(items: Sequence[Instalment], principal: int) -> list[Part]:
    """The same days with amounts in the same proportions; days whose share is nothing fall away."""
    amounts = split(principal, [item.amount for item in items])
    return [Part(amount, item.due_on) for amount, item in zip(amounts, items, strict=True) if amount]
