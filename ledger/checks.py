"""What must hold in any books. A check returns problems, and never raises over what it finds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from ledger.aging import age_history
from ledger.entries import KINDS, Entry
from ledger.history import AllocationRow, History, InstalmentRow, standing


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not hold: which check, on which entry, instalment, allocation, receivable or customer."""

    check: str
    subject: str
    id: int
    expected: object = None
    found: object = None


@dataclass(frozen=True, slots=True)
class Books:
    """One customer's history with the look-ups that checks share."""

    history: History
    entries: dict[int, Entry] = field(default_factory=dict)
    rows: dict[int, AllocationRow] = field(default_factory=dict)
    instalments: dict[int, InstalmentRow] = field(default_factory=dict)
    by_source: dict[int, list[AllocationRow]] = field(default_factory=lambda: defaultdict(list))
    by_instalment: dict[int, list[AllocationRow]] = field(default_factory=lambda: defaultdict(list))
    reversed_ids: frozenset[int] = frozenset()

    @classmethod
    def of(cls, history: History) -> Books:
        books = cls(
            history,
            entries={entry.id: entry for entry in history.entries},
            rows={row.id: row for row in history.allocations},
            instalments={row.id: row for row in history.instalments},
            reversed_ids=frozenset(entry.reverses for entry in history.entries if entry.reverses is not None),
        )
        for row in history.allocations:
            books.by_source[row.source_entry].append(row)
            if row.target_instalment is not None:
                books.by_instalment[row.target_instalment].append(row)
        return books


def sources_within_amount(books: Books) -> Iterator[Problem]:
    """Σ live allocations of a source is between zero and its amount; only sources are allocated."""
    for source_id, rows in books.by_source.items():
        source = books.entries.get(source_id)
        most = source.amount if source and KINDS[source.kind].source else 0
        live = sum(row.amount for row in rows)
        if not 0 <= live <= most:
            yield Problem("sources_within_amount", "entry", source_id, most, live)


def targets_known(books: Books) -> Iterator[Problem]:
    """An allocation goes to exactly one instalment or entry of this customer that takes money."""
    for row in books.history.allocations:
        entry = books.entries.get(row.target_entry or 0)
        takes_money = entry is not None and entry.kind in ("refund", "transfer_out", "reversal")
        if takes_money is (row.target_instalment in books.instalments):
            found = (row.target_instalment, row.target_entry)
            yield Problem("targets_known", "allocation", row.id, "one target", found)


def outstanding_adds_up(books: Books) -> Iterator[Problem]:
    """Outstanding = amount − live allocations ≥ 0, none on a closed instalment; the kept figure agrees."""
    for row in books.history.instalments:
        live = sum(allocation.amount for allocation in books.by_instalment[row.id])
        left = row.amount - live if row.closed_by is None else -live
        if left < 0 or (row.closed_by is not None and left):
            yield Problem("outstanding_adds_up", "instalment", row.id, "not below zero, zero if closed", left)
        elif row.outstanding is not None and row.outstanding != left:
            yield Problem("outstanding_adds_up", "instalment", row.id, left, row.outstanding)


def balance_adds_up(books: Books) -> Iterator[Problem]:
    """Balance = Σ effects = Σ outstanding − unallocated."""
    now = standing(books.history)
    found = sum(now.outstanding.values()) - sum(now.unallocated.values())
    if now.balance != found:
        yield Problem("balance_adds_up", "customer", books.history.customer_id, now.balance, found)


def legs_sum_to_zero(books: Books) -> Iterator[Problem]:
    """The legs of every entry sum to zero, and what they move on the receivable account is its effect."""
    for entry in books.history.entries:
        total = sum(leg.fen for leg in entry.legs)
        moved = sum(leg.fen for leg in entry.legs if leg.account == "receivable")
        if total or moved != entry.effect:
            yield Problem("legs_sum_to_zero", "entry", entry.id, (0, entry.effect), (total, moved))


def undone_once(books: Books) -> Iterator[Problem]:
    """A row taken back is named by one row of the same source and target and the opposite amount."""
    times = Counter(row.undoes for row in books.history.allocations)
    for row in books.history.allocations:
        if row.undoes is None:
            if row.amount <= 0:
                yield Problem("undone_once", "allocation", row.id, "above zero", row.amount)
            continue
        undone = books.rows.get(row.undoes)
        if undone is None or _taken_back(row) != _given(undone) or undone.undoes is not None:
            yield Problem("undone_once", "allocation", row.id, "the opposite of one row", row.undoes)
        elif times[row.undoes] > 1:
            yield Problem("undone_once", "allocation", row.id, 1, times[row.undoes])


def _given(row: AllocationRow) -> tuple[object, ...]:
    return (row.source_entry, row.target_instalment, row.target_entry, row.amount)


def _taken_back(row: AllocationRow) -> tuple[object, ...]:
    return (row.source_entry, row.target_instalment, row.target_entry, -row.amount)


