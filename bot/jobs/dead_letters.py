"""Messages that did not leave, or nobody knows whether: an admin is told once about each, with what to answer."""

from __future__ import annotations

from datetime import datetime

from bot.jobs.job import Context
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

NAME = "dead_letters"
MOST = 50  # a tick looks at so many; with more stuck than that, one sentence tells of them
_OWN = "stuck:"  # a note about what is stuck that gets stuck itself is not noted again


def is_due(uow: UnitOfWork, _: Context) -> bool:
    return bool(untold(uow))


async def run(context: Context) -> None:
    await context.database.write(lambda uow: _tell(uow, context.staff_channel, context.local_now()))


def untold(uow: UnitOfWork) -> list[OutboxView]:
    """What is stuck and was not told yet, the newest first."""
    stuck = [row for row in uow.outbox.stuck(limit=MOST) if not row.unique_key.startswith(_OWN)]
    told = uow.timers.set_among([_mark(row) for row in stuck])
    return [row for row in stuck if _mark(row) not in told]


def _tell(uow: UnitOfWork, channel: str, now: datetime) -> None:
    rows = [row for row in untold(uow) if uow.timers.put(NAME, _mark(row), uow.now, done=True)]
    if not rows:
        return
    unsure = sum(row.state == "unsure" for row in rows)
    counts = uow.outbox.counts()
    waiting = counts.get("failed", 0) + counts.get("unsure", 0)
    # Its minute, and how many wait by now: told of another one in the same words, the platform would drop it.
    at = f"{now:%H:%M}".removeprefix("0")
    context = {
        "count": len(rows), "unsure": unsure, "waiting": waiting, "reason": rows[0].last_error, "at": at,
    }  # fmt: skip
    for person in uow.staff.all():
        if person.role == "admin" and person.active:
            key = f"{_OWN}{rows[0].id}:{rows[0].attempts}:{person.userid}"
            uow.outbox.push(channel, person.userid, key, "chat/unsent/told.txt", context, priority=2)


def _mark(row: OutboxView) -> str:
    """Once a failure: after it was sent again and failed again, it is told again."""
    return f"{_OWN}{row.id}:{row.state}:{row.attempts}:{row.not_before.timestamp():.0f}"
