"""What a reminder run has to know, customer by customer, in batches: memory does not grow with the books."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, or_, select

from ledger.shield import Item, Promise
from storage.contacts import ContactView
from storage.customers import CustomerView
from storage.disputed import disputed_parts
from storage.positions import SIGNED
from storage.ranges import ABOVE, range_rows, within
from storage.relations import (
    CONTACT,
    CUSTOMER,
    ENTRY,
    FOLLOW_UP,
    HOLD,
    INSTALMENT,
    IS_OPEN,
    PROMISE,
    RECEIPT,
    STAGE_SAID,
)  # fmt: skip
from storage.stages import AUDIENCES
from storage.work import Work

CUSTOMERS_AT_ONCE = 500
CONTACT_DAYS = 30  # so far back a contact counts against a cap
_DRAFT_DAYS = 3

Reached = tuple[int | None, ...]  # in the order of `AUDIENCES`
Wanted = Callable[[date, Reached], bool]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open instalment with what was said of it: `reached` has the last stage of each of `AUDIENCES`."""

    item: Item
    currency: str
    reached: Reached


@dataclass(slots=True)
class Facts:
    """What is known of one customer. Money in fen by currency; `free` is not allocated, `reported` waits for finance.

    `items` are those that fell due by the day asked for, the others only in `owed` (outstanding − unallocated).
    `holds`: kind → last day, `date.max` for one without an end. A promise ends with its day, without grace.
    """

    customer: CustomerView
    items: list[OpenItem] = field(default_factory=list)
    owed: dict[str, int] = field(default_factory=dict)
    free: dict[str, int] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    disputed: bool = False
    holds: dict[str, date] = field(default_factory=dict)
    promises: list[Promise] = field(default_factory=list)
    people: list[ContactView] = field(default_factory=list)
    contacted: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Batch:
    """Customers with something wanted, and the id that the next batch comes after; None after the last."""

    facts: Sequence[Facts]
    last: int | None


_CUSTOMER = tuple(each.name for each in fields(CustomerView))
_CONTACT = tuple(each.name for each in fields(ContactView))
TODAY: Any = bindparam("today", type_=INSTALMENT.c.due_on.type)


_NEXT = (
    select(CUSTOMER.c.id)
    .where(CUSTOMER.c.corp_id == bindparam("corp"), CUSTOMER.c.id > ABOVE)
    .order_by(CUSTOMER.c.id)
    .limit(bindparam("most"))
    .subquery()
)
CUSTOMERS_RANGE = select(func.max(_NEXT.c.id), func.count())
THEIRS = and_(STAGE_SAID.c.corp_id == INSTALMENT.c.corp_id, STAGE_SAID.c.instalment_id == INSTALMENT.c.id)
_ITEMS = (
    select(
        INSTALMENT.c.customer_id, INSTALMENT.c.id, INSTALMENT.c.receivable_id, INSTALMENT.c.outstanding,
        INSTALMENT.c.issued_on, INSTALMENT.c.due_on, INSTALMENT.c.currency,
        *(STAGE_SAID.c[name] for name in AUDIENCES),
    )
    .join_from(INSTALMENT, STAGE_SAID, THEIRS, isouter=True)
    .where(within(INSTALMENT.c.customer_id), IS_OPEN, INSTALMENT.c.due_on <= bindparam("latest"))
)  # fmt: skip
_CUSTOMERS = select(*(CUSTOMER.c[name] for name in _CUSTOMER)).where(within(CUSTOMER.c.id))
OUTSTANDING = (
    select(INSTALMENT.c.customer_id, INSTALMENT.c.currency, func.sum(INSTALMENT.c.outstanding).label("fen"))
    .where(within(INSTALMENT.c.customer_id), IS_OPEN)
    .group_by(INSTALMENT.c.customer_id, INSTALMENT.c.currency)
)
BALANCES = (
    select(ENTRY.c.customer_id, ENTRY.c.currency, func.sum(SIGNED).label("fen"))
    .where(within(ENTRY.c.customer_id))
    .group_by(ENTRY.c.customer_id, ENTRY.c.currency)
)
REPORTED = (
    select(RECEIPT.c.customer_id, RECEIPT.c.currency, func.sum(RECEIPT.c.amount).label("fen"))
    .where(within(RECEIPT.c.customer_id), RECEIPT.c.state == "reported")
    .group_by(RECEIPT.c.customer_id, RECEIPT.c.currency)
)
HOLDS = select(HOLD.c.customer_id, HOLD.c.kind, HOLD.c.until).where(
    within(HOLD.c.customer_id), HOLD.c.state == "open", or_(HOLD.c.until.is_(None), HOLD.c.until >= TODAY)
)
PROMISES = select(
    PROMISE.c.customer_id, PROMISE.c.amount, PROMISE.c.fraction, PROMISE.c.day, PROMISE.c["items"]
).where(within(PROMISE.c.customer_id), PROMISE.c.state == "open")
_PEOPLE = (
    select(CONTACT.c.customer_id.label("whose"), *(CONTACT.c[name] for name in _CONTACT))
    .where(within(CONTACT.c.customer_id))
    .order_by(CONTACT.c.id)
)
CONTACTED = (
    select(STAGE_SAID.c.customer_id, STAGE_SAID.c.day)
    .distinct()
    .where(
        within(STAGE_SAID.c.customer_id),
        STAGE_SAID.c.day > bindparam("since"),
        STAGE_SAID.c.customer.is_not(None),
    )
)
_FORWARDED = select(FOLLOW_UP.c.customer_id, FOLLOW_UP.c.created_at).where(
    within(FOLLOW_UP.c.customer_id),
    FOLLOW_UP.c.kind == "sent",
    FOLLOW_UP.c.created_at >= bindparam("from_", type_=FOLLOW_UP.c.created_at.type),
)


