"""Digests at their times; one that was missed in the morning goes later that day, never the day after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial

from bot.editions import Digest, composed, is_done, of_day, put
from bot.jobs.job import Context
from config.company import CompanySettings
from storage.unit_of_work import UnitOfWork

NAME = "digests"
_LATEST = timedelta(hours=12)
_ASIDE = timedelta(minutes=2)


def is_due(uow: UnitOfWork, context: Context) -> bool:
    return bool(due(uow, context.local_now(), context.company))


async def run(context: Context) -> None:
    """Whatever is due and has not gone today."""
    now = context.local_now()
    if digests := await context.database.read(lambda uow: due(uow, now, context.company)):
        await send(digests, now, context)


async def send(digests: Sequence[Digest], now: datetime, context: Context) -> None:
    """Read without keeping chat from writing, then claim and write the rows of each together."""
    made = await context.database.read(
        lambda uow: composed(digests, uow, now, context.company, context.groups)
    )
    for digest, messages in zip(digests, made, strict=True):
        await context.database.write(
            partial(
                put, digest=digest, day=now.date(), messages=messages, staff_channel=context.staff_channel
            )
        )


def due(uow: UnitOfWork, now: datetime, company: CompanySettings) -> list[Digest]:
    """Those of today whose time has come and that have not gone yet, in their order; none before the first entry."""
    settings, day = company.over(uow.settings.texts()), now.date()
    if not uow.anchors.head()[0]:
        return []
    return [
        digest
        for digest in of_day(uow, day, company)
        if _is_time(settings.at(digest.at), now) and not is_done(uow, digest, day)
    ]


def _is_time(at: time, now: datetime) -> bool:
    """From its time on; what was missed by half a day is for nobody any more. Nothing leaves on :00 or :30."""
    since = now - datetime.combine(now.date(), at, now.tzinfo)
    return (_ASIDE if at.minute in (0, 30) else timedelta()) <= since < _LATEST
