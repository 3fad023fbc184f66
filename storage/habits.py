"""What a forecast rests on: how late each customer paid of late, and what is owed now."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, bindparam, func, literal_column, select

from ledger.forecast import EVERYONE, RECENT, Habits, Open
from ledger.money import CURRENCY
from storage.outcomes import PAID_ON, SETTLED_ON, WITH_MONEY
from storage.relations import CUSTOMER, INSTALMENT, IS_OPEN
from storage.work import Work

LOOK_BACK = timedelta(days=730)  # a habit of three years ago is none

_SETTLED = (
    select(INSTALMENT.c.customer_id, INSTALMENT.c.due_on, SETTLED_ON.label("settled_on"))
    .select_from(WITH_MONEY)
    .where(
        INSTALMENT.c.corp_id == bindparam("corp"),
        INSTALMENT.c.currency == bindparam("currency"),
        INSTALMENT.c.outstanding == literal_column("0"),
        INSTALMENT.c.due_on >= bindparam("since"),
        INSTALMENT.c.closed_by.is_(None),
    )
    .group_by(INSTALMENT.c.id, INSTALMENT.c.customer_id, INSTALMENT.c.due_on)
    .having(PAID_ON.is_not(None))
    .order_by(SETTLED_ON, INSTALMENT.c.id)
)
_SETTLED_OF = _SETTLED.where(INSTALMENT.c.customer_id == bindparam("customer"))
_OWED = (
    select(
        INSTALMENT.c.customer_id,
        CUSTOMER.c.name,
        CUSTOMER.c.owner,
        INSTALMENT.c.due_on,
        func.sum(INSTALMENT.c.outstanding).label("fen"),
    )
    .join_from(
        INSTALMENT,
        CUSTOMER,
        and_(CUSTOMER.c.corp_id == INSTALMENT.c.corp_id, CUSTOMER.c.id == INSTALMENT.c.customer_id),
    )
    .where(INSTALMENT.c.corp_id == bindparam("corp"), IS_OPEN, INSTALMENT.c.currency == bindparam("currency"))
    .group_by(INSTALMENT.c.customer_id, CUSTOMER.c.name, CUSTOMER.c.owner, INSTALMENT.c.due_on)
    .order_by(INSTALMENT.c.customer_id, INSTALMENT.c.due_on)
)
_OWED_TO = _OWED.where(CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))


@dataclass(frozen=True, slots=True)
class Owed:
    """What one customer owes of one due day (fen); `due_on` is None while its event is awaited."""

    customer_id: int
    name: str
    owner: str
    due_on: date | None
    fen: int

    def open(self) -> Open | None:
        """As a forecast takes it; None without a day."""
        return Open(self.customer_id, self.fen, self.due_on) if self.due_on else None


def habits(work: Work, today: date, *, currency: str = CURRENCY) -> Habits:
    """How late instalments were paid in the last two years, the newest `RECENT` of each customer."""
    own: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=RECENT))
    everyone: deque[int] = deque(maxlen=EVERYONE)
    for row in work.rows(_SETTLED, currency=currency, since=today - LOOK_BACK):
        days = (row.settled_on - row.due_on).days
        own[row.customer_id].append(days)
        everyone.append(days)
    return Habits({customer: tuple(days) for customer, days in own.items()}, tuple(everyone))


def own_habit(work: Work, customer_id: int, today: date, *, currency: str = CURRENCY) -> tuple[int, ...]:
    """One customer's newest `RECENT` delays, oldest first."""
    rows = work.rows(_SETTLED_OF, currency=currency, since=today - LOOK_BACK, customer=customer_id)
    return tuple((row.settled_on - row.due_on).days for row in rows[-RECENT:])


def owed(work: Work, owners: Collection[str] | None = None, *, currency: str = CURRENCY) -> Sequence[Owed]:
    """What is owed now by customer and due day: of these owners' customers, None for everybody's."""
    who = {} if owners is None else {"owners": sorted(owners)}
    rows = work.rows(_OWED if owners is None else _OWED_TO, currency=currency, **who)
    return [Owed(row.customer_id, row.name, row.owner, row.due_on, int(row.fen)) for row in rows]
