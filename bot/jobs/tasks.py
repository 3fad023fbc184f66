"""One-off reminders at their instant, deputies where nobody answered, and in the evening the question what came of today's tasks (P22)."""

from __future__ import annotations

from datetime import datetime

from bot.jobs.job import Context
from handlers import deputy, task_due
from handlers.calendar import official
from ledger.calendar import is_workday
from storage.unit_of_work import UnitOfWork

NAME = "tasks"


async def run(context: Context) -> None:
    now = context.local_now()
    await context.database.write(lambda uow: _remind(uow, context))
    await context.database.write(lambda uow: deputy.look(uow, now, context.staff_channel))
    if is_workday(official(), now.date()):
        await context.database.write(lambda uow: _ask(uow, now, context))


def _remind(uow: UnitOfWork, context: Context) -> None:
    for one in uow.reminders.due():
        if uow.reminders.sent(one.id):
            key = f"remind:{one.id}"
            told = {"words": one.words}
            uow.outbox.push(
                context.staff_channel, one.person, key, "chat/follow_up/reminder.txt", told, priority=2
            )


def _ask(uow: UnitOfWork, now: datetime, context: Context) -> None:
    if now.time() >= context.company.over(uow.settings.texts()).at("task_result_at"):
        task_due.ask(uow, now, context.staff_channel)
