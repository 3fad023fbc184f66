"""What came and went in a period, by whose customer it was; what falls due; what was promised for these days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from ledger.money import CURRENCY
from storage.relations import CUSTOMER, ENTRY, INSTALMENT, IS_OPEN, PROMISE
from storage.work import Work

_PAID = ("payment", "recovery")
_LESS = ("credit_note", "discount")


@dataclass(frozen=True, slots=True)
class Movement:
    """Fen of a period: new debts, money that came, what was taken off and what was written off without money;
    reversals taken off.
    """

    debts: int = 0
    paid: int = 0
    less: int = 0
    written_off: int = 0

    def __add__(self, other: Movement) -> Movement:
        return Movement(
            self.debts + other.debts,
            self.paid + other.paid,
            self.less + other.less,
            self.written_off + other.written_off,
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A promise whose day has come or gone: `amount` None when no sum was named."""

    customer_id: int
    name: str
    owner: str
    day: date
    amount: int | None
    contact: str


@dataclass(frozen=True, slots=True)
class DueCustomer:
    """What one customer has to pay on some days, in fen; `day` is the first of them."""

    customer_id: int
    name: str
    owner: str
    fen: int
    day: date


_CORP: Any = bindparam("corp")
_DAY: Any = bindparam("day", type_=INSTALMENT.c.due_on.type)
_OF_CUSTOMER = and_(CUSTOMER.c.corp_id == ENTRY.c.corp_id, CUSTOMER.c.id == ENTRY.c.customer_id)
_MOVED = (
    select(CUSTOMER.c.owner, ENTRY.c.kind, ENTRY.c.reverses_kind, func.sum(ENTRY.c.amount))
    .join_from(ENTRY, CUSTOMER, _OF_CUSTOMER)
    .where(ENTRY.c.corp_id == _CORP, ENTRY.c.currency == bindparam("currency"))
    .group_by(CUSTOMER.c.owner, ENTRY.c.kind, ENTRY.c.reverses_kind)
)
_SINCE = _MOVED.where(
    ENTRY.c.recorded_at > bindparam("since", type_=ENTRY.c.recorded_at.type), ENTRY.c.effective_on <= _DAY
)
_BETWEEN = _MOVED.where(ENTRY.c.effective_on.between(bindparam("first"), bindparam("last")))
_PROMISED = (
    select(PROMISE.c.customer_id, CUSTOMER.c.name, CUSTOMER.c.owner, PROMISE.c.day, PROMISE.c.amount,
           PROMISE.c.contact)
    .join_from(
        PROMISE,
        CUSTOMER,
        and_(CUSTOMER.c.corp_id == PROMISE.c.corp_id, CUSTOMER.c.id == PROMISE.c.customer_id),
    )
    .where(
        PROMISE.c.corp_id == _CORP,
        or_(
            and_(PROMISE.c.state == "open", PROMISE.c.day <= _DAY),
            and_(PROMISE.c.state == "broken", PROMISE.c.day >= bindparam("since"), PROMISE.c.day < _DAY),
        ),
    )
    .order_by(PROMISE.c.day, CUSTOMER.c.name, PROMISE.c.id)
)  # fmt: skip
_DUE = (
    select(
        CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner, func.sum(INSTALMENT.c.outstanding).label("fen"),
        func.min(INSTALMENT.c.due_on).label("day"),
    )
    .join_from(
        INSTALMENT,
        CUSTOMER,
        and_(CUSTOMER.c.corp_id == INSTALMENT.c.corp_id, CUSTOMER.c.id == INSTALMENT.c.customer_id),
    )
    .where(
        INSTALMENT.c.corp_id == _CORP,
        IS_OPEN,
        INSTALMENT.c.currency == bindparam("currency"),
        INSTALMENT.c.due_on.between(_DAY, bindparam("last", type_=INSTALMENT.c.due_on.type)),
    )
    .group_by(CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner)
    .order_by(func.sum(INSTALMENT.c.outstanding).desc(), CUSTOMER.c.name)
)  # fmt: skip
_OWNERS = select(CUSTOMER.c.id, CUSTOMER.c.owner).where(CUSTOMER.c.corp_id == _CORP)


def owners_of(work: Work) -> dict[int, str]:
    """Who looks after each customer, "" for nobody."""
    return {row[0]: row[1] for row in work.rows(_OWNERS)}


def moved_since(work: Work, since: datetime, day: date, *, currency: str = CURRENCY) -> dict[str, Movement]:
    """By the customer's owner, what was recorded after the instant and counts by `day`."""
    return _moved(work.rows(_SINCE, since=since, day=day, currency=currency))


def moved_between(work: Work, first: date, last: date, *, currency: str = CURRENCY) -> dict[str, Movement]:
    """By the customer's owner, what is effective on these days, both included."""
    return _moved(work.rows(_BETWEEN, first=first, last=last, currency=currency))


def _moved(rows: Any) -> dict[str, Movement]:
    found: dict[str, Movement] = defaultdict(Movement)
    for owner, kind, reverses, fen in rows:
        sign, what = (-1, reverses) if kind == "reversal" else (1, kind)
        amount = sign * int(fen)
        if what == "debt" or what == "late_fee":
            found[owner] += Movement(debts=amount)
        elif what in _PAID:
            found[owner] += Movement(paid=amount)
        elif what in _LESS:
            found[owner] += Movement(less=amount)
        elif what == "write_off":
            found[owner] += Movement(written_off=amount)
    return dict(found)


def words_come_due(work: Work, since: date, day: date) -> list[Word]:
    """Open promises for `day` or before, and those from `since` on that were broken, the earliest first."""
    return [Word(*row) for row in work.rows(_PROMISED, since=since, day=day)]


def due_between(work: Work, first: date, last: date, *, currency: str = CURRENCY) -> list[DueCustomer]:
    """Who has to pay on these days, both included, the largest sum first."""
    rows = work.rows(_DUE, day=first, last=last, currency=currency)
    return [DueCustomer(row.id, row.name, row.owner, int(row.fen), row.day) for row in rows]
