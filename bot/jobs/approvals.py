"""What was decided in WeCom's own approvals: read back, and said as the answer to the question in the manager's chat."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import structlog

from bot.channels import app_message
from bot.channels.approval import NAME as CHANNEL
from bot.happenings import APPROVAL, LOOKED_AFTER
from bot.incoming import Incoming
from bot.jobs.job import Context
from bot.leaving import CLICK
from bot.wecom.approvals import Approvals, Decision, State
from bot.wecom.cards import Task, key_of
from storage.leases import Leases
from storage.pushes import PushView
from storage.unit_of_work import UnitOfWork

NAME = "approvals"
EVERY: Final = timedelta(minutes=10)  # events may be lost
_SAYS: Final = {State.APPROVED: "1", State.REFUSED: "2"}
_log = structlog.get_logger(__name__)


def is_due(uow: UnitOfWork, context: Context) -> bool:
    if context.client is None or not context.approval_template:
        return False
    return uow.timers.is_due(APPROVAL) or _is_time(uow, context.clock.now())


async def run(context: Context) -> None:
    """Look at what an event told of, and at all that is open every ten minutes."""
    if context.client is None or not context.approval_template:
        return
    now = context.clock.now()
    told, is_time = await context.database.read(lambda uow: (_told(uow), _is_time(uow, now)))
    if not (told or is_time):
        return
    rows = await context.database.write(lambda uow: _begin(set(told), uow, now, is_time=is_time))
    approvals = Approvals(context.client, context.approval_template)
    for row in rows:
        decision = await approvals.decision(row.external_id)
        if not isinstance(decision, Decision):
            _log.warning("an approval is not known", row=row.id, cause=decision.reason)
        elif decision.is_over:
            await _settle(row, decision, context)


def _is_time(uow: UnitOfWork, now: datetime) -> bool:
    return not Leases(uow).holder(NAME, now=now)


def _told(uow: UnitOfWork) -> list[int]:
    return [one.id for one in uow.timers.due(kinds=(APPROVAL,))]


def _begin(told: set[int], uow: UnitOfWork, now: datetime, *, is_time: bool) -> list[PushView]:
    """The approvals to look at: those told of, or all that are open."""
    numbers = {
        str(one.context["number"])
        for one in uow.timers.due(kinds=(APPROVAL,))
        if one.id in told and uow.timers.done(one.id)
    }
    every = is_time and Leases(uow).claim(NAME, uuid4().hex, now=now, until=now + EVERY)
    sent = uow.pushes.sent(CHANNEL, since=now - LOOKED_AFTER)
    open_ = [row for row in sent if row.external_id and not uow.timers.is_set(_mark(row.id))]
    return [row for row in open_ if every or row.external_id in numbers]


def _mark(row_id: int) -> str:
    """The timer that says that this approval is over for us."""
    return f"{NAME}:{row_id}"


async def _settle(row: PushView, decision: Decision, context: Context) -> None:
    """The word of whoever was asked is an answer, once; that of anybody else, or a withdrawal, is none."""
    says = _SAYS.get(State(decision.state)) if decision.state in tuple(State) else None
    if says is not None and decision.by.lower() == row.target.lower() and context.answer is not None:
        task = Task.of(int(row.context["question"]), row.target, row.id)
        await context.answer(
            Incoming(
                channel=app_message.NAME,
                key=f"approval:{row.external_id}:{decision.state}",
                sender=row.target,
                kind=CLICK,
                sent_at=context.clock.now(),
                text=key_of(int(says), ""),
                task_id=str(task),
            )
        )
    await context.database.write(lambda uow: _over(row, decision, uow))


def _over(row: PushView, decision: Decision, uow: UnitOfWork) -> None:
    if uow.timers.put(NAME, _mark(row.id), uow.now, {"state": decision.state, "by": decision.by}, done=True):
        details = {"number": row.external_id, "state": decision.state}
        uow.audit.note(decision.by or "wecom", "approval.read", f"outbox:{row.id}", details)
