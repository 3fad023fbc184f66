"""Many pushes at once: what a run of a job puts into the outbox, each once by its key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select, update

from storage.prepared import if_new
from storage.relations import OUTBOX
from storage.work import NO_DEFAULTS, Work


@dataclass(frozen=True, slots=True)
class NewPush:
    """A row of the outbox before it is written. `context` is JSON that a template or a refresh takes."""

    channel: str
    target: str
    unique_key: str
    template: str
    not_before: datetime
    context: Mapping[str, Any] = field(default_factory=lambda: NO_DEFAULTS)
    audience: str = "staff"
    priority: int = 5


Alike = tuple[str, str, str, datetime]  # target, unique key, context as JSON, not before
_ALIKE = ("id", "created_at", "target", "unique_key", "context", "not_before")


@dataclass(frozen=True, slots=True)
class PushView:
    """A row that left, or failed for good; its context as JSON."""

    id: int
    unique_key: str
    target: str
    context: Mapping[str, Any]
    template: str
    external_id: str
    sent_at: datetime | None


_LIKE = and_(
    OUTBOX.c.corp_id == bindparam("corp"),
    OUTBOX.c.unique_key >= bindparam("first"),
    OUTBOX.c.unique_key < bindparam("beyond"),
)
_UNSENT = select(OUTBOX.c.unique_key, OUTBOX.c.context).where(_LIKE, OUTBOX.c.state == "cancelled")
_VIEW = select(
    OUTBOX.c.id, OUTBOX.c.unique_key, OUTBOX.c.target, OUTBOX.c.context, OUTBOX.c.template,
    OUTBOX.c.external_id, OUTBOX.c.sent_at,
).where(OUTBOX.c.corp_id == bindparam("corp"), OUTBOX.c.channel == bindparam("channel"))  # fmt: skip
_FAILED = _VIEW.where(OUTBOX.c.state == "failed").order_by(OUTBOX.c.id).limit(bindparam("most"))
_SENT = _VIEW.where(
    OUTBOX.c.state == "sent", OUTBOX.c.sent_at >= bindparam("since", type_=OUTBOX.c.sent_at.type)
).order_by(OUTBOX.c.id)
_SENT_TO = _SENT.where(OUTBOX.c.target == bindparam("to"))
_ANOTHER_WAY = update(OUTBOX).where(
    OUTBOX.c.corp_id == bindparam("corp"), OUTBOX.c.id == bindparam("row_id"), OUTBOX.c.state == "failed"
)
_BUSIEST = (
    select(OUTBOX.c.channel, OUTBOX.c.target, func.count().label("rows"))
    .where(
        OUTBOX.c.corp_id == bindparam("corp"),
        OUTBOX.c.state == "sent",
        OUTBOX.c.sent_at >= bindparam("since", type_=OUTBOX.c.sent_at.type),
    )
    .group_by(OUTBOX.c.channel, OUTBOX.c.target)
    .order_by(func.count().desc(), OUTBOX.c.target)
    .limit(1)
)


class Pushes:
    """Bulk access to the outbox for the jobs of a company."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, pushes: Sequence[NewPush]) -> None:
        """Write them together; one whose key was there stays as it is."""
        self._write([self._row(push) for push in pushes])

    def _row(self, push: NewPush) -> dict[str, Any]:
        work = self._work
        return {
            "corp_id": work.corp_id, "id": work.new_id(), "channel": push.channel, "audience": push.audience,
            "target": push.target, "unique_key": push.unique_key, "priority": push.priority,
            "template": push.template, "context": json.dumps(dict(push.context), ensure_ascii=False),
            "body": "", "inbox_id": None, "state": "waiting", "attempts": 0,
            "not_before": push.not_before, "lease_until": None, "lease_holder": "", "last_error": "",
            "external_id": "", "created_at": work.now, "sent_at": None,
        }  # fmt: skip

    def _write(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._work.flush()
            if_new(self._work.engine, OUTBOX).run(self._work.connection, rows)

    def put_alike(self, like: NewPush, rows: Sequence[Alike]) -> None:
        """As `put`, rows that differ from `like` and from each other in no more than an `Alike` tells."""
        if not rows:
            return
        work = self._work
        work.flush()
        named = [(work.new_id(), work.now, *row) for row in rows]
        fixed = {name: value for name, value in self._row(like).items() if name not in _ALIKE}
        if_new(work.engine, OUTBOX).run_alike(work.connection, fixed, _ALIKE, named)

    def cancelled(self, prefix: str) -> list[tuple[str, Mapping[str, Any]]]:
        """Keys that begin so, with their contexts, of rows that were cancelled."""
        rows = self._work.rows(_UNSENT, first=prefix, beyond=_beyond(prefix))
        return [(row.unique_key, json.loads(row.context or "{}")) for row in rows]

    def failed(self, channel: str, *, limit: int = 50) -> list[PushView]:
        """Rows of the channel that failed for good, the oldest first."""
        return [_view(row) for row in self._work.rows(_FAILED, channel=channel, most=limit)]

    def sent(self, channel: str, *, since: datetime) -> list[PushView]:
        """Rows of the channel that left since then, the oldest first."""
        return [_view(row) for row in self._work.rows(_SENT, channel=channel, since=since)]

    def sent_to(self, channel: str, target: str, *, since: datetime) -> list[PushView]:
        """Of these, those to one target."""
        rows = self._work.rows(_SENT_TO, channel=channel, to=target, since=since)
        return [_view(row) for row in rows]

    def send_instead(
        self, row_id: int, channel: str, target: str, context: Mapping[str, Any], not_before: datetime
    ) -> bool:
        """failed → waiting for another way, rendered anew; False when it is no longer failed."""
        values = {
            "channel": channel, "target": target, "context": json.dumps(dict(context), ensure_ascii=False),
            "audience": "staff", "state": "waiting", "attempts": 0, "body": "", "not_before": not_before,
            "lease_until": None, "lease_holder": "", "sent_at": None,
        }  # fmt: skip
        return self._work.execute(_ANOTHER_WAY.values(**values), row_id=row_id) == 1

    def busiest(self, *, since: datetime) -> tuple[str, str, int] | None:
        """(channel, target, how many) of whom most left for since then; None when nothing did."""
        row = self._work.row(_BUSIEST, since=since)
        return None if row is None else (row.channel, row.target, int(row.rows))


def _view(row: Any) -> PushView:
    view = PushView(*row)
    return replace(view, context=json.loads(row.context or "{}"))


def _beyond(prefix: str) -> str:
    """The first text after all that begin so."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
