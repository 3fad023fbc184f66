"""What each person did in a period, for `ledger.misuse`; and the postings behind one sign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select, type_coerce

from ledger.entries import KINDS, microseconds
from ledger.misuse import BACKDATED_DAYS, GRACE_DAYS, Deeds, is_near
from storage.relations import CUSTOMER, ENTRY, INSTALMENT, IS_OPEN, RECEIPT, RECEIVABLE, STAFF
from storage.work import Work

_DAY = 86_400_000_000  # microseconds
_FACTS = ("debt", "payment", "credit_note", "discount")
_recorded = type_coerce(ENTRY.c.recorded_at, BigInteger)
_DAY_RECORDED = (
    (_recorded + bindparam("offset", type_=BigInteger)) // bindparam("a_day", type_=BigInteger)
).label("on_day")
_MONEY = tuple(name for name, kind in KINDS.items() if kind.carries_money)
# By hand, not by an import or a merge.
_BY_HAND = and_(
    ENTRY.c.corp_id == bindparam("corp"),
    ENTRY.c.run_id.is_(None),
    ENTRY.c.reason != "merge",
    or_(ENTRY.c.kind.in_(_MONEY), and_(ENTRY.c.kind == "reversal", ENTRY.c.reason == "mistake")),
    _recorded >= bindparam("since", type_=BigInteger),
    _recorded < bindparam("until", type_=BigInteger),
)
_POSTED = (
    select(
        ENTRY.c.actor, ENTRY.c.kind, ENTRY.c.effective_on, _DAY_RECORDED, func.count().label("number"),
        func.sum(ENTRY.c.amount).label("fen"),
    )
    .where(_BY_HAND)
    .group_by(ENTRY.c.actor, ENTRY.c.kind, ENTRY.c.effective_on, "on_day")
)  # fmt: skip
_DISCOUNTS = select(ENTRY.c.actor, ENTRY.c.amount).where(_BY_HAND, ENTRY.c.kind == "discount")
_CASH = (
    select(
        RECEIPT.c.holder,
        func.sum(RECEIPT.c.amount).label("fen"),
        func.min(RECEIPT.c.received_on).label("since"),
    )
    .where(
        RECEIPT.c.corp_id == bindparam("corp"),
        RECEIPT.c.account == "cash",
        RECEIPT.c.handed_over.is_(False),
        RECEIPT.c.state.in_(("reported", "confirmed")),
        RECEIPT.c.holder != "",
    )
    .group_by(RECEIPT.c.holder)
)
_LEFT = (
    select(
        STAFF.c.userid, func.sum(INSTALMENT.c.outstanding).label("fen"),
        func.count(CUSTOMER.c.id.distinct()).label("customers"),
    )
    .join_from(STAFF, CUSTOMER, and_(CUSTOMER.c.corp_id == STAFF.c.corp_id, CUSTOMER.c.owner == STAFF.c.userid))
    .join(INSTALMENT, and_(INSTALMENT.c.corp_id == CUSTOMER.c.corp_id, INSTALMENT.c.customer_id == CUSTOMER.c.id))
    .where(STAFF.c.corp_id == bindparam("corp"), STAFF.c.active.is_(False), IS_OPEN)
    .group_by(STAFF.c.userid)
)  # fmt: skip
_BEHIND = (
    select(
        ENTRY.c.kind, ENTRY.c.amount, ENTRY.c.effective_on, ENTRY.c.recorded_at, ENTRY.c.reverses_kind,
        CUSTOMER.c.name, func.coalesce(RECEIVABLE.c.number, RECEIPT.c.number, 0).label("number"),
    )
    .join_from(ENTRY, CUSTOMER, and_(CUSTOMER.c.corp_id == ENTRY.c.corp_id, CUSTOMER.c.id == ENTRY.c.customer_id))
    .outerjoin(RECEIVABLE, and_(RECEIVABLE.c.corp_id == ENTRY.c.corp_id, RECEIVABLE.c.id == ENTRY.c.receivable_id))
    .outerjoin(RECEIPT, and_(RECEIPT.c.corp_id == ENTRY.c.corp_id, RECEIPT.c.id == ENTRY.c.receipt_id))
    .where(_BY_HAND, ENTRY.c.actor == bindparam("who"))
    .order_by(ENTRY.c.amount.desc(), ENTRY.c.seq)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period, both included, in the company's zone."""

    first: date
    last: date
    zone: str

    @property
    def binds(self) -> dict[str, int]:
        start = datetime.combine(self.first, time(), ZoneInfo(self.zone))
        end = datetime.combine(self.last + timedelta(1), time(), ZoneInfo(self.zone))
        offset = start.utcoffset() or timedelta()
        return {
            "since": microseconds(start),
            "until": microseconds(end),
            "offset": offset // timedelta(microseconds=1),
            "a_day": _DAY,
        }


