"""Codes by which a card is changed: good for 72 hours and for one change (doc/94888)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

LIFE = timedelta(hours=72)
BAD_CODE, TAKEN = 42014, 42014


class CardCodes:
    """Cards of the app: a task_id is used once; a code is handed out by sending and by every click."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, datetime]] = {}
        self.tasks: set[str] = set()

    def sent(self, task_id: str, now: datetime) -> str | int:
        """The code of a card just sent, or the errcode of a task_id that was used before."""
        if task_id in self.tasks:
            return TAKEN
        self.tasks.add(task_id)
        return self.issue(task_id, now)

    def issue(self, task_id: str, now: datetime) -> str:
        code = secrets.token_urlsafe(24)
        self._codes[code] = (task_id, now + LIFE)
        return code

    def use(self, code: str, now: datetime) -> str | int:
        """The task_id that a code belongs to; the code is gone then."""
        task_id, until = self._codes.pop(code, ("", now))
        return task_id if now < until else BAD_CODE
