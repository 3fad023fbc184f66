"""Debts and late fees: what a customer owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam, update

from ledger.errors import InvalidPlan
from ledger.money import CURRENCY
from ledger.receivable import Part
from storage.bookkeeping import Bookkeeping
from storage.posting import Author, Posted, instalment_of
from storage.prepared import Prepared
from storage.receivables import ReceivableView
from storage.relations import RECEIVABLE

_REPOST = Prepared(
    update(RECEIVABLE)
    .where(RECEIVABLE.c.corp_id == bindparam("corp"), RECEIVABLE.c.id == bindparam("row_id"))
    .values(
        customer_id=bindparam("whose"),
        principal=bindparam("fen"),
        issued_on=bindparam("issued"),
        state="open",
    )
)


class Debts(Bookkeeping):
    """Posts debts. Amounts are fen above zero."""

    def debt(
        self,
        *,
        customer_id: int,
        principal: int,
        issued_on: date,
        parts: Sequence[Part],
        actor: str,
        salesperson: str,
        message_id: int | None = None,
        document_no: str = "",
        invoice_no: str = "",
        terms: str = "",
        terms_start: str = "issue",
        note: str = "",
        currency: str = CURRENCY,
        source: str = "chat",
        run_id: int | None = None,
        over_limit: bool = False,
        receivable_id: int | None = None,
        effective_on: date | None = None,
    ) -> Posted:
        """A receivable with the instalments of `parts`, which sum to `principal` (else `InvalidPlan`).

        `receivable_id` posts it again onto that document, whose number stays. It counts from `effective_on`,
        the day of issue when not given. Money of the customer that pays nothing yet is not used: see
        `allocate`.
        """
        if sum(part.amount for part in parts) != principal or not parts:
            raise InvalidPlan(principal=principal, parts=tuple(parts))
        day = self._posting.open_day(effective_on or issued_on)
        author = Author(actor, message_id, run_id, note)
        if receivable_id is not None:
            view = self._repost(receivable_id, customer_id, principal, issued_on)
            return self._owe(view, parts, day, author)
        view = ReceivableView(
            self._work.new_id(), self._work.take_number(),
            customer_id, salesperson, currency, principal, issued_on, terms, terms_start, document_no,
            invoice_no, "issued" if invoice_no else "", note, "", "open", source, run_id, over_limit,
            self._posting.recorded_at(),
        )  # fmt: skip
        self._receivables.add(view)
        return self._owe(view, parts, day, author)

    def late_fee(
        self,
        *,
        receivable_id: int,
        amount: int,
        effective_on: date,
        due_on: date | None,
        actor: str,
        message_id: int | None = None,
        note: str = "",
    ) -> Posted:
        """A fee on a receivable, as an instalment of kind `fee` behind its others."""
        view = self._receivable(receivable_id)
        entry = self._posting.entry(
            "late_fee",
            customer_id=view.customer_id,
            amount=amount,
            effective_on=self._posting.open_day(effective_on),
            author=Author(actor, message_id, None, note),
            receivable_id=view.id,
            currency=view.currency,
        )
        behind = 1 + max((item.position for item in view.instalments), default=0)
        rows = self._posting.opened(
            entry, view.id, [Part(amount, due_on)], issued_on=effective_on, kind="fee", first_position=behind
        )
        self._posting.post(entry, opened=rows)
        items = (*view.instalments, *(instalment_of(row, view) for row in rows))
        return Posted(entry, receivable=view.having(items))

    def _owe(self, view: ReceivableView, parts: Sequence[Part], day: date, author: Author) -> Posted:
        entry = self._posting.entry(
            "debt",
            customer_id=view.customer_id,
            amount=view.principal,
            effective_on=day,
            author=author,
            currency=view.currency,
            receivable_id=view.id,
        )
        rows = self._posting.opened(entry, view.id, parts, issued_on=view.issued_on)
        self._posting.post(entry, opened=rows, run_id=author.run_id)
        items = tuple([instalment_of(row, view) for row in rows])
        return Posted(entry, receivable=view.having(items))

    def _repost(
        self, receivable_id: int, customer_id: int, principal: int, issued_on: date
    ) -> ReceivableView:
        view = self._receivable(receivable_id)
        self._work.update(_REPOST, row_id=view.id, whose=customer_id, fen=principal, issued=issued_on)
        return replace(view, customer_id=customer_id, principal=principal, issued_on=issued_on, state="open")
