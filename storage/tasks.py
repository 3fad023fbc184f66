"""Tasks: what somebody is to do about a customer, with a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from storage.relations import TASK
from storage.work import Work


@dataclass(frozen=True, slots=True)
class TaskView:
    """See `storage.tables.chasing.Task`."""

    id: int
    customer_id: int | None
    words: str
    channel: str
    given_by: str
    assignee: str
    due_on: date
    state: str
    result: str
    asked_on: date | None
    closed_at: datetime | None
    message_id: int | None
    created_at: datetime


_NAMES = tuple(field.name for field in fields(TaskView))
_OURS = select(*(TASK.c[name] for name in _NAMES)).where(TASK.c.corp_id == bindparam("corp"))
_GET = _OURS.where(TASK.c.id == bindparam("id"))
_OPEN = _OURS.where(TASK.c.state == "open").order_by(TASK.c.due_on, TASK.c.id)
_OPEN_OF = _OPEN.where(TASK.c.assignee == bindparam("who"))
_GIVEN_BY = _OPEN.where(TASK.c.given_by == bindparam("who"))
_OF_CUSTOMER = _OURS.where(TASK.c.customer_id == bindparam("customer")).order_by(TASK.c.created_at, TASK.c.id)
_UNANSWERED = _OPEN.where(
    TASK.c.due_on <= bindparam("day"), or_(TASK.c.asked_on.is_(None), TASK.c.asked_on < bindparam("day"))
)
_OF_MESSAGE = _OURS.where(TASK.c.message_id == bindparam("message")).order_by(TASK.c.id)
_CHANGE = update(TASK).where(
    TASK.c.corp_id == bindparam("corp"), TASK.c.id == bindparam("row_id"), TASK.c.state == "open"
)

_HAND_OVER = update(TASK).where(
    TASK.c.corp_id == bindparam("corp"),
    TASK.c.customer_id == bindparam("customer"),
    TASK.c.assignee == bindparam("was"),
    TASK.c.state == "open",
)


class Tasks:
    """Tasks of the company's people."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        assignee: str,
        due_on: date,
        *,
        words: str,
        given_by: str = "",
        customer_id: int | None = None,
        channel: str = "",
        message_id: int | None = None,
    ) -> TaskView:
        view = TaskView(
            self._work.new_id(), customer_id, words, channel, given_by, assignee, due_on, "open", "", None,
            None, message_id, self._work.now,
        )  # fmt: skip
        row = {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.flush()
        self._work.connection.execute(insert(TASK), row)
        return view

    def get(self, task_id: int) -> TaskView | None:
        row = self._work.row(_GET, id=task_id)
        return None if row is None else TaskView(*row)

    def open_of(self, userid: str) -> Sequence[TaskView]:
        """What this person still has to do, the first due first."""
        return [TaskView(*row) for row in self._work.rows(_OPEN_OF, who=userid)]

    def given_by(self, userid: str) -> Sequence[TaskView]:
        """What this person asked of others and is not done."""
        return [TaskView(*row) for row in self._work.rows(_GIVEN_BY, who=userid)]

    def of_customer(self, customer_id: int) -> Sequence[TaskView]:
        """All of them, oldest first."""
        return [TaskView(*row) for row in self._work.rows(_OF_CUSTOMER, customer=customer_id)]

    def of_message(self, message_id: int) -> Sequence[TaskView]:
        return [TaskView(*row) for row in self._work.rows(_OF_MESSAGE, message=message_id)]

    def unanswered(self, day: date) -> Sequence[TaskView]:
        """Open ones due by `day` whose result was not asked for on that day."""
        return [TaskView(*row) for row in self._work.rows(_UNANSWERED, day=day)]

    def asked(self, task_id: int, day: date) -> bool:
        return self._change(task_id, asked_on=day)

    def put_off(self, task_id: int, day: date) -> bool:
        return self._change(task_id, due_on=day)

    def hand_over(self, customer_id: int, *, by: str, to: str) -> int:
        """Open tasks of one person about this customer are another's now; how many."""
        return self._work.execute(_HAND_OVER, customer=customer_id, was=by, assignee=to)

    def close(self, task_id: int, state: str, result: str = "") -> bool:
        """open → done | failed | cancelled; False when it was not open."""
        return self._change(task_id, state=state, result=result, closed_at=self._work.now)

    def _change(self, task_id: int, **values: Any) -> bool:
        return self._work.execute(_CHANGE.values(**values), row_id=task_id) == 1
