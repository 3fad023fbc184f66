"""What was written off and is still claimed (账销案存): by customer, with what came of it after all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select

from ledger.money import CURRENCY
from storage.relations import CUSTOMER, ENTRY
from storage.work import Work


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """One customer in one currency: fen written off and fen recovered, both after reversals."""

    customer_id: int
    name: str
    owner: str
    written: int
    recovered: int
    last_on: date | None

    @property
    def left(self) -> int:
        """Fen still claimed, never below 0."""
        return max(0, self.written - self.recovered)


_KINDS = ("write_off", "recovery")


def _net(kind: str) -> Any:
    return func.sum(
        case(
            (ENTRY.c.kind == kind, ENTRY.c.amount),
            (ENTRY.c.reverses_kind == kind, -ENTRY.c.amount),
            else_=0,
        )
    )


_WRITTEN = _net("write_off")
_ALL = (
    select(
        CUSTOMER.c.id,
        CUSTOMER.c.name,
        CUSTOMER.c.owner,
        _WRITTEN,
        _net("recovery"),
        func.max(case((ENTRY.c.kind == "write_off", ENTRY.c.effective_on), else_=None)),
    )
    .join_from(
        ENTRY, CUSTOMER, and_(CUSTOMER.c.corp_id == ENTRY.c.corp_id, CUSTOMER.c.id == ENTRY.c.customer_id)
    )
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.currency == bindparam("currency"),
        or_(ENTRY.c.kind.in_(_KINDS), ENTRY.c.reverses_kind.in_(_KINDS)),
    )
    .group_by(CUSTOMER.c.id, CUSTOMER.c.name, CUSTOMER.c.owner)
    .having(_WRITTEN > 0)
    .order_by(_WRITTEN.desc(), CUSTOMER.c.id)
)
_OF = _ALL.where(ENTRY.c.customer_id == bindparam("customer"))
_OWNED = _ALL.where(CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))


def written_off(
    work: Work, owners: Collection[str] | None = None, *, currency: str = CURRENCY
) -> Sequence[WrittenOff]:
    """The largest first; of these owners' customers, None for everybody's."""
    wanted = _ALL if owners is None else _OWNED
    whose = {} if owners is None else {"owners": sorted(owners)}
    rows = work.rows(wanted, currency=currency, **whose)
    return [_view(row) for row in rows]


def written_off_of(work: Work, customer_id: int, *, currency: str = CURRENCY) -> WrittenOff | None:
    """None for a customer of whom nothing is written off."""
    row = work.row(_OF, currency=currency, customer=customer_id)
    return None if row is None else _view(row)


def _view(row: Any) -> WrittenOff:
    return WrittenOff(row[0], row[1], row[2], int(row[3]), int(row[4]), row[5])