def one_batch(
    work: Work, above: int, today: date, latest: date, wanted: Wanted, *, size: int = CUSTOMERS_AT_ONCE
) -> Batch:
    """The next customers whose ids are above this, with what fell due by `latest`, where something is wanted."""
    upto, count = work.one(CUSTOMERS_RANGE, above=above, most=size)
    if not count:
        return Batch((), None)
    between = {"above": above, "upto": upto}
    return Batch(facts_within(work, between, today, latest, wanted), upto if count == size else None)


def facts_of(work: Work, customers: Collection[int], today: date, latest: date = date.max) -> Iterator[Facts]:
    """These customers by their ids, whatever is due of them; one with nothing open is left out."""
    ordered = sorted(customers)
    for start in range(0, len(ordered), CUSTOMERS_AT_ONCE):
        part = ordered[start : start + CUSTOMERS_AT_ONCE]
        between = {"above": part[0] - 1, "upto": part[-1], "named": part}
        found = facts_within(work, between, today, latest, lambda *_: True)
        yield from sorted(found, key=lambda facts: facts.customer.id)


def facts_within(
    work: Work,
    between: Mapping[str, Any],
    today: date,
    latest: date,
    wanted: Wanted,
    only: Collection[int] | None = None,
) -> list[Facts]:
    """Of customers with ids above `between["above"]` and up to `between["upto"]`; with `only`, of those alone.

    With `between["named"]`, of those in the range that it names, and of nobody else a row is read.
    """
    items = _open_items(range_rows(work, _ITEMS, only, latest=latest, **between), wanted)
    if not items:
        return []
    found = {
        row.id: Facts(CustomerView(*row), items[row.id])
        for row in range_rows(work, _CUSTOMERS, items, **between)
    }
    _add_money(work, between, found)
    _add_obstacles(work, between, found, today, latest)
    _add_contacts(work, between, found, today)
    return list(found.values())


