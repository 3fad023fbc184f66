"""Proofs that start the three years of a debt again: stamped statements, plans, letters signed for, suits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import bindparam, select, update

from ledger.limitation import KINDS
from storage.prepared import Once
from storage.relations import CLOCK_RESTART
from storage.work import Work


@dataclass(frozen=True, slots=True)
class ClockRestartView:
    """See `storage.tables.losses.ClockRestart`."""

    id: int
    customer_id: int
    receivable_id: int
    day: date
    kind: str
    what: str
    words: str
    attachment_id: int | None
    noted_by: str
    state: str
    message_id: int | None
    created_at: datetime


_C = CLOCK_RESTART.c
_NAMES = tuple(field.name for field in fields(ClockRestartView))
_OURS = select(*(_C[name] for name in _NAMES)).where(_C.corp_id == bindparam("corp"))
_OF = _OURS.where(_C.customer_id == bindparam("customer"), _C.state == "open").order_by(_C.day, _C.id)
_OF_MESSAGE = _OURS.where(_C.message_id == bindparam("message"), _C.state == "open").order_by(_C.id)
_WITHDRAW = update(CLOCK_RESTART).where(
    _C.corp_id == bindparam("corp"), _C.id == bindparam("row_id"), _C.state == "open"
)
_ADD = Once(CLOCK_RESTART)


class ClockRestarts:
    """Restarts of the company's customers."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        customer_id: int,
        day: date,
        kind: str,
        what: str,
        *,
        noted_by: str,
        receivable_id: int,
        words: str = "",
        attachment_id: int | None = None,
        message_id: int | None = None,
    ) -> ClockRestartView:
        """Keep the proof. Raises ValueError for an unknown kind."""
        if kind not in KINDS:
            raise ValueError(kind)
        view = ClockRestartView(
            self._work.new_id(), customer_id, receivable_id, day, kind, what, words, attachment_id, noted_by, "open",
            message_id, self._work.now,
        )  # fmt: skip
        row = {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.insert_once(_ADD, row)
        return view

    def of_customer(self, customer_id: int) -> Sequence[ClockRestartView]:
        """Those that stand, the oldest first."""
        return [ClockRestartView(*row) for row in self._work.rows(_OF, customer=customer_id)]

    def of_message(self, message_id: int) -> Sequence[ClockRestartView]:
        return [ClockRestartView(*row) for row in self._work.rows(_OF_MESSAGE, message=message_id)]

    def withdraw(self, restart_id: int) -> bool:
        """open → withdrawn; False when it was not open."""
        return self._work.execute(_WITHDRAW, row_id=restart_id, state="withdrawn") == 1
