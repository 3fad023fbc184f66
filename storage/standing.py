"""How customers stand: what a grade and the signs of trouble are taken from, some hundred customers at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select

from ledger.credit import Limit, limit_on
from ledger.forecast import usual_delay
from ledger.grade import Paid, Record
from ledger.money import CURRENCY
from ledger.warning import Signs
from storage.outcomes import WITH_MONEY
from storage.positions import SIGNED
from storage.ranges import day_of, tuples, within
from storage.relations import (
    ALLOCATION,
    CUSTOMER,
    DISPUTE,
    ENTRY,
    INSTALMENT,
    LIMIT_GRANT,
    PROMISE,
    RECEIVABLE,
)
from storage.work import Work

LOOK_BACK = timedelta(days=731)  # 24 months
A_YEAR = timedelta(days=365)
QUARTER = timedelta(days=91)
LATELY = 3  # settled instalments that show the rhythm of now


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer: who he is, what a grade rests on, and what signs are looked for in."""

    customer_id: int
    name: str
    owner: str
    letter: str
    record: Record
    signs: Signs


@dataclass(slots=True)
class _Facts:
    """What was read of one customer."""

    paid: list[Paid] = field(default_factory=list)
    delays: list[tuple[int, int]] = field(default_factory=list)  # (ordinal of the day, days late) if settled
    overdue: int = 0
    late_since: int | None = None  # as the ordinal of that day
    net: int = 0
    net_before: int = 0
    received: int = 0
    received_before: int = 0
    first_debt: date | None = None
    broken: int = 0
    disputes: int = 0
    granted: list[Limit] = field(default_factory=list)


_NEXT = (
    select(CUSTOMER.c.id)
    .where(
        CUSTOMER.c.corp_id == bindparam("corp"),
        CUSTOMER.c.id > bindparam("after"),
        select(RECEIVABLE.c.id)
        .where(RECEIVABLE.c.corp_id == CUSTOMER.c.corp_id, RECEIVABLE.c.customer_id == CUSTOMER.c.id)
        .exists(),
    )
    .order_by(CUSTOMER.c.id)
    .limit(bindparam("most"))
)
_WHO = select(
    CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner, CUSTOMER.c.grade, CUSTOMER.c.credit_limit
).where(within(CUSTOMER.c.id))
# A row for each payment or other money on an instalment, one for each without: grouped in Python, which takes less
# time than in the database.
_ENDED = (
    select(
        INSTALMENT.c.customer_id,
        INSTALMENT.c.id,
        INSTALMENT.c.outstanding,
        INSTALMENT.c.due_on,
        ALLOCATION.c.effective_on,
        ENTRY.c.kind,
    )
    .select_from(WITH_MONEY)
    .where(
        within(INSTALMENT.c.customer_id),
        INSTALMENT.c.currency == bindparam("currency"),
        INSTALMENT.c.closed_by.is_(None),
        or_(INSTALMENT.c.due_on >= bindparam("since"), INSTALMENT.c.outstanding > 0),
        INSTALMENT.c.due_on.is_not(None),
    )
)
_MONEY = case(
    (ENTRY.c.kind == "payment", ENTRY.c.amount),
    (ENTRY.c.reverses_kind == "payment", -ENTRY.c.amount),
    else_=0,
)
_MOVED = (
    select(
        ENTRY.c.customer_id,
        func.sum(SIGNED).label("net"),
        func.sum(case((ENTRY.c.effective_on < bindparam("lately"), SIGNED), else_=0)).label("net_before"),
        func.sum(case((ENTRY.c.effective_on >= bindparam("lately"), _MONEY), else_=0)).label("received"),
        func.sum(
            case(
                (
                    and_(
                        ENTRY.c.effective_on >= bindparam("before"),
                        ENTRY.c.effective_on < bindparam("lately"),
                    ),
                    _MONEY,
                ),
                else_=0,
            )
        ).label("received_before"),
        func.min(case((ENTRY.c.kind == "debt", ENTRY.c.effective_on), else_=None)).label("first_debt"),
    )
    .where(
        within(ENTRY.c.customer_id),
        ENTRY.c.currency == bindparam("currency"),
    )
    .group_by(ENTRY.c.customer_id)
)
_BROKEN = (
    select(PROMISE.c.customer_id, func.count().label("number"))
    .where(
        within(PROMISE.c.customer_id),
        PROMISE.c.state == "broken",
        PROMISE.c.day >= bindparam("since"),
    )
    .group_by(PROMISE.c.customer_id)
)
_DISPUTED = (
    select(DISPUTE.c.customer_id, func.count().label("number"))
    .where(
        within(DISPUTE.c.customer_id),
        DISPUTE.c.state != "withdrawn",
        DISPUTE.c.created_at >= bindparam("since", type_=DISPUTE.c.created_at.type),
    )
    .group_by(DISPUTE.c.customer_id)
)
_GRANTED = select(LIMIT_GRANT.c.customer_id, LIMIT_GRANT.c.fen, LIMIT_GRANT.c.until).where(
    within(LIMIT_GRANT.c.customer_id),
    LIMIT_GRANT.c.state == "open",
    LIMIT_GRANT.c.until >= bindparam("today"),
)