def reversed_once(books: Books) -> Iterator[Problem]:
    """A reversal turns round one entry of this customer, whole, once, and not before that entry counted."""
    times = Counter(entry.reverses for entry in books.history.entries)
    for entry in books.history.entries:
        if entry.reverses is None:
            continue
        undone = books.entries.get(entry.reverses)
        if undone is None or (undone.kind, undone.amount) != (entry.reverses_kind, entry.amount):
            yield Problem("reversed_once", "entry", entry.id, "the whole of one entry", entry.reverses)
        elif times[entry.reverses] > 1 or entry.effective_on < undone.effective_on:
            yield Problem("reversed_once", "entry", entry.id, undone.effective_on, entry.effective_on)


def plans_add_up(books: Books) -> Iterator[Problem]:
    """The open instalments of a receivable sum to its debts and late fees that are not reversed."""
    owed: dict[int, int] = defaultdict(int)
    for entry in books.history.entries:
        if entry.kind in ("debt", "late_fee") and entry.id not in books.reversed_ids:
            owed[entry.receivable_id or 0] += entry.amount
    planned: dict[int, int] = defaultdict(int)
    for row in books.history.instalments:
        if row.closed_by is None:
            planned[row.receivable_id] += row.amount
    for receivable in sorted(owed.keys() | planned.keys()):
        if owed[receivable] != planned[receivable]:
            yield Problem("plans_add_up", "receivable", receivable, owed[receivable], planned[receivable])


def buckets_add_up(books: Books) -> Iterator[Problem]:
    """Σ buckets = outstanding, by due day and by issue day, on the last day of the books."""
    if not books.entries:
        return
    last = max(entry.effective_on for entry in books.history.entries)
    outstanding = sum(standing(books.history, last).outstanding.values())
    for basis in ("due", "issued"):
        found = age_history(books.history, last, basis=basis).total.outstanding
        if found != outstanding:
            yield Problem("buckets_add_up", "customer", books.history.customer_id, outstanding, found)


def every_day_adds_up(books: Books) -> Iterator[Problem]:
    """What one instant wrote moves balance and outstanding − unallocated alike, on every day it touches.

    From this follows that the books of any past day, as known at any time, add up.
    """
    gaps: dict[tuple[datetime, date], int] = defaultdict(int)
    for entry in books.history.entries:
        given = entry.amount if KINDS[entry.kind].source else 0
        gaps[entry.recorded_at, entry.effective_on] += entry.effect + given
    for instalment in books.history.instalments:
        for instant, day, fen in _owed(instalment):
            gaps[instant, day] -= fen
    for row in books.history.allocations:
        if row.target_instalment is None:
            gaps[row.recorded_at, row.effective_on] -= row.amount
    for (instant, day), gap in gaps.items():
        if gap:
            yield Problem("every_day_adds_up", "customer", books.history.customer_id, (instant, day), gap)


def _owed(row: InstalmentRow) -> Iterator[tuple[datetime, date, int]]:
    yield row.opened_at, row.opened_on, row.amount
    if row.closed_at is not None and row.closed_on is not None:
        yield row.closed_at, row.closed_on, -row.amount


def never_overdrawn(books: Books) -> Iterator[Problem]:
    """On no past day has a source given more than it had, or an instalment taken more than was owed on it."""
    for source_id, rows in books.by_source.items():
        source = books.entries.get(source_id)
        given = [(source.effective_on, source.amount)] if source else []
        lowest = _lowest([*given, *((row.effective_on, -row.amount) for row in rows)])
        if lowest < 0:
            yield Problem("never_overdrawn", "entry", source_id, 0, lowest)
    for instalment in books.history.instalments:
        owed = [(day, fen) for _, day, fen in _owed(instalment)]
        rows = books.by_instalment[instalment.id]
        lowest = _lowest([*owed, *((row.effective_on, -row.amount) for row in rows)])
        if lowest < 0:
            yield Problem("never_overdrawn", "instalment", instalment.id, 0, lowest)


def recovered_within(books: Books) -> Iterator[Problem]:
    """No more is recovered than was written off, both after reversals."""
    written, recovered = (_live(books, kind) for kind in ("write_off", "recovery"))
    if recovered > written:
        yield Problem("recovered_within", "customer", books.history.customer_id, written, recovered)


def _live(books: Books, kind: str) -> int:
    own = (entry for entry in books.history.entries if entry.kind == kind)
    return sum(entry.amount for entry in own if entry.id not in books.reversed_ids)


def _lowest(moves: list[tuple[date, int]]) -> int:
    total = lowest = 0
    for _, today in groupby(sorted(moves), key=lambda move: move[0]):
        total += sum(fen for _, fen in today)
        lowest = min(lowest, total)
    return lowest


CHECKS: tuple[Callable[[Books], Iterator[Problem]], ...] = (
    sources_within_amount,
    targets_known,
    outstanding_adds_up,
    balance_adds_up,
    legs_sum_to_zero,
    undone_once,
    reversed_once,
    plans_add_up,
    buckets_add_up,
    every_day_adds_up,
    never_overdrawn,
    recovered_within,
)


def check_customer(history: History) -> Iterator[Problem]:
    """Every problem in one customer's books in one currency; nothing when they hold."""
    books = Books.of(history)
    for check in CHECKS:
        yield from check(books)
