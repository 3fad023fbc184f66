"""What must leave, each once by its key: claimed with a lease, frozen, sent, and the outcome written."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update

from storage.prepared import Once
from storage.relations import OUTBOX
from storage.work import NO_DEFAULTS, Work


@dataclass(frozen=True, slots=True)
class OutboxView:
    """A push. `state`: waiting | sending | sent | failed | unsure | cancelled."""

    id: int
    channel: str
    audience: str
    target: str
    unique_key: str
    priority: int
    template: str
    context: Mapping[str, Any]
    body: str
    inbox_id: int | None
    state: str
    attempts: int
    not_before: datetime
    lease_until: datetime | None
    lease_holder: str
    last_error: str
    external_id: str
    created_at: datetime
    sent_at: datetime | None


_NAMES = tuple(field.name for field in fields(OutboxView))
_OURS = select(*(OUTBOX.c[name] for name in _NAMES)).where(OUTBOX.c.corp_id == bindparam("corp"))
_NOW = bindparam("at", type_=OUTBOX.c.not_before.type)
_FREE = or_(OUTBOX.c.lease_until.is_(None), OUTBOX.c.lease_until <= _NOW)
_AWAY = ("away_1", "away_2", "away_3")  # channels that another process holds
_READY = (
    _OURS.where(
        OUTBOX.c.state == "waiting",
        OUTBOX.c.not_before <= _NOW,
        _FREE,
        OUTBOX.c.channel.not_in([bindparam(name) for name in _AWAY]),
    )
    .order_by(OUTBOX.c.priority, OUTBOX.c.not_before, OUTBOX.c.id)
    .limit(bindparam("most"))
)
_CUT_OFF = _OURS.where(OUTBOX.c.state == "sending", OUTBOX.c.lease_until <= _NOW).order_by(OUTBOX.c.id)
_ANY = select(OUTBOX.c.id).where(OUTBOX.c.corp_id == bindparam("corp")).limit(1)
_ANY_READY = _ANY.where(
    OUTBOX.c.state == "waiting",
    OUTBOX.c.not_before <= _NOW,
    _FREE,
    OUTBOX.c.channel.not_in([bindparam(name) for name in _AWAY]),
)
_ANY_CUT_OFF = _ANY.where(OUTBOX.c.state == "sending", OUTBOX.c.lease_until <= _NOW)
_LIST = _OURS.order_by(OUTBOX.c.created_at, OUTBOX.c.id)
_LIST_STATE = _LIST.where(OUTBOX.c.state == bindparam("wanted"))
_WAITING_FOR = _LIST.where(
    OUTBOX.c.state == "waiting", OUTBOX.c.channel == bindparam("way"), OUTBOX.c.target == bindparam("whom")
)
_COUNTS = (
    select(OUTBOX.c.state, func.count().label("number"))
    .where(OUTBOX.c.corp_id == bindparam("corp"))
    .group_by(OUTBOX.c.state)
)
_LIST_STUCK = (
    _OURS.where(OUTBOX.c.state.in_(("failed", "unsure")))
    .order_by(OUTBOX.c.created_at.desc(), OUTBOX.c.id.desc())
    .limit(bindparam("most"))
)
_GET = _OURS.where(OUTBOX.c.id == bindparam("id"))
_FIND = _OURS.where(OUTBOX.c.unique_key == bindparam("wanted"))
_ROW = and_(OUTBOX.c.corp_id == bindparam("corp"), OUTBOX.c.id == bindparam("row_id"))
_CLAIM = update(OUTBOX).where(_ROW, OUTBOX.c.state == "waiting", _FREE)
_CHANGE = update(OUTBOX).where(_ROW, OUTBOX.c.state == bindparam("was"))
_PUSH = Once(OUTBOX)
_STUCK = ("failed", "unsure")


class OutboxRows:
    """The outbox. A change returns False when the row was not in the state that it starts from."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def push(
        self,
        channel: str,
        target: str,
        unique_key: str,
        template: str = "",
        context: Mapping[str, Any] = NO_DEFAULTS,
        *,
        priority: int = 5,
        not_before: datetime | None = None,
        audience: str = "staff",
        inbox_id: int | None = None,
        body: str = "",
    ) -> bool:
        """Write a push, rendered at its first attempt; False when its key was there."""
        work = self._work
        row = {
            "corp_id": work.corp_id,
            "id": work.new_id(),
            "channel": channel,
            "audience": audience,
            "target": target,
            "unique_key": unique_key,
            "priority": priority,
            "template": template,
            "context": _text(context),
            "body": body,
            "inbox_id": inbox_id,
            "state": "waiting",
            "attempts": 0,
            "not_before": not_before or work.now,
            "lease_until": None,
            "lease_holder": "",
            "last_error": "",
            "external_id": "",
            "created_at": work.now,
            "sent_at": None,
        }
        return work.insert_once(_PUSH, row)

    def is_due(self, *, without: Collection[str] = ()) -> bool:
        """Would `claim` find something, or `cut_off`?"""
        work, away = self._work, dict(zip_longest(_AWAY, without, fillvalue=""))
        ready = work.row(_ANY_READY, at=work.now, **away)
        return ready is not None or work.row(_ANY_CUT_OFF, at=work.now) is not None

    def claim(
        self,
        holder: str,
        *,
        batch: int = 50,
        lease: timedelta = timedelta(minutes=1),
        without: Collection[str] = (),
    ) -> list[OutboxView]:
        """Waiting rows whose time has come, held by `holder` until the lease ends; replies first.

        Rows of the channels `without`, three at most, are left to whoever holds those.
        """
        until = self._work.now + lease
        claimed = []
        away = dict(zip_longest(_AWAY, without, fillvalue=""))
        for row in self._work.rows(_READY, at=self._work.now, most=batch, **away):
            if self._work.execute(
                _CLAIM, row_id=row.id, at=self._work.now, lease_holder=holder, lease_until=until
            ):
                claimed.append(replace(_view(row), lease_holder=holder, lease_until=until))
        return claimed

    def freeze(self, row_id: int, body: str) -> bool:
        """The rendered bytes, kept before the first attempt: waiting → sending, one more attempt."""
        view = self.get(row_id)
        attempts = view.attempts + 1 if view else 1
        return self._change(row_id, "waiting", state="sending", body=body, attempts=attempts)

    def postpone(self, row_id: int, until: datetime) -> bool:
        """A claimed row that may not leave yet waits on, free for anybody, without having cost an attempt."""
        return self._change(row_id, "waiting", not_before=until, lease_until=None, lease_holder="")

    def reroute(self, row_id: int, channel: str, target: str) -> bool:
        """A claimed row leaves by this channel instead, free for whoever holds it."""
        return self._change(
            row_id, "waiting", channel=channel, target=target, lease_until=None, lease_holder=""
        )

    def done(self, row_id: int, *, external_id: str = "") -> bool:
        """sending → sent."""
        return self._change(
            row_id, "sending", state="sent", external_id=external_id, sent_at=self._work.now, lease_until=None
        )

    def failed(self, row_id: int, error: str, *, retry_at: datetime | None = None) -> bool:
        """sending → failed, or waiting again from `retry_at`."""
        values = {"state": "failed"} if retry_at is None else {"state": "waiting", "not_before": retry_at}
        return self._change(row_id, "sending", last_error=error, lease_until=None, lease_holder="", **values)

    def perhaps(self, row_id: int, since: datetime, error: str) -> bool:
        """sending → waiting: it may have left at `since` (`sent_at`), and is repeated while that would be noticed."""
        values = {"lease_until": None, "lease_holder": "", "not_before": self._work.now, "last_error": error}
        return self._change(row_id, "sending", state="waiting", sent_at=since, **values)

    def unsure(self, row_id: int, error: str = "") -> bool:
        """sending, or waiting to be repeated, → unsure: nobody can say whether it was sent."""
        values = {"state": "unsure", "last_error": error, "lease_until": None}
        return any(self._change(row_id, was, **values) for was in ("sending", "waiting"))

    def cancel(self, row_id: int, reason: str = "") -> bool:
        """waiting → cancelled."""
        return self._change(row_id, "waiting", state="cancelled", last_error=reason)

    def undelivered(self, row_id: int, error: str) -> bool:
        """sent → cancelled: the platform took it and could not deliver it after all."""
        return self._change(row_id, "sent", state="cancelled", last_error=error)

    def resend(self, row_id: int) -> bool:
        """failed or unsure → waiting, from now, its attempts counted anew. 0 of them: it may have left, and its frozen
        bytes are kept; what has failed is completed from the books once more, where it asks for that.
        """
        values = {
            "state": "waiting",
            "not_before": self._work.now,
            "lease_until": None,
            "lease_holder": "",
            "sent_at": None,
        }
        counted = zip(_STUCK, (1, 0), strict=True)
        return any(self._change(row_id, was, attempts=attempts, **values) for was, attempts in counted)

    def drop(self, row_id: int) -> bool:
        """failed or unsure → cancelled: a person has looked at it."""
        return any(self._change(row_id, was, state="cancelled") for was in _STUCK)

    def cut_off(self) -> Sequence[OutboxView]:
        """Rows found in `sending` after their lease: their sender died in between."""
        return [_view(row) for row in self._work.rows(_CUT_OFF, at=self._work.now)]

    def get(self, row_id: int) -> OutboxView | None:
        row = self._work.row(_GET, id=row_id)
        return None if row is None else _view(row)

    def find(self, unique_key: str) -> OutboxView | None:
        """The push of this key."""
        row = self._work.row(_FIND, wanted=unique_key)
        return None if row is None else _view(row)

    def list(self, state: str | None = None) -> Sequence[OutboxView]:
        """Rows in a state, or all, the oldest first."""
        rows = self._work.rows(_LIST) if state is None else self._work.rows(_LIST_STATE, wanted=state)
        return [_view(row) for row in rows]

    def waiting_for(self, channel: str, target: str) -> Sequence[OutboxView]:
        """What has not left yet for one target, the oldest first."""
        return [_view(row) for row in self._work.rows(_WAITING_FOR, way=channel, whom=target)]

    def stuck(self, *, limit: int) -> Sequence[OutboxView]:
        """What has failed for good, and what nobody knows of whether it left; the newest first."""
        return [_view(row) for row in self._work.rows(_LIST_STUCK, most=limit)]

    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        return {row.state: int(row.number) for row in self._work.rows(_COUNTS)}

    def _change(self, row_id: int, was: str, **values: Any) -> bool:
        return self._work.execute(_CHANGE, row_id=row_id, was=was, **values) == 1


def _view(row: Any) -> OutboxView:
    view = OutboxView(*row)
    return replace(view, context=json.loads(row.context) if row.context else {})


def _text(context: Mapping[str, Any]) -> str:
    return json.dumps(dict(context), ensure_ascii=False) if context else ""
