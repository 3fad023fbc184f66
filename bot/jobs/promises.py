"""Promises are settled by the books; on workdays in the morning people are told and asked about them (DOMAIN §6)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.jobs.job import Context
from handlers import morning, passed_on, promise_due
from handlers.calendar import official
from ledger.calendar import is_workday
from storage.unit_of_work import UnitOfWork

NAME = "promises"


def is_due(uow: UnitOfWork, context: Context) -> bool:
    now = context.local_now()
    if promise_due.is_decided(uow, now):
        return True
    is_morning = is_workday(official(), now.date()) and _is_time(uow, now, context)
    return is_morning and (promise_due.is_to_be_asked(uow, now) or passed_on.is_to_be_asked(uow))


async def run(context: Context) -> None:
    now = context.local_now()
    deeds: list[Callable[[UnitOfWork], object]] = [lambda uow: promise_due.settle(uow, now)]
    if is_workday(official(), now.date()):
        deeds.append(lambda uow: _ask(uow, now, context))
    # In this order, each in a savepoint of its own, and all in one transaction.
    await asyncio.gather(*(context.database.write(deed) for deed in deeds))


def _ask(uow: UnitOfWork, now: datetime, context: Context) -> None:
    if _is_time(uow, now, context):
        channel = context.staff_channel
        asked = [*promise_due.questions(uow, now, channel), *passed_on.questions(uow, now)]
        morning.ask(asked, uow, channel=channel, now=now)


def _is_time(uow: UnitOfWork, now: datetime, context: Context) -> bool:
    return now.time() >= context.company.over(uow.settings.texts()).at("follow_up_at")
