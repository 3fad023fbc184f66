"""The only place that writes the journal: an entry with all it does, and its hash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, update

from ledger.allocation import Share
from ledger.entries import Entry, chained_hash
from ledger.errors import ClosedPeriod
from ledger.history import AllocationRow, InstalmentRow
from ledger.receivable import Instalment, Part
from ledger.values import value
from storage.prepared import Prepared
from storage.receipts import ReceiptView
from storage.receivables import ReceivableView
from storage.relations import ALLOCATION, ENTRY, INSTALMENT
from storage.work import Work


@value
class Posted:
    """What a command wrote. `entry` is its main entry, `also` the others in the order of their seq.

    `shares` say to which instalments its money went; `unallocated` is the fen of it that paid nothing yet.
    """

    entry: Entry
    shares: tuple[Share, ...] = ()
    receivable: ReceivableView | None = None
    receipt: ReceiptView | None = None
    unallocated: int = 0
    also: tuple[Entry, ...] = ()


@value
class Move:
    """Signed fen of a source for an instalment or an entry; `undoes` names the row taken back."""

    source: int
    amount: int
    effective_on: date
    instalment: int | None = None
    entry: int | None = None
    designated_by: str = ""
    undoes: int | None = None


@value
class Author:
    """Who posts, from which message, in which import, and with which remark."""

    actor: str
    message_id: int | None = None
    run_id: int | None = None
    note: str = ""


_PAY = Prepared(
    update(INSTALMENT)
    .where(INSTALMENT.c.corp_id == bindparam("corp"), INSTALMENT.c.id == bindparam("row_id"))
    .values(outstanding=INSTALMENT.c.outstanding - bindparam("paid"))
)
_CLOSE = Prepared(
    update(INSTALMENT)
    .where(
        INSTALMENT.c.corp_id == bindparam("corp"),
        INSTALMENT.c.id == bindparam("row_id"),
        INSTALMENT.c.closed_by.is_(None),
    )
    .values(outstanding=0)
)


class Posting:
    """Writes through one command's `Work`. Everything that a posting needs is read before its first row."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def recorded_at(self) -> datetime:
        """The instant of what is written now: `now`, never before the last entry."""
        return max(self._work.now, self._work.head.last_recorded_at)

    def open_day(self, day: date) -> date:
        """The day itself. Raises `ClosedPeriod` when it lies in a closed month."""
        closed_until = self._work.company.closed_until
        if closed_until is not None and day <= closed_until:
            raise ClosedPeriod(day=day, closed_until=closed_until)
        return day

    def first_open_day(self, day: date) -> date:
        """The day itself, or the first one after the closed months."""
        closed_until = self._work.company.closed_until
        return day if closed_until is None else max(day, date.fromordinal(closed_until.toordinal() + 1))

    def entry(
        self, kind: str, *, customer_id: int, amount: int, effective_on: date, author: Author, **details: Any
    ) -> Entry:
        """The next entry of the journal; it is written by `post`, before any other is taken."""
        work = self._work
        recorded_at = self.recorded_at()
        return Entry(
            id=work.new_id(),
            corp_id=work.corp_id,
            seq=work.take_seq(),
            kind=kind,
            customer_id=customer_id,
            amount=amount,
            effective_on=effective_on,
            recorded_at=recorded_at,
            actor=author.actor,
            message_id=author.message_id,
            note=author.note,
            **details,
        )

    def opened(
        self,
        entry: Entry,
        receivable_id: int,
        parts: Sequence[Part],
        *,
        issued_on: date,
        kind: str = "principal",
        first_position: int = 1,
    ) -> list[InstalmentRow]:
        """Instalments that `entry` opens on its day."""
        return [
            InstalmentRow(
                self._work.new_id(), receivable_id, position, part.amount, issued_on, part.due_on, entry.id,
                entry.effective_on, entry.recorded_at, kind, outstanding=part.amount,
            )
            for position, part in enumerate(parts, first_position)
        ]  # fmt: skip

    def post(
        self,
        entry: Entry,
        moves: Iterable[Move] = (),
        *,
        opened: Sequence[InstalmentRow] = (),
        closed: Iterable[int] = (),
        run_id: int | None = None,
    ) -> None:
        """Write the entry and all it does. `closed` are instalment ids, closed on the entry's day."""
        work = self._work
        allocations = [self._allocation(entry, move) for move in moves]
        closings = sorted(closed)
        effects = [row.canonical() for row in allocations]
        effects += [row.canonical_opening() for row in opened]
        effects += [canonical_closing(instalment, entry.effective_on) for instalment in closings]
        prev_hash = work.head.head_hash
        head_hash = chained_hash(prev_hash, entry, effects)
        work.advance(head_hash=head_hash, recorded_at=entry.recorded_at)
        work.insert(ENTRY, _entry_row(entry, run_id, prev_hash, head_hash))
        for row in opened:
            work.insert(INSTALMENT, _instalment_row(entry, row))
        for allocation in allocations:
            work.insert(ALLOCATION, _allocation_row(entry, allocation))
            if allocation.target_instalment is not None:
                work.update(_PAY, row_id=allocation.target_instalment, paid=allocation.amount)
        for instalment in closings:
            work.update(
                _CLOSE,
                row_id=instalment,
                closed_by=entry.id,
                closed_on=entry.effective_on,
                closed_at=entry.recorded_at,
            )

    def _allocation(self, entry: Entry, move: Move) -> AllocationRow:
        return AllocationRow(
            self._work.new_id(), entry.id, move.source, move.amount, move.effective_on, entry.recorded_at,
            move.instalment, move.entry, move.designated_by, move.undoes,
        )  # fmt: skip


