"""One-off reminders: words that come back to a person at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from storage.relations import REMINDER
from storage.work import Work

WHEN_MONEY_COMES: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""The `due_at` of what comes back when the customer pays: no day of its own."""


@dataclass(frozen=True, slots=True)
class ReminderView:
    """See `storage.tables.chasing.Reminder`."""

    id: int
    customer_id: int | None
    person: str
    words: str
    due_at: datetime
    state: str
    message_id: int | None
    created_at: datetime


_NAMES = tuple(field.name for field in fields(ReminderView))
_OURS = select(*(REMINDER.c[name] for name in _NAMES)).where(REMINDER.c.corp_id == bindparam("corp"))
_WAITING = _OURS.where(REMINDER.c.state == "waiting").order_by(REMINDER.c.due_at, REMINDER.c.id)
_WAITING_OF = _WAITING.where(REMINDER.c.person == bindparam("who"))
_DUE = _WAITING.where(REMINDER.c.due_at <= bindparam("until", type_=REMINDER.c.due_at.type)).limit(
    bindparam("most")
)
_FOR_MONEY = _WAITING.where(
    REMINDER.c.due_at == bindparam("never", WHEN_MONEY_COMES, type_=REMINDER.c.due_at.type),
    REMINDER.c.customer_id == bindparam("customer"),
)
_OF_MESSAGE = _OURS.where(REMINDER.c.message_id == bindparam("message")).order_by(REMINDER.c.id)
_CHANGE = update(REMINDER).where(
    REMINDER.c.corp_id == bindparam("corp"),
    REMINDER.c.id == bindparam("row_id"),
    REMINDER.c.state == "waiting",
)


class Reminders:
    """Reminders of the company's people, each for whoever asked for it."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        person: str,
        due_at: datetime,
        *,
        words: str,
        customer_id: int | None = None,
        message_id: int | None = None,
    ) -> ReminderView:
        """Raises ValueError for a `due_at` without its zone."""
        view = ReminderView(
            self._work.new_id(), customer_id, person, words, due_at, "waiting", message_id, self._work.now
        )
        row = {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.flush()
        self._work.connection.execute(insert(REMINDER), row)
        return view

    def waiting_of(self, userid: str) -> Sequence[ReminderView]:
        """Those of this person that have not come yet, the next first."""
        return [ReminderView(*row) for row in self._work.rows(_WAITING_OF, who=userid)]

    def for_money_of(self, customer_id: int) -> Sequence[ReminderView]:
        """Those that wait for this customer's money."""
        return [ReminderView(*row) for row in self._work.rows(_FOR_MONEY, customer=customer_id)]

    def of_message(self, message_id: int) -> Sequence[ReminderView]:
        return [ReminderView(*row) for row in self._work.rows(_OF_MESSAGE, message=message_id)]

    def due(self, *, limit: int = 100) -> Sequence[ReminderView]:
        """Those whose time has come."""
        return [ReminderView(*row) for row in self._work.rows(_DUE, until=self._work.now, most=limit)]

    def sent(self, reminder_id: int) -> bool:
        """waiting → sent; False when it was not waiting."""
        return self._change(reminder_id, "sent")

    def cancel(self, reminder_id: int) -> bool:
        """waiting → cancelled; False when it was not waiting."""
        return self._change(reminder_id, "cancelled")

    def _change(self, reminder_id: int, state: str, **values: Any) -> bool:
        return self._work.execute(_CHANGE.values(state=state, **values), row_id=reminder_id) == 1
