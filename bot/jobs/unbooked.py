"""About 17:40 everyone hears what he said today that is not booked yet (P3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.jobs.job import Context
from handlers.conversation import unbooked
from handlers.jsonable import to_plain
from storage.unit_of_work import UnitOfWork

NAME = "unbooked"
STILL_ANSWERING = timedelta(minutes=20)  # who was asked a moment ago needs no reminder of it


def is_due(uow: UnitOfWork, context: Context) -> bool:
    return any(_untold(uow, context.local_now(), context))


async def run(context: Context) -> None:
    now = context.local_now()
    await context.database.write(lambda uow: _tell(uow, now, context))


def _tell(uow: UnitOfWork, now: datetime, context: Context) -> None:
    for channel, speaker, facts in list(_untold(uow, now, context)):
        _push(uow, channel, speaker, now, {"lines": facts})


def _untold(
    uow: UnitOfWork, now: datetime, context: Context
) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(channel, speaker, what is not booked) of those who have not heard of it today."""
    if now.time() < context.company.over(uow.settings.texts()).at("unbooked_at"):
        return
    for channel, _chat, speaker, state in uow.conversations.all():
        open_ones = [
            asked for asked in unbooked(state) if asked.draft and asked.asked_at.date() == now.date()
        ]
        facts = [fact.line() for asked in open_ones if asked.draft for fact in asked.draft.facts]
        if not facts or any(now - asked.asked_at < STILL_ANSWERING for asked in open_ones):
            continue
        if uow.outbox.find(_key(speaker, now)) is None:
            yield channel, speaker, facts


def _key(speaker: str, now: datetime) -> str:
    return f"unbooked:{speaker}:{now.date().isoformat()}"


def _push(uow: UnitOfWork, channel: str, speaker: str, now: datetime, context: dict[str, Any]) -> None:
    uow.outbox.push(
        channel=channel,
        target=speaker,
        unique_key=_key(speaker, now),
        template="chat/booking/unbooked_today.txt",
        context=to_plain(context),
    )