def _open_items(rows: Iterable[Any], wanted: Wanted) -> dict[int, list[OpenItem]]:
    """Of customers with at least one that is wanted: an item has a row for each day on which it was spoken of."""
    seen: dict[int, tuple[Any, Reached]] = {}
    for row in rows:
        said, known = row[7:], seen.get(row[1])
        if known is not None:
            said = tuple(map(later, known[1], said))
        seen[row[1]] = (row, said)
    named = {row[0] for row, said in seen.values() if wanted(row[5], said)}
    found: dict[int, list[OpenItem]] = defaultdict(list)
    for row, said in seen.values():
        if row[0] in named:
            item = Item(row[1], row[2], row[3], row[4], row[5])
            found[row[0]].append(OpenItem(item, row[6], said))
    return found


def later(one: int | None, other: int | None) -> int | None:
    """The later of two stages; None is none."""
    if one is None or other is None:
        return one if other is None else other
    return max(one, other)


def _add_money(work: Work, between: Mapping[str, Any], found: Mapping[int, Facts]) -> None:
    for row in range_rows(work, OUTSTANDING, found, **between):
        found[row.customer_id].free[row.currency] = int(row.fen)
    for row in range_rows(work, BALANCES, found, **between):
        facts = found[row.customer_id]
        facts.owed[row.currency] = int(row.fen)
        facts.free[row.currency] = facts.free.get(row.currency, 0) - int(row.fen)
    for row in range_rows(work, REPORTED, found, **between):
        found[row.customer_id].reported[row.currency] = int(row.fen)


def _add_obstacles(
    work: Work, between: Mapping[str, Any], found: Mapping[int, Facts], today: date, latest: date
) -> None:
    items = (one.item for facts in found.values() for one in facts.items)
    disputed = disputed_parts(work, between, latest, items)
    if disputed:
        for facts in found.values():
            facts.items = [_with_dispute(one, disputed.get(one.item.id, 0)) for one in facts.items]
            facts.disputed = any(one.item.disputed for one in facts.items)
    for row in range_rows(work, HOLDS, found, today=today, **between):
        holds, until = found[row.customer_id].holds, row.until or date.max
        holds[row.kind] = max(until, holds.get(row.kind, until))
    for row in range_rows(work, PROMISES, found, **between):
        found[row.customer_id].promises.append(_promise(row))


def _promise(row: Any) -> Promise:
    """A sum that was not named (“part”, the “rest”) is taken for all of the debts it names."""
    is_share = row.fraction not in ("", "part", "rest")
    share = Fraction(row.fraction).as_integer_ratio() if is_share else None
    named = frozenset(int(number) for number in json.loads(row.items or "[]"))
    return Promise(row.day, row.amount, named, share)


def _with_dispute(one: OpenItem, fen: int) -> OpenItem:
    return replace(one, item=replace(one.item, disputed=fen)) if fen else one


def _add_contacts(work: Work, between: Mapping[str, Any], found: Mapping[int, Facts], today: date) -> None:
    for row in range_rows(work, _PEOPLE, found, **between):
        found[row.whose].people.append(ContactView(*row[1:]))
    days = {key: facts.contacted for key, facts in found.items()}
    since = today - timedelta(CONTACT_DAYS)
    for row in range_rows(work, CONTACTED, days, since=since, **between):
        days[row.customer_id].append(row.day)
    add_forwarded(work, between, days, today)


def add_forwarded(
    work: Work, between: Mapping[str, Any], days: Mapping[int, list[date]], today: date
) -> None:
    """Add to the `days` of contact by customer those on which a text was passed on to him: a draft that was forwarded
    within some days is one contact, on the day on which he got it, and so is each text without a draft.
    """
    drafts = {key: list(known) for key, known in days.items()}
    zone = ZoneInfo(work.company.zone)
    since = today - timedelta(CONTACT_DAYS)
    first = datetime.combine(since + timedelta(1), time(), zone)
    for row in range_rows(work, _FORWARDED, days, from_=first, **between):
        day = row.created_at.astimezone(zone).date()
        drafted = drafts[row.customer_id]
        draft = next((one for one in drafted if 0 <= (day - one).days <= _DRAFT_DAYS), None)
        if draft is not None:
            drafted.remove(draft)
            days[row.customer_id].remove(draft)
        if day not in days[row.customer_id]:
            days[row.customer_id].append(day)
