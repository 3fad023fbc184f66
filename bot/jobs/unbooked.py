"""About 17:40 everyone hears what he said today that is not booked yet (P3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.jobs.job import Context
from handlers.conversation import unbooked
from handlers.jsonable import to_plain
from storage.unit_of_work import UnitOfWork

NAME = "unbooked"
STILL_ANSWERING = timedelta(minutes=20)  # who was asked a moment ago needs no reminder of it


async def run(context: Context) -> None:
    now = context.local_now()
    await context.database.write(lambda uow: _tell(uow, now, context))


def _tell(uow: UnitOfWork, now: datetime, context: Context) -> None:
    if now.time() < context.company.over(uow.settings.texts()).at("unbooked_at"):
        return
    for channel, _chat, speaker, state in uow.conversations.all():
        open_ones = [
            asked for asked in unbooked(state) if asked.draft and asked.asked_at.date() == now.date()
        ]
        facts = [fact.line() for asked in open_ones if asked.draft for fact in asked.draft.facts]
        if facts and all(now - asked.asked_at >= STILL_ANSWERING for asked in open_ones):
            _push(uow, channel, speaker, now, {"lines": facts})


def _push(uow: UnitOfWork, channel: str, speaker: str, now: datetime, context: dict[str, Any]) -> None:
    uow.outbox.push(
        channel=channel,
        target=speaker,
        unique_key=f"unbooked:{speaker}:{now.date().isoformat()}",
        template="chat/booking/unbooked_today.txt",
        context=to_plain(context),
    )
