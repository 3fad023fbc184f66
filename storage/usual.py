"""The usual customers of a reminder run, with nothing between a debt and a word: read as plain rows.

Of nearly everybody no more is asked than when something fell due and what was said of it. A customer with a promise, a
dispute, a hold, money of his own or a rule of his own is read in full (`storage.dunning`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, case, exists, func, literal_column, or_, select, union_all

from storage.contacts import ADDRESSED
from storage.dunning import (
    BALANCES,
    CONTACT_DAYS,
    CONTACTED,
    CUSTOMERS_RANGE,
    OUTSTANDING,
    THEIRS,
    TODAY,
    Facts,
    Wanted,
    add_forwarded,
    facts_within,
    later,
)
from storage.ranges import day_of, tuples, within
from storage.relations import (
    CONTACT,
    CUSTOMER,
    DISPUTE,
    HOLD,
    INSTALMENT,
    IS_OPEN,
    PROMISE,
    RECEIPT,
    STAGE_SAID,
)
from storage.stages import AUDIENCES
from storage.work import Work

# (customer, id, outstanding, issued on, due on, last stage of each audience); days as the driver gives them. When it
# was issued is None of what is late: it matters to what is not due yet, which is left alone for half of its term.
Due = tuple[Any, ...]
Usual = tuple[int, str, str]  # id, category, grade


@dataclass(frozen=True, slots=True)
class Page:
    """Customers with something wanted, and the id that the next page comes after; None after the last.

    `usual` can be reached by a task. `due` and `contacted` (the days of the last month) by customer id.
    """

    usual: Sequence[Usual]
    due: Mapping[int, Sequence[Due]]
    contacted: Mapping[int, list[date]]
    others: Sequence[Facts]
    last: int | None


@dataclass(frozen=True, slots=True)
class Apart:
    """Who is read in full by the rules: who owes less than `minimum` fen, and customers with rules of their `own`."""

    minimum: int = 0
    own: frozenset[int] = frozenset()


_DUE = (
    select(
        INSTALMENT.c.customer_id, INSTALMENT.c.id, INSTALMENT.c.outstanding,
        case((INSTALMENT.c.due_on >= TODAY, INSTALMENT.c.issued_on)), INSTALMENT.c.due_on,
        *(STAGE_SAID.c[name] for name in AUDIENCES),
    )
    .join_from(INSTALMENT, STAGE_SAID, THEIRS, isouter=True)
    .where(within(INSTALMENT.c.customer_id), IS_OPEN, INSTALMENT.c.due_on <= bindparam("latest"))
)  # fmt: skip
_IS_REACHED = exists().where(
    CONTACT.c.corp_id == CUSTOMER.c.corp_id,
    CONTACT.c.customer_id == CUSTOMER.c.id,
    CONTACT.c.role.in_(ADDRESSED),
    CONTACT.c.external_userid != "",
    CONTACT.c.do_not_contact.is_(False),
)
_CUSTOMERS = select(CUSTOMER.c.id, CUSTOMER.c.category, CUSTOMER.c.grade).where(
    within(CUSTOMER.c.id), CUSTOMER.c.state == "active", CUSTOMER.c.released, _IS_REACHED
)
_STOPPED = union_all(
    *(
        select(table.c.customer_id).where(within(table.c.customer_id), table.c.state == state)
        for table, state in ((HOLD, "open"), (PROMISE, "open"), (DISPUTE, "open"), (RECEIPT, "reported"))
    )
)
_OWED = OUTSTANDING.subquery()
_BALANCE = BALANCES.subquery()
_NONE: Any = literal_column("0")
_SUMS = union_all(
    select(_OWED.c.customer_id, _OWED.c.currency, _OWED.c.fen.label("owed"), _NONE.label("balance")),
    select(_BALANCE.c.customer_id, _BALANCE.c.currency, _NONE, _BALANCE.c.fen),
).subquery()
# Whoever has money that is not allocated, or owes too little; sums of everybody else never leave the database.
_APART = (
    select(_SUMS.c.customer_id)
    .group_by(_SUMS.c.customer_id, _SUMS.c.currency)
    .having(
        or_(
            func.sum(_SUMS.c.owed) != func.sum(_SUMS.c.balance),
            func.sum(_SUMS.c.balance) < bindparam("minimum"),
        )
    )
)


def one_page(
    work: Work,
    above: int,
    today: date,
    latest: date,
    wanted: Wanted,
    apart: Apart | None,
    *,
    size: int,
) -> Page:
    """The next customers whose ids are above this, with what fell due by `latest`, where something is wanted.

    All of them in full without `apart`.
    """
    upto, count = work.one(CUSTOMERS_RANGE, above=above, most=size)
    if not count:
        return Page((), {}, {}, (), None)
    between = {"above": above, "upto": upto}
    due = _wanted(tuples(work, _DUE, today=today, latest=latest, **between), wanted)
    last = upto if count == size else None
    usual = [] if apart is None else _usual(work, between, due, apart)
    others = due.keys() - {one[0] for one in usual}
    facts = facts_within(work, between, today, latest, wanted, others) if others else []
    return Page(usual, due, _contacted(work, between, usual, today), facts, last)


def _wanted(rows: list[Due], wanted: Wanted) -> dict[int, list[Due]]:
    """By customer; an item has a row for each day on which it was spoken of."""
    if len({row[1] for row in rows}) < len(rows):
        rows = _merged(rows)
    known: dict[Due, bool] = {}
    found: dict[int, list[Due]] = defaultdict(list)
    for row in rows:
        of = row[4:]
        if of not in known:
            known[of] = wanted(day_of(of[0]), of[1:])
        if known[of]:
            found[row[0]].append(row)
    return found


def _merged(rows: list[Due]) -> list[Due]:
    seen: dict[int, Due] = {}
    for row in rows:
        known = seen.get(row[1])
        seen[row[1]] = row if known is None else row[:5] + tuple(map(later, known[5:], row[5:]))
    return list(seen.values())


def _usual(work: Work, between: Mapping[str, int], due: Mapping[int, Any], apart: Apart) -> list[Usual]:
    left_out = {row[0] for row in tuples(work, _APART, minimum=apart.minimum, **between)} | apart.own
    left_out.update(row[0] for row in tuples(work, _STOPPED, **between))
    rows = tuples(work, _CUSTOMERS, **between)
    return [row for row in rows if row[0] in due and row[0] not in left_out]


def _contacted(
    work: Work, between: Mapping[str, int], usual: Sequence[Usual], today: date
) -> dict[int, list[date]]:
    if not usual:
        return {}
    days: dict[int, list[date]] = {one[0]: [] for one in usual}
    rows = tuples(work, CONTACTED, since=today - timedelta(CONTACT_DAYS), **between)
    known = {value: day_of(value) for value in {row[1] for row in rows}}
    for customer, day in sorted(rows):
        if customer in days:
            days[customer].append(known[day])
    add_forwarded(work, between, days, today)
    return days
