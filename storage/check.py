"""The books read from end to end: every law of `ledger.checks`, the chain, and what is kept beside the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from ledger.chain import Link, check_chain
from ledger.checks import Problem, check_customer
from ledger.entries import Entry
from ledger.history import AllocationRow, History, InstalmentRow
from storage.entries import COLUMNS, IS_REVERSED
from storage.late_fees import span_problems
from storage.provisions import provision_problems
from storage.relations import ALLOCATION, CORP_HEAD, ENTRY, INSTALMENT, RECEIVABLE
from storage.work import Work

CUSTOMERS_AT_ONCE = 200
ENTRIES_AT_ONCE = 2_000
NO_ANCHORS: Mapping[int, str] = MappingProxyType({})

_CORP: Any = bindparam("corp")
_THESE: Any = bindparam("customers", expanding=True)
_ALLOCATED = tuple(ALLOCATION.c[field.name] for field in fields(AllocationRow))
_INSTALMENT = tuple(INSTALMENT.c[field.name] for field in fields(InstalmentRow))
_WHO = select(ENTRY.c.customer_id).where(ENTRY.c.corp_id == _CORP).distinct().order_by(ENTRY.c.customer_id)
_ENTRIES = (
    select(*COLUMNS).where(ENTRY.c.corp_id == _CORP, ENTRY.c.customer_id.in_(_THESE)).order_by(ENTRY.c.seq)
)
_BY = and_(ENTRY.c.corp_id == ALLOCATION.c.corp_id, ENTRY.c.id == ALLOCATION.c.by_entry)
_ALLOCATIONS = (
    select(ENTRY.c.customer_id, ENTRY.c.currency, *_ALLOCATED)
    .join_from(ENTRY, ALLOCATION, _BY)
    .where(ENTRY.c.corp_id == _CORP, ENTRY.c.customer_id.in_(_THESE))
    .order_by(ENTRY.c.seq, ALLOCATION.c.id)
)
_INSTALMENTS = (
    select(INSTALMENT.c.customer_id, INSTALMENT.c.currency, *_INSTALMENT)
    .where(INSTALMENT.c.corp_id == _CORP, INSTALMENT.c.customer_id.in_(_THESE))
    .order_by(INSTALMENT.c.opened_at, INSTALMENT.c.id)
)
_SEQS = and_(ENTRY.c.corp_id == _CORP, ENTRY.c.seq > bindparam("after"), ENTRY.c.seq <= bindparam("until"))
_LINKS = (
    select(*COLUMNS, ENTRY.c.prev_hash, ENTRY.c.hash)
    .where(ENTRY.c.corp_id == _CORP, ENTRY.c.seq > bindparam("after"))
    .order_by(ENTRY.c.seq)
    .limit(ENTRIES_AT_ONCE)
)
_MADE = select(*_ALLOCATED).join_from(ENTRY, ALLOCATION, _BY).where(_SEQS).order_by(ALLOCATION.c.id)
# Whatever opens or closes an instalment names its receivable: so the index on it is used.
_SAME = and_(INSTALMENT.c.corp_id == ENTRY.c.corp_id, INSTALMENT.c.receivable_id == ENTRY.c.receivable_id)
_CHANGED = select(*_INSTALMENT).join_from(ENTRY, INSTALMENT, _SAME).where(_SEQS).order_by(INSTALMENT.c.id)
_OPENED = _CHANGED.where(INSTALMENT.c.opened_by == ENTRY.c.id)
_CLOSED = _CHANGED.where(INSTALMENT.c.closed_by == ENTRY.c.id)
_HEAD = select(CORP_HEAD.c.next_seq, CORP_HEAD.c.head_hash).where(CORP_HEAD.c.corp_id == _CORP)

_LIVE_DEBT = and_(
    ENTRY.c.corp_id == RECEIVABLE.c.corp_id,
    ENTRY.c.receivable_id == RECEIVABLE.c.id,
    ENTRY.c.kind == "debt",
    ~IS_REVERSED,
)
_STATE = case((ENTRY.c.id.is_(None), "cancelled"), else_="open")
_OFF = or_(
    RECEIVABLE.c.state != _STATE,
    RECEIVABLE.c.principal != ENTRY.c.amount,
    RECEIVABLE.c.customer_id != ENTRY.c.customer_id,
)
_RECEIVABLES = (
    select(
        RECEIVABLE.c.id, _STATE.label("state"), ENTRY.c.amount, ENTRY.c.customer_id,
        RECEIVABLE.c.state.label("kept"), RECEIVABLE.c.principal,
        RECEIVABLE.c.customer_id.label("kept_customer"),
    )
    .outerjoin_from(RECEIVABLE, ENTRY, _LIVE_DEBT)
    .where(RECEIVABLE.c.corp_id == _CORP, _OFF)
    .order_by(RECEIVABLE.c.id)
)  # fmt: skip
_LIVE = (
    select(func.coalesce(func.sum(ALLOCATION.c.amount), 0))
    .where(ALLOCATION.c.corp_id == INSTALMENT.c.corp_id, ALLOCATION.c.target_instalment == INSTALMENT.c.id)
    .scalar_subquery()
)
_OUTSTANDING = case((INSTALMENT.c.closed_by.is_(None), INSTALMENT.c.amount - _LIVE), else_=0)
_REBUILD = (
    update(INSTALMENT)
    .where(INSTALMENT.c.corp_id == _CORP, INSTALMENT.c.outstanding != _OUTSTANDING)
    .values(outstanding=_OUTSTANDING)
)
_MEND = (
    update(RECEIVABLE)
    .where(RECEIVABLE.c.corp_id == _CORP, RECEIVABLE.c.id == bindparam("row_id"))
    .values(state=bindparam("right"), principal=bindparam("fen"), customer_id=bindparam("whose"))
)


def problems(work: Work, anchors: Mapping[int, str] = NO_ANCHORS) -> Iterator[Problem]:
    """Every problem in the company's books; nothing when they hold. Memory does not grow with the books.

    `anchors`: seq → hash as backups and digests wrote them down.
    """
    for history in histories(work):
        yield from check_customer(history)
    head = work.row(_HEAD)
    end = {head.next_seq - 1: head.head_hash} if head else {}
    yield from check_chain(links(work), {**anchors, **end})
    yield from _receivables_kept(work)
    yield from span_problems(work)
    yield from provision_problems(work)


def rebuild(work: Work) -> int:
    """Compute what is kept beside the journal again; how many rows were wrong."""
    wrong = work.execute(_REBUILD)
    for row in work.rows(_RECEIVABLES):
        values = {"fen": row.principal, "whose": row.kept_customer}
        if row.state == "open":
            values = {"fen": row.amount, "whose": row.customer_id}
        wrong += work.execute(_MEND, row_id=row.id, right=row.state, **values)
    return wrong


def histories(work: Work) -> Iterator[History]:
    """The books of each customer in each currency."""
    who = [row[0] for row in work.rows(_WHO)]
    for start in range(0, len(who), CUSTOMERS_AT_ONCE):
        these = who[start : start + CUSTOMERS_AT_ONCE]
        entries: dict[tuple[int, str], list[Entry]] = defaultdict(list)
        for row in work.rows(_ENTRIES, customers=these):
            entry = Entry(*row)
            entries[entry.customer_id, entry.currency].append(entry)
        allocations = _grouped(work.rows(_ALLOCATIONS, customers=these), AllocationRow)
        instalments = _grouped(work.rows(_INSTALMENTS, customers=these), InstalmentRow)
        for key, own in entries.items():
            yield History(key[0], tuple(own), tuple(allocations[key]), tuple(instalments[key]), key[1])


def _grouped(rows: Iterable[Any], make: Callable[..., Any]) -> dict[tuple[int, str], list[Any]]:
    groups: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0], row[1]].append(make(*row[2:]))
    return groups


def links(work: Work) -> Iterator[Link]:
    """Every entry in the order of seq with the rows that enter its hash; a few thousand at a time."""
    after = 0
    while rows := work.rows(_LINKS, after=after):
        until = rows[-1].seq
        effects = _effects(work, after, until)
        for row in rows:
            entry = Entry(*row[:-2])
            yield Link(entry, row.prev_hash, row.hash, tuple(effects.get(entry.id, ())))
        after = until


def _effects(work: Work, after: int, until: int) -> dict[int, list[tuple[str, ...]]]:
    """What each entry did, in the order in which `posting` puts it into the hash."""
    seqs = {"after": after, "until": until}
    effects: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for made in _made(work.rows(_MADE, **seqs), AllocationRow):
        effects[made.by_entry].append(made.canonical())
    for opened in _made(work.rows(_OPENED, **seqs), InstalmentRow):
        effects[opened.opened_by].append(opened.canonical_opening())
    for closed in _made(work.rows(_CLOSED, **seqs), InstalmentRow):
        effects[closed.closed_by].append(closed.canonical_closing())
    return effects


def _made(rows: Sequence[Any], make: Callable[..., Any]) -> list[Any]:
    return [make(*row) for row in rows]


def _receivables_kept(work: Work) -> Iterator[Problem]:
    for row in work.rows(_RECEIVABLES):
        expected = (row.state, row.amount, row.customer_id)
        found = (row.kept, row.principal, row.kept_customer)
        yield Problem("receivables_kept", "receivable", row.id, expected, found)
