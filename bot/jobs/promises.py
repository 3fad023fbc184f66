"""Promises are settled by the books; on workdays in the morning people are told and asked about them (DOMAIN §6)."""

from __future__ import annotations

from datetime import datetime

from bot.jobs.job import Context
from handlers import passed_on, promise_due
from handlers.calendar import official
from ledger.calendar import is_workday
from storage.unit_of_work import UnitOfWork

NAME = "promises"


async def run(context: Context) -> None:
    now = context.local_now()
    await context.database.write(lambda uow: promise_due.settle(uow, now))
    if is_workday(official(), now.date()):
        await context.database.write(lambda uow: _ask(uow, now, context))


def _ask(uow: UnitOfWork, now: datetime, context: Context) -> None:
    if now.time() < context.company.over(uow.settings.texts()).at("follow_up_at"):
        return
    promise_due.ask(uow, now, context.staff_channel)
    passed_on.ask(uow, now, context.staff_channel)
