"""The words of old messages are forgotten after the days the company has set; their keys stay. Once a day."""

from __future__ import annotations

from datetime import timedelta

from bot.jobs.job import Context
from storage.unit_of_work import UnitOfWork

NAME = "sweep"
MOST = 500  # rows a transaction: chat must not wait


def is_due(uow: UnitOfWork, context: Context) -> bool:
    return not uow.timers.is_set(_mark(context))


def _mark(context: Context) -> str:
    return f"{NAME}:{context.local_now().date().isoformat()}"


async def run(context: Context) -> None:
    mark = _mark(context)
    if not await context.database.write(lambda uow: uow.timers.put(NAME, mark, uow.now, done=True)):
        return

    def sweep(uow: UnitOfWork) -> int:
        days = context.company.over(uow.settings.texts()).whole("inbox_days")
        return uow.inbox.forget(uow.now - timedelta(days=days), limit=MOST)

    while await context.database.write(sweep) == MOST:
        continue
