"""At noon and in the evening finance gets one numbered list of the money that waits to be confirmed (P13)."""

from __future__ import annotations

from datetime import datetime

from bot.jobs.job import Context
from handlers import receipt
from handlers.jsonable import to_plain
from storage.unit_of_work import UnitOfWork

NAME = "receipts"


async def run(context: Context) -> None:
    now = context.local_now()
    await context.database.write(lambda uow: _tell(uow, now, context))


def _tell(uow: UnitOfWork, now: datetime, context: Context) -> None:
    company = context.company.over(uow.settings.texts())
    due = [key for key in ("receipts_noon_at", "receipts_evening_at") if now.time() >= company.at(key)]
    if not due or not uow.receipts.reported():
        return
    channel = context.staff_channel
    for person in uow.staff.all():
        if person.role != "finance" or not person.active:
            continue
        state = uow.conversations.load(channel, "", person.userid)
        listed = receipt.listing(state, now.date(), uow)
        key = f"{due[-1]}:{person.userid}:{now.date().isoformat()}"
        pushed = uow.outbox.push(
            channel=channel,
            target=person.userid,
            unique_key=key,
            template="chat/" + listed.template,
            context=to_plain(listed.context),
        )
        if pushed:
            uow.conversations.save(channel, "", person.userid, state)
