"""Holds: what must not be done to a customer for a while, or until somebody says so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from storage.relations import CUSTOMER, HOLD
from storage.work import Work

KINDS = ("contact", "delivery", "lawyer", "no_contact")


@dataclass(frozen=True, slots=True)
class HoldView:
    """See `storage.tables.chasing.Hold`."""

    id: int
    customer_id: int
    kind: str
    until: date | None
    reason: str
    words: str
    held_by: str
    approved_by: str
    renewed: int
    state: str
    lifted_by: str
    lifted_at: datetime | None
    message_id: int | None
    created_at: datetime


_NAMES = tuple(field.name for field in fields(HoldView))
_OURS = select(*(HOLD.c[name] for name in _NAMES)).where(HOLD.c.corp_id == bindparam("corp"))
_OF = _OURS.where(HOLD.c.customer_id == bindparam("customer")).order_by(HOLD.c.created_at, HOLD.c.id)
_LASTS = or_(HOLD.c.until.is_(None), HOLD.c.until >= bindparam("today"))
_ACTIVE = _OURS.where(HOLD.c.state == "open", _LASTS).order_by(
    HOLD.c.until.is_(None), HOLD.c.until, HOLD.c.id
)
_ACTIVE_OF = _ACTIVE.where(HOLD.c.customer_id == bindparam("customer"))
_ACTIVE_OWNED = _OURS.join(
    CUSTOMER, (CUSTOMER.c.corp_id == HOLD.c.corp_id) & (CUSTOMER.c.id == HOLD.c.customer_id)
).where(HOLD.c.state == "open", _LASTS, CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))
_OF_MESSAGE = _OURS.where(HOLD.c.message_id == bindparam("message")).order_by(HOLD.c.id)
_CHANGE = update(HOLD).where(
    HOLD.c.corp_id == bindparam("corp"), HOLD.c.id == bindparam("row_id"), HOLD.c.state == "open"
)


class Holds:
    """Holds of the company's customers."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        customer_id: int,
        kind: str,
        *,
        held_by: str,
        until: date | None = None,
        reason: str = "",
        words: str = "",
        approved_by: str = "",
        renewed: int = 0,
        message_id: int | None = None,
    ) -> HoldView:
        """A new hold takes the place of an open one of the same kind. Raises ValueError for an unknown kind."""
        if kind not in KINDS:
            raise ValueError(kind)
        for earlier in self.of_customer(customer_id):
            if earlier.kind == kind and earlier.state == "open":
                self._change(earlier.id, state="replaced")
        view = HoldView(
            self._work.new_id(), customer_id, kind, until, reason, words, held_by, approved_by, renewed, "open",
            "", None, message_id, self._work.now,
        )  # fmt: skip
        row = {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.flush()
        self._work.connection.execute(insert(HOLD), row)
        return view

    def of_customer(self, customer_id: int) -> Sequence[HoldView]:
        """All of them, oldest first."""
        return [HoldView(*row) for row in self._work.rows(_OF, customer=customer_id)]

    def of_message(self, message_id: int) -> Sequence[HoldView]:
        return [HoldView(*row) for row in self._work.rows(_OF_MESSAGE, message=message_id)]

    def active_of(self, customer_id: int, today: date) -> Sequence[HoldView]:
        """Those that hold today, the first to end first."""
        return [HoldView(*row) for row in self._work.rows(_ACTIVE_OF, customer=customer_id, today=today)]

    def active(self, today: date, owners: Collection[str] | None = None) -> Sequence[HoldView]:
        """All that hold today; `owners` None means everybody's customers."""
        rows = (
            self._work.rows(_ACTIVE, today=today)
            if owners is None
            else self._work.rows(_ACTIVE_OWNED, today=today, owners=sorted(owners))
        )
        return [HoldView(*row) for row in rows]

    def lift(self, hold_id: int, *, by: str) -> bool:
        """open → lifted; False when it was not open."""
        return self._change(hold_id, state="lifted", lifted_by=by, lifted_at=self._work.now)

    def _change(self, hold_id: int, **values: Any) -> bool:
        return self._work.execute(_CHANGE.values(**values), row_id=hold_id) == 1