def canonical_closing(instalment_id: int, closed_on: date) -> tuple[str, ...]:
    """As `InstalmentRow.canonical_closing`, from what the closing alone knows."""
    return ("close", str(instalment_id), closed_on.isoformat())


def _entry_row(entry: Entry, run_id: int | None, prev_hash: str, head_hash: str) -> dict[str, Any]:
    return {
        "corp_id": entry.corp_id,
        "id": entry.id,
        "seq": entry.seq,
        "kind": entry.kind,
        "customer_id": entry.customer_id,
        "currency": entry.currency,
        "amount": entry.amount,
        "effective_on": entry.effective_on,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "message_id": entry.message_id,
        "receivable_id": entry.receivable_id,
        "receipt_id": entry.receipt_id,
        "reverses": entry.reverses,
        "reverses_kind": entry.reverses_kind,
        "reason": entry.reason,
        "note": entry.note,
        "run_id": run_id,
        "prev_hash": prev_hash,
        "hash": head_hash,
    }


def _instalment_row(entry: Entry, row: InstalmentRow) -> dict[str, Any]:
    return {
        "corp_id": entry.corp_id,
        "id": row.id,
        "receivable_id": row.receivable_id,
        "customer_id": entry.customer_id,
        "position": row.position,
        "kind": row.kind,
        "currency": entry.currency,
        "amount": row.amount,
        "outstanding": row.amount,
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "opened_by": row.opened_by,
        "opened_on": row.opened_on,
        "opened_at": row.opened_at,
        "closed_by": None,
        "closed_on": None,
        "closed_at": None,
    }


def _allocation_row(entry: Entry, row: AllocationRow) -> dict[str, Any]:
    return {
        "corp_id": entry.corp_id, "id": row.id, "customer_id": entry.customer_id, "by_entry": row.by_entry,
        "source_entry": row.source_entry, "target_instalment": row.target_instalment,
        "target_entry": row.target_entry, "amount": row.amount, "effective_on": row.effective_on,
        "recorded_at": row.recorded_at, "designated_by": row.designated_by, "undoes": row.undoes,
    }  # fmt: skip


def instalment_of(row: InstalmentRow, view: ReceivableView) -> Instalment:
    """An instalment just opened, as the value that readers get."""
    return Instalment(
        row.id, row.receivable_id, view.customer_id, view.number, row.position, row.amount, row.amount,
        row.issued_on, row.due_on, row.kind, 0, view.document_no, view.salesperson, row.opened_on,
    )  # fmt: skip
