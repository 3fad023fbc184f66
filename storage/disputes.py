"""Disputes: what customers do not accept of a debt. The rest of it stays due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.relations import CUSTOMER, DISPUTE
from storage.work import Work


@dataclass(frozen=True, slots=True)
class DisputeView:
    """See `storage.tables.chasing.Dispute`."""

    id: int
    customer_id: int
    receivable_id: int
    amount: int
    reason: str
    words: str
    raised_by: str
    owner: str
    deadline: date
    state: str
    outcome: str
    credited: int
    closed_by: str
    closed_at: datetime | None
    message_id: int | None
    created_at: datetime


_NAMES = tuple(field.name for field in fields(DisputeView))
_OURS = select(*(DISPUTE.c[name] for name in _NAMES)).where(DISPUTE.c.corp_id == bindparam("corp"))
_OF = _OURS.where(DISPUTE.c.customer_id == bindparam("customer")).order_by(DISPUTE.c.created_at, DISPUTE.c.id)
_OPEN_OF = _OF.where(DISPUTE.c.state == "open")
_OPEN = _OURS.where(DISPUTE.c.state == "open").order_by(DISPUTE.c.deadline, DISPUTE.c.id)
_OPEN_OWNED = (
    _OURS.join(CUSTOMER, (CUSTOMER.c.corp_id == DISPUTE.c.corp_id) & (CUSTOMER.c.id == DISPUTE.c.customer_id))
    .where(DISPUTE.c.state == "open", CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))
    .order_by(DISPUTE.c.deadline, DISPUTE.c.id)
)
_OF_MESSAGE = _OURS.where(DISPUTE.c.message_id == bindparam("message")).order_by(DISPUTE.c.id)
_CHANGE = update(DISPUTE).where(
    DISPUTE.c.corp_id == bindparam("corp"), DISPUTE.c.id == bindparam("row_id"), DISPUTE.c.state == "open"
)

_HAND_OVER = update(DISPUTE).where(
    DISPUTE.c.corp_id == bindparam("corp"),
    DISPUTE.c.customer_id == bindparam("customer"),
    DISPUTE.c.state == "open",
)


class Disputes:
    """Disputes of the company. They post nothing: a credit note does."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        customer_id: int,
        receivable_id: int,
        amount: int,
        *,
        raised_by: str,
        owner: str,
        deadline: date,
        reason: str = "",
        words: str = "",
        message_id: int | None = None,
    ) -> DisputeView:
        """`amount` fen > 0 of this receivable are not accepted."""
        view = DisputeView(
            self._work.new_id(), customer_id, receivable_id, amount, reason, words, raised_by, owner, deadline,
            "open", "", 0, "", None, message_id, self._work.now,
        )  # fmt: skip
        row = {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.flush()
        self._work.connection.execute(insert(DISPUTE), row)
        return view

    def of_customer(self, customer_id: int) -> Sequence[DisputeView]:
        """All of them, oldest first."""
        return [DisputeView(*row) for row in self._work.rows(_OF, customer=customer_id)]

    def open_of(self, customer_id: int) -> Sequence[DisputeView]:
        return [DisputeView(*row) for row in self._work.rows(_OPEN_OF, customer=customer_id)]

    def of_message(self, message_id: int) -> Sequence[DisputeView]:
        return [DisputeView(*row) for row in self._work.rows(_OF_MESSAGE, message=message_id)]

    def open(self, owners: Collection[str] | None = None) -> Sequence[DisputeView]:
        """Open ones by deadline; `owners` None means everybody's customers."""
        rows = (
            self._work.rows(_OPEN) if owners is None else self._work.rows(_OPEN_OWNED, owners=sorted(owners))
        )
        return [DisputeView(*row) for row in rows]

    def change_amount(self, dispute_id: int, amount: int) -> bool:
        """Another sum of an open one; False when it is not open."""
        return self._change(dispute_id, amount=amount)

    def resolve(self, dispute_id: int, *, by: str, outcome: str, credited: int = 0) -> bool:
        """open → resolved; False when it was not open."""
        return self._change(
            dispute_id, state="resolved", outcome=outcome, credited=credited, closed_by=by,
            closed_at=self._work.now,
        )  # fmt: skip

    def hand_over(self, customer_id: int, *, to: str) -> int:
        """Open ones of this customer are another's to settle; how many."""
        return self._work.execute(_HAND_OVER, customer=customer_id, owner=to)

    def withdraw(self, dispute_id: int, *, by: str) -> bool:
        """open → withdrawn: it was said by mistake."""
        return self._change(dispute_id, state="withdrawn", closed_by=by, closed_at=self._work.now)

    def _change(self, dispute_id: int, **values: Any) -> bool:
        return self._work.execute(_CHANGE.values(**values), row_id=dispute_id) == 1
