"""What was promised and how it ended, and what was done to get the money, in a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, select

from storage.relations import CUSTOMER, FOLLOW_UP, INSTALMENT, PROMISE, STAGE_SAID
from storage.work import Work

DECIDED = ("kept", "partly", "broken", "renegotiated")


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise whose day lies in the period; `amount` None when no sum was named."""

    customer_id: int
    customer: str
    owner: str
    day: date
    amount: int | None
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Done:
    """A line of the collection log: `kind` as in `storage.follow_ups.KINDS`, `at` in UTC."""

    at: datetime
    customer_id: int
    customer: str
    owner: str
    kind: str
    channel: str
    by: str
    person: str
    words: str
    result: str
    next_on: date | None


_PROMISED = (
    select(
        PROMISE.c.customer_id,
        CUSTOMER.c.name,
        CUSTOMER.c.owner,
        PROMISE.c.day,
        PROMISE.c.amount,
        PROMISE.c.state,
        PROMISE.c.words,
    )
    .join_from(
        PROMISE,
        CUSTOMER,
        and_(CUSTOMER.c.corp_id == PROMISE.c.corp_id, CUSTOMER.c.id == PROMISE.c.customer_id),
    )
    .where(
        PROMISE.c.corp_id == bindparam("corp"),
        PROMISE.c.day.between(bindparam("first"), bindparam("last")),
        PROMISE.c.state.in_(DECIDED),
    )
    .order_by(PROMISE.c.day.desc(), PROMISE.c.id.desc())
)
_DONE = (
    select(
        FOLLOW_UP.c.created_at,
        FOLLOW_UP.c.customer_id,
        CUSTOMER.c.name,
        CUSTOMER.c.owner,
        FOLLOW_UP.c.kind,
        FOLLOW_UP.c.channel,
        FOLLOW_UP.c.noted_by,
        FOLLOW_UP.c.person,
        FOLLOW_UP.c.words,
        FOLLOW_UP.c.result,
        FOLLOW_UP.c.next_on,
    )
    .join_from(
        FOLLOW_UP,
        CUSTOMER,
        and_(CUSTOMER.c.corp_id == FOLLOW_UP.c.corp_id, CUSTOMER.c.id == FOLLOW_UP.c.customer_id),
    )
    .where(
        FOLLOW_UP.c.corp_id == bindparam("corp"),
        FOLLOW_UP.c.created_at.between(
            bindparam("since", type_=FOLLOW_UP.c.created_at.type),
            bindparam("until", type_=FOLLOW_UP.c.created_at.type),
        ),
    )
    .order_by(FOLLOW_UP.c.created_at.desc(), FOLLOW_UP.c.id.desc())
)
_NOTED_SINCE = (
    select(FOLLOW_UP.c.customer_id)
    .where(
        FOLLOW_UP.c.corp_id == bindparam("corp"),
        FOLLOW_UP.c.customer_id.is_not(None),
        FOLLOW_UP.c.created_at >= bindparam("since", type_=FOLLOW_UP.c.created_at.type),
    )
    .distinct()
)
_TOLD = (
    select(STAGE_SAID.c.day, STAGE_SAID.c.customer_id, CUSTOMER.c.name, CUSTOMER.c.owner, func.count())
    .join_from(
        STAGE_SAID,
        CUSTOMER,
        and_(CUSTOMER.c.corp_id == STAGE_SAID.c.corp_id, CUSTOMER.c.id == STAGE_SAID.c.customer_id),
    )
    .join(
        INSTALMENT,
        and_(INSTALMENT.c.corp_id == STAGE_SAID.c.corp_id, INSTALMENT.c.id == STAGE_SAID.c.instalment_id),
    )
    .where(
        STAGE_SAID.c.corp_id == bindparam("corp"),
        STAGE_SAID.c.customer.is_not(None),
        # What an instalment inherited in a merge was said of the one before.
        INSTALMENT.c.opened_on <= STAGE_SAID.c.day,
        STAGE_SAID.c.day.between(bindparam("first"), bindparam("last")),
    )
    .group_by(STAGE_SAID.c.day, STAGE_SAID.c.customer_id, CUSTOMER.c.name, CUSTOMER.c.owner)
)


def promised(work: Work, first: date, last: date) -> Sequence[Promised]:
    """Promises for these days that have ended, the newest first."""
    return [Promised(*row) for row in work.rows(_PROMISED, first=first, last=last)]


def done(work: Work, since: datetime, until: datetime) -> Sequence[Done]:
    """What was noted between the instants, the newest first."""
    return [Done(*row) for row in work.rows(_DONE, since=since, until=until)]


def told(work: Work, first: date, last: date) -> Mapping[tuple[date, int], tuple[str, str]]:
    """(day, customer) → (name, owner) of reminders to customers on these days."""
    return {(row[0], row[1]): (row[2], row[3]) for row in work.rows(_TOLD, first=first, last=last)}


def touched(work: Work, since: datetime, first: date, last: date) -> frozenset[int]:
    """Customers about whom something was noted since the instant, or who were reminded on these days."""
    noted = {row.customer_id for row in work.rows(_NOTED_SINCE, since=since)}
    return frozenset(noted | {customer for _, customer in told(work, first, last)})
