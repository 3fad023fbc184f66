"""Things to do at an instant, once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.compiled import LONGEST_LIST
from storage.prepared import Once
from storage.relations import TIMER
from storage.work import NO_DEFAULTS, Work


@dataclass(frozen=True, slots=True)
class TimerView:
    id: int
    kind: str
    unique_key: str
    context: Mapping[str, Any]
    due_at: datetime


_ALL_DUE = select(TIMER.c.id, TIMER.c.kind, TIMER.c.unique_key, TIMER.c.context, TIMER.c.due_at).where(
    TIMER.c.corp_id == bindparam("corp"),
    TIMER.c.done.is_(False),
    TIMER.c.due_at <= bindparam("until", type_=TIMER.c.due_at.type),
)
_FIRST = (TIMER.c.due_at, TIMER.c.id)
_DUE = _ALL_DUE.order_by(*_FIRST).limit(bindparam("most"))
_DUE_OF = (
    _ALL_DUE.where(TIMER.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(*_FIRST)
    .limit(bindparam("most"))
)
_DUE_KINDS = (
    select(TIMER.c.kind)
    .distinct()
    .where(
        TIMER.c.corp_id == bindparam("corp"),
        TIMER.c.done.is_(False),
        TIMER.c.due_at <= bindparam("until", type_=TIMER.c.due_at.type),
    )
)
_DONE = (
    update(TIMER)
    .where(TIMER.c.corp_id == bindparam("corp"), TIMER.c.id == bindparam("row_id"), TIMER.c.done.is_(False))
    .values(done=True)
)
_OF_KEY = select(TIMER.c.id).where(
    TIMER.c.corp_id == bindparam("corp"), TIMER.c.unique_key == bindparam("wanted")
)
_AMONG = select(TIMER.c.unique_key).where(
    TIMER.c.corp_id == bindparam("corp"), TIMER.c.unique_key.in_(bindparam("some", expanding=True))
)
_PUT = Once(TIMER)


class Timers:
    """Timers of the company."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._due_kinds: frozenset[str] | None = None

    def put(
        self,
        kind: str,
        unique_key: str,
        due_at: datetime,
        context: Mapping[str, Any] = NO_DEFAULTS,
        *,
        done: bool = False,
    ) -> bool:
        """Set a timer; False when one of this key was ever set. One that is `done` only marks that it was."""
        self._due_kinds = None
        row = {
            "corp_id": self._work.corp_id, "id": self._work.new_id(), "kind": kind, "unique_key": unique_key,
            "context": json.dumps(dict(context), ensure_ascii=False), "due_at": due_at, "done": done,
        }  # fmt: skip
        return self._work.insert_once(_PUT, row)

    def is_set(self, unique_key: str) -> bool:
        """Was a timer of this key ever set?"""
        return self._work.row(_OF_KEY, wanted=unique_key) is not None

    def set_among(self, unique_keys: Sequence[str]) -> set[str]:
        """Those of these keys that a timer was ever set of."""
        found: set[str] = set()
        for place in range(0, len(unique_keys), LONGEST_LIST):
            some = list(unique_keys[place : place + LONGEST_LIST])
            found.update(row[0] for row in self._work.rows(_AMONG, some=some))
        return found

    def is_due(self, *kinds: str) -> bool:
        """Is one of these kinds due by now? All kinds are asked for together, once."""
        if self._due_kinds is None:
            rows = self._work.rows(_DUE_KINDS, until=self._work.now)
            self._due_kinds = frozenset(row[0] for row in rows)
        return not self._due_kinds.isdisjoint(kinds)

    def due(
        self, until: datetime | None = None, *, kinds: Sequence[str] = (), limit: int = 50
    ) -> list[TimerView]:
        """Timers due by `until` (now when not given), the earliest first; of these kinds alone where some are named.

        Whoever works on one kind names it: what waits for others must not fill his hand.
        """
        found: dict[str, Any] = {"until": until or self._work.now, "most": limit}
        rows = (
            self._work.rows(_DUE_OF, kinds=list(kinds), **found) if kinds else self._work.rows(_DUE, **found)
        )
        return [TimerView(row[0], row[1], row[2], json.loads(row[3]), row[4]) for row in rows]

    def done(self, timer_id: int) -> bool:
        """Mark it done; False when it was already."""
        self._due_kinds = None
        return self._work.execute(_DONE, row_id=timer_id) == 1
