"""At noon and in the evening of the days of digests finance gets one numbered list of the money that waits to be confirmed (P13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.jobs.job import Context
from handlers import receipt
from handlers.digests.period import goes_on
from handlers.jsonable import to_plain
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

NAME = "receipts"


def is_due(uow: UnitOfWork, context: Context) -> bool:
    return any(_untold(uow, context.local_now(), context))


async def run(context: Context) -> None:
    now = context.local_now()
    await context.database.write(lambda uow: _tell(uow, now, context))


def _untold(uow: UnitOfWork, now: datetime, context: Context) -> Iterator[tuple[str, StaffView]]:
    """The key of the list that is due and not told yet, and whom it is for."""
    company = context.company.over(uow.settings.texts())
    due = [key for key in ("receipts_noon_at", "receipts_evening_at") if now.time() >= company.at(key)]
    if not due or not goes_on(company, now.date()) or not uow.receipts.reported():
        return
    for person in uow.staff.all():
        key = f"{due[-1]}:{person.userid}:{now.date().isoformat()}"
        if person.role == "finance" and person.active and uow.outbox.find(key) is None:
            yield key, person


def _tell(uow: UnitOfWork, now: datetime, context: Context) -> None:
    channel = context.staff_channel
    for key, person in list(_untold(uow, now, context)):
        state = uow.conversations.load(channel, "", person.userid)
        listed = receipt.listing(state, now.date(), uow)
        pushed = uow.outbox.push(
            channel=channel,
            target=person.userid,
            unique_key=key,
            template="chat/" + listed.template,
            context=to_plain(listed.context),
        )
        if pushed:
            uow.conversations.save(channel, "", person.userid, state)