@dataclass(frozen=True, slots=True)
class Behind:
    """A posting behind a sign: #number (0 for none), customer, fen, its day and the day it was told."""

    kind: str
    number: int
    customer: str
    fen: int
    day: date
    told_on: date


def deeds(work: Work, span: Span, limits: Mapping[str, int], today: date) -> list[Deeds]:
    """Everybody's deeds, by userid. `limits`: userid → fen of discount that he may give without asking."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in work.rows(_POSTED, **span.binds):
        _count(
            found[row.actor],
            row.kind,
            row.effective_on,
            date(1970, 1, 1) + timedelta(int(row.on_day)),
            int(row.number),
            int(row.fen),
        )
    for actor, fen in work.rows(_DISCOUNTS, **span.binds):
        found[actor]["discounts"] += 1
        if is_near(fen, limits.get(actor, 0)):
            found[actor]["near"] += 1
            found[actor]["near_fen"] += fen
    for row in work.rows(_CASH):
        found[row.holder] |= {"cash": int(row.fen), "cash_days": (today - row.since).days}
    for row in work.rows(_LEFT):
        found[row.userid] |= {"left_owing": int(row.fen), "left_customers": int(row.customers)}
    return [Deeds(person, **numbers) for person, numbers in sorted(found.items())]


def _count(own: dict[str, int], kind: str, day: date, told_on: date, number: int, fen: int) -> None:
    if kind == "reversal":
        own["undone"] += number
        own["undone_fen"] += fen
        if is_after_close(day, told_on):
            own["after_close"] += number
            own["after_close_fen"] += fen
        return
    own["posted"] += number
    if kind in _FACTS and is_backdated(day, told_on):
        own["backdated"] += number
        own["backdated_fen"] += fen


def is_backdated(day: date, told_on: date) -> bool:
    return (told_on - day).days > BACKDATED_DAYS


def is_after_close(day: date, told_on: date) -> bool:
    """A change to a month that was over, later than its grace days."""
    return (day.year, day.month) < (told_on.year, told_on.month) and (
        told_on.day > GRACE_DAYS or (told_on - day).days > 31 + GRACE_DAYS
    )


def behind(work: Work, span: Span, who: str, kind: str, limit: int) -> Sequence[Behind]:
    """The postings of one person behind a sign of this kind, the largest first; none for cash and who left."""
    rows = [_behind(row, span.zone) for row in work.rows(_BEHIND, who=who, **span.binds)]
    tests: Mapping[str, Any] = {
        "undone": lambda one: one.kind == "reversal",
        "after_close": lambda one: one.kind == "reversal" and is_after_close(one.day, one.told_on),
        "backdated": lambda one: one.kind in _FACTS and is_backdated(one.day, one.told_on),
        "near_limit": lambda one: one.kind == "discount" and is_near(one.fen, limit),
    }
    return [one for one in rows if kind in tests and tests[kind](one)]


def _behind(row: Any, zone: str) -> Behind:
    told_on = row.recorded_at.astimezone(ZoneInfo(zone)).date()
    return Behind(row.kind, int(row.number), row.name, row.amount, row.effective_on, told_on)
