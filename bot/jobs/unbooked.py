"""About 17:40 everyone hears what he said today that is not booked yet (P3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.jobs.job import Context
from handlers.conversation import unbooked
from handlers.jsonable import to_plain
from storage.unit_of_work import UnitOfWork

NAME = "unbooked"


async def run(context: Context) -> None:
    now = context.local_now()
    await context.database.write(lambda uow: _tell(uow, now, context))


def _tell(uow: UnitOfWork, now: datetime, context: Context) -> None:
    if now.time() < context.company.over(uow.settings.texts()).at("unbooked_at"):
        return
    for channel, _chat, speaker, state in uow.conversations.all():
        facts = [
            fact.line()
            for asked in unbooked(state)
            if asked.draft and asked.asked_at.date() == now.date()
            for fact in asked.draft.facts
        ]
        if facts:
            _push(uow, channel, speaker, now, {"lines": facts})


def _push(uow: UnitOfWork, channel: str, speaker: str, now: datetime, context: dict[str, Any]) -> None:
    uow.outbox.push(
        channel=channel,
        target=speaker,
        unique_key=f"unbooked:{speaker}:{now.date().isoformat()}",
        template="chat/booking/unbooked_today.txt",
        context=to_plain(context),
    )
