"""Follow-ups: what was done about customers, in the order in which it was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select

from storage.relations import FOLLOW_UP
from storage.work import Work

KINDS = ("note", "dispute", "hold", "task", "remind", "sent")


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """See `storage.tables.promises.FollowUp`."""

    id: int
    customer_id: int | None
    kind: str
    words: str
    amount: int | None
    reason: str
    next_on: date | None
    noted_by: str
    assignee: str
    channel: str
    person: str
    result: str
    next_step: str
    message_id: int | None
    created_at: datetime


_NAMES = tuple(field.name for field in fields(FollowUpView))
_OURS = select(*(FOLLOW_UP.c[name] for name in _NAMES)).where(FOLLOW_UP.c.corp_id == bindparam("corp"))
_OF = _OURS.where(FOLLOW_UP.c.customer_id == bindparam("customer")).order_by(
    FOLLOW_UP.c.created_at.desc(), FOLLOW_UP.c.id.desc()
)
_LAST = (
    select(FOLLOW_UP.c.created_at)
    .where(FOLLOW_UP.c.corp_id == bindparam("corp"), FOLLOW_UP.c.kind == bindparam("wanted"))
    .order_by(FOLLOW_UP.c.created_at.desc())
    .limit(1)
)


class FollowUps:
    """Follow-ups of the company, append-only."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        kind: str,
        *,
        noted_by: str,
        customer_id: int | None = None,
        words: str = "",
        amount: int | None = None,
        reason: str = "",
        next_on: date | None = None,
        assignee: str = "",
        channel: str = "",
        person: str = "",
        result: str = "",
        next_step: str = "",
        message_id: int | None = None,
    ) -> FollowUpView:
        """Write it down. Raises ValueError for a kind that does not exist."""
        if kind not in KINDS:
            raise ValueError(kind)
        view = FollowUpView(
            self._work.new_id(), customer_id, kind, words, amount, reason, next_on, noted_by, assignee,
            channel, person, result, next_step, message_id, self._work.now,
        )  # fmt: skip
        row = {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.flush()
        self._work.connection.execute(insert(FOLLOW_UP), row)
        return view

    def of_customer(self, customer_id: int) -> Sequence[FollowUpView]:
        """The newest first."""
        return [FollowUpView(*row) for row in self._work.rows(_OF, customer=customer_id)]

    def last(self, kind: str) -> datetime | None:
        """When something of the kind was noted last."""
        row = self._work.row(_LAST, wanted=kind)
        return None if row is None else row.created_at
