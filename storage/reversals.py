"""Reversals: what was a mistake never was; what happened afterwards counts from its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, update

from ledger.effective import reversal_day
from ledger.entries import KINDS, Entry
from ledger.errors import NotReversible
from storage.bookkeeping import Bookkeeping
from storage.plans import taken_back
from storage.posting import Author, Move, Posted
from storage.prepared import Prepared
from storage.receipts import ReceiptView
from storage.relations import INSTALMENT, RECEIVABLE
from storage.sources import Live
from storage.written_off import claims_of

_CANCEL = Prepared(
    update(RECEIVABLE)
    .where(RECEIVABLE.c.corp_id == bindparam("corp"), RECEIVABLE.c.id == bindparam("row_id"))
    .values(state="cancelled")
)
_OPENED_BY = select(INSTALMENT.c.id).where(
    INSTALMENT.c.corp_id == bindparam("corp"),
    INSTALMENT.c.receivable_id == bindparam("receivable"),
    INSTALMENT.c.opened_by == bindparam("entry"),
)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a reversal undoes (live allocations), closes (instalments), and the days that it rests on."""

    live: Sequence[Live] = ()
    closed: Sequence[int] = ()
    rests_on: Sequence[date] = ()


class Reversals(Bookkeeping):
    """Posts reversals."""

    def reverse(
        self,
        entry_id: int,
        *,
        reason: str,
        actor: str,
        on: date | None = None,
        message_id: int | None = None,
        note: str = "",
    ) -> Posted:
        """Turn an entry with money round, and undo the allocations that rest on it.

        `mistake` counts from the entry's own day (the first open one when that month is closed); bounced,
        returned and cancelled from `on`, the day it happened (today when not given). A reversed debt closes
        its instalments, and money on them is unallocated again; a reversed payment opens again what it paid,
        and its receipt is bounced or withdrawn. Either half of a transfer reverses both. Raises
        `NotReversible` for a reversal, an entry already reversed, one without money, a source whose money has
        left, or a debt that was written off.
        """
        entry = self._entries.get(entry_id)
        if entry is None or not KINDS[entry.kind].carries_money or self._entries.is_reversed(entry_id):
            raise NotReversible(entry=entry, entry_id=entry_id)
        author = Author(actor, message_id, None, note)
        if entry.kind in ("transfer_out", "transfer_in"):
            return self._reverse_transfer(entry, reason, on, author)
        touched = self._touched(entry)
        if entry.kind in ("debt", "late_fee"):
            self._demand_not_given_up(touched.live)
        reversal = self._reverse(entry, touched, reason, on, author)
        if entry.kind == "debt" and entry.receivable_id is not None:
            self._work.update(_CANCEL, row_id=entry.receivable_id)
            return Posted(reversal, receivable=self._receivables.get(entry.receivable_id))
        if entry.kind == "payment" and entry.receipt_id is not None:
            return Posted(reversal, receipt=self._taken_out(entry.receipt_id, reason, actor))
        return Posted(reversal)

    def _reverse(self, entry: Entry, touched: Touched, reason: str, on: date | None, author: Author) -> Entry:
        happened_on = on or (entry.effective_on if reason == "mistake" else self._work.today())
        if reason != "mistake":
            self._posting.open_day(happened_on)
        day = reversal_day(
            reason,
            reversed_on=entry.effective_on,
            happened_on=happened_on,
            first_open=self._posting.first_open_day(entry.effective_on),
            rests_on=touched.rests_on,
        )
        reversal = self._posting.entry(
            "reversal", customer_id=entry.customer_id, amount=entry.amount, effective_on=day, author=author,
            currency=entry.currency, receivable_id=entry.receivable_id, receipt_id=entry.receipt_id,
            reverses=entry.id, reverses_kind=entry.kind, reason=reason,
        )  # fmt: skip
        moves = [taken_back(row, day) for row in touched.live]
        if KINDS[entry.kind].source:
            moves.append(Move(entry.id, entry.amount, day, entry=reversal.id))
        self._posting.post(reversal, moves, closed=touched.closed)
        return reversal

    def _reverse_transfer(self, entry: Entry, reason: str, on: date | None, author: Author) -> Posted:
        is_out = entry.kind == "transfer_out"
        other = self._entries.at_seq(entry.seq + (1 if is_out else -1))
        if other is None:
            raise NotReversible(entry=entry)
        out, into = (entry, other) if is_out else (other, entry)
        given, taken = self._touched(out), self._touched(into)
        rests_on = (*given.rests_on, *taken.rests_on)
        first = self._reverse(into, Touched(taken.live, (), rests_on), reason, on, author)
        second = self._reverse(out, Touched(given.live, (), rests_on), reason, on, author)
        return Posted(first, also=(second,)) if not is_out else Posted(second, also=(first,))

    def _touched(self, entry: Entry) -> Touched:
        if KINDS[entry.kind].source:
            return self._of_source(entry)
        if entry.kind in ("debt", "late_fee"):
            return self._of_debt(entry)
        # A refund or transfer gives its money back: that rests on nothing.
        return Touched(self._sources.live_on_entry(entry.id))

    def _of_source(self, entry: Entry) -> Touched:
        live = self._sources.live_of(entry.id)
        if any(row.entry is not None for row in live):
            raise NotReversible("its money has left: reverse the refund or transfer first", entry=entry)
        if entry.kind == "write_off":
            self._demand_unrecovered(entry)
        source = self._sources.get(entry.id)
        return Touched(live, (), [source.free_from] if source else [])

    def _demand_not_given_up(self, live: Sequence[Live]) -> None:
        """A write-off without its debt would be money of the customer's that nobody ever paid."""
        for row in live:
            for source in self._origins(row.source):
                if source.kind == "write_off":
                    raise NotReversible("it was written off: take that back first", entry=source)

    def _origins(self, source: int) -> Iterator[Entry]:
        """The entries whose money a source is, through the transfers of merges that it went by."""
        entry = self._entries.get(source)
        out = (
            self._entries.at_seq(entry.seq - 1) if entry is not None and entry.kind == "transfer_in" else None
        )
        if out is not None:
            for given in self._sources.live_on_entry(out.id):
                yield from self._origins(given.source)
        elif entry is not None:
            yield entry

    def _demand_unrecovered(self, entry: Entry) -> None:
        """What came on a written-off debt would stand there without it."""
        for kept in claims_of(self._work, entry.customer_id, currency=entry.currency):
            if kept.customer_id != entry.customer_id or kept.recovered <= kept.written - entry.amount:
                continue
            raise NotReversible("money on it was recovered: take that back first", entry=entry)

    def _of_debt(self, entry: Entry) -> Touched:
        items = self._receivables.live_items(entry.receivable_id or 0)
        if entry.kind == "late_fee":
            own = {
                row.id for row in self._work.rows(_OPENED_BY, receivable=entry.receivable_id, entry=entry.id)
            }
            items = [item for item in items if item.id in own]
        else:
            items = [item for item in items if item.kind == "principal"]
        ids = [item.id for item in items]
        live = self._sources.live_on_instalments(ids) if ids else []
        return Touched(live, ids, [item.free_from or item.issued_on for item in items])

    def _taken_out(self, receipt_id: int, reason: str, actor: str) -> ReceiptView | None:
        receipt = self._receipts.get(receipt_id)
        if receipt is None or receipt.state != "confirmed":
            return receipt
        if reason == "bounced":
            return self._receipts.bounce(receipt_id, actor=actor)
        return self._receipts.withdraw(receipt_id, actor=actor)
