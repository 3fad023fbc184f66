"""How often a customer takes goods, from the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, func, select

from storage.relations import ENTRY, RECEIVABLE
from storage.work import Work

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Trading:
    """Debts that stand: how many in the last year, and the days of the first and last of all (None without any)."""

    times: int
    first_on: date | None
    last_on: date | None

    @property
    def every_days(self) -> int | None:
        """Days from one to the next in the last year, rounded; None below three."""
        return None if self.times < 3 else round(A_YEAR.days / self.times)


_OF = select(func.min(RECEIVABLE.c.issued_on), func.max(RECEIVABLE.c.issued_on)).where(
    RECEIVABLE.c.corp_id == bindparam("corp"),
    RECEIVABLE.c.customer_id == bindparam("customer"),
    RECEIVABLE.c.state == "open",
)
_LATELY = select(func.count()).where(
    RECEIVABLE.c.corp_id == bindparam("corp"),
    RECEIVABLE.c.customer_id == bindparam("customer"),
    RECEIVABLE.c.state == "open",
    RECEIVABLE.c.issued_on > bindparam("since"),
)


_PAID = (
    select(ENTRY.c.id)
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.customer_id == bindparam("customer"),
        ENTRY.c.kind == "payment",
    )
    .limit(1)
)


def has_paid(work: Work, customer_id: int) -> bool:
    """Whether any payment of his was ever booked."""
    return work.row(_PAID, customer=customer_id) is not None


def trading(work: Work, customer_id: int, today: date) -> Trading:
    first, last = work.one(_OF, customer=customer_id)
    return Trading(int(work.one(_LATELY, customer=customer_id, since=today - A_YEAR)[0]), first, last)