def customers_after(work: Work, customer_id: int, *, most: int) -> Sequence[int]:
    """Ids of customers that ever owed something, in order, from behind `customer_id` (0: from the first)."""
    return [row.id for row in work.rows(_NEXT, after=customer_id, most=most)]


def standings(
    work: Work, customers: Sequence[int], today: date, *, currency: str = CURRENCY
) -> Sequence[Standing]:
    """How these customers stand today, in the order of their ids.

    All between the first and the last id is read: give one customer, or some hundred of `customers_after`.
    """
    if not customers:
        return []
    between = {"above": min(customers) - 1, "upto": max(customers)}
    facts, wanted = _facts(work, between, today, currency), set(customers)
    rows = sorted((row for row in work.rows(_WHO, **between) if row.id in wanted), key=lambda row: row.id)
    return [_standing(row, facts[row.id], today) for row in rows]


def _facts(work: Work, between: Mapping[str, int], today: date, currency: str) -> Mapping[int, _Facts]:
    found: dict[int, _Facts] = defaultdict(_Facts)
    ended = tuples(work, _ENDED, currency=currency, since=today - LOOK_BACK, **between)
    _take_instalments(found, ended, today.toordinal())
    days = {"lately": today - QUARTER, "before": today - 2 * QUARTER}
    for row in work.rows(_MOVED, currency=currency, **days, **between):
        of = found[row.customer_id]
        of.net, of.net_before = int(row.net), int(row.net_before)
        of.received, of.received_before = int(row.received), int(row.received_before)
        of.first_debt = row.first_debt
    for row in work.rows(_BROKEN, since=today - A_YEAR, **between):
        found[row.customer_id].broken = row.number
    for row in work.rows(_DISPUTED, since=work.now - LOOK_BACK, **between):
        found[row.customer_id].disputes = row.number
    for row in work.rows(_GRANTED, today=today, **between):
        found[row.customer_id].granted.append(Limit(row.fen, row.until))
    return found


def _settled(rows: Sequence[Any]) -> Iterable[Any]:
    """A row for each instalment: the day of its last money, and `payment` where any of it is a payment."""
    seen = {row[1]: row for row in rows}
    if len(seen) < len(rows):
        seen = {}
        for row in rows:
            known = seen.get(row[1], row)
            kind = known[5] if known[5] == "payment" else row[5]
            seen[row[1]] = (*row[:4], known[4] and max(known[4], row[4]), kind)
    return seen.values()


class _Days(dict[Any, tuple[int, int]]):
    """(ordinal, months until today) of days as the driver gave them: among some thousand rows there are few."""

    def __init__(self, today: int) -> None:
        self._today = today

    def __missing__(self, value: Any) -> tuple[int, int]:
        ordinal = day_of(value).toordinal()
        found = self[value] = (ordinal, _months(self._today - ordinal))
        return found


def _take_instalments(found: dict[int, _Facts], rows: Sequence[Any], today: int) -> None:
    """Settled by a payment it shows a delay; owed past its day it is overdue; returned, it says nothing."""
    days = _Days(today)
    for customer_id, _, outstanding, due_on, settled_on, kind in _settled(rows):
        due, months = days[due_on]
        facts = found[customer_id]
        if not outstanding:
            if kind != "payment":
                continue
            settled, _ = days[settled_on]
            late = settled - due
            facts.delays.append((settled, late))
        elif due < today:
            late = today - due
            facts.overdue += outstanding
            facts.late_since = min(facts.late_since or due, due)
        else:
            continue
        facts.paid.append(Paid(late, months))


def _months(days: int) -> int:
    return days * 1_200 // 36_525 if days > 0 else 0  # a year has 365.25 days


def _standing(row: Any, facts: _Facts, today: date) -> Standing:
    days_late = today.toordinal() - facts.late_since if facts.late_since else 0
    used = max(0, facts.net)
    months = _months((today - facts.first_debt).days) if facts.first_debt else 0
    limit = limit_on(today, row.credit_limit, facts.granted if row.credit_limit is not None else ())
    share = Fraction(used, limit) if limit else None
    record = Record(tuple(facts.paid), days_late, facts.broken, share, facts.disputes, months)
    delays = [late for _, late in sorted(facts.delays)]
    paid_late = sum([late > 0 for late in delays])
    signs = Signs(
        late_since=date.fromordinal(facts.late_since) if facts.late_since else None,
        days_late=days_late,
        paid_in_time=len(delays) - paid_late,
        paid_late=paid_late,
        usual_delay=usual_delay(delays[:-LATELY]) if len(delays) >= 2 * LATELY else None,
        recent_delay=usual_delay(delays[-LATELY:]) if len(delays) >= 2 * LATELY else None,
        exposure=used,
        overdue=facts.overdue,
        broken_promises=facts.broken,
        exposure_before=max(0, facts.net_before),
        paid=facts.received,
        paid_before=facts.received_before,
        limit=limit,
    )
    return Standing(row.id, row.name, row.owner, row.grade, record, signs)
