"""One-off reminders at their instant, deputies where nobody answered, and in the evening the question what came of today's tasks (P22)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.jobs.job import Context
from handlers import deputy, task_due
from handlers.calendar import official
from handlers.dunning.hearers import sees
from ledger.calendar import is_workday
from storage.reminders import ReminderView
from storage.unit_of_work import UnitOfWork

NAME = "tasks"


def is_due(uow: UnitOfWork, context: Context) -> bool:
    now = context.local_now()
    if uow.reminders.due(limit=1) or uow.timers.is_due(deputy.ASKED, deputy.UNANSWERED):
        return True
    is_evening = now.time() >= context.company.over(uow.settings.texts()).at("task_result_at")
    return is_evening and is_workday(official(), now.date()) and bool(uow.tasks.unanswered(now.date()))


async def run(context: Context) -> None:
    now = context.local_now()
    deeds: list[Callable[[UnitOfWork], object]] = [
        lambda uow: _remind(uow, context),
        lambda uow: deputy.look(uow, now, context.staff_channel),
    ]
    if is_workday(official(), now.date()):
        deeds.append(lambda uow: _ask(uow, now, context))
    # Together: each in a savepoint of its own, and all in one transaction.
    await asyncio.gather(*(context.database.write(deed) for deed in deeds))


def _remind(uow: UnitOfWork, context: Context) -> None:
    for one in uow.reminders.due():
        if uow.reminders.sent(one.id):
            key = f"remind:{one.id}"
            told = {"words": one.words, **_owed(one, uow)}
            uow.outbox.push(
                context.staff_channel, one.person, key, "chat/follow_up/reminder.txt", told, priority=2
            )


def _owed(one: ReminderView, uow: UnitOfWork) -> dict[str, Any]:
    """How the customer stands by now, for who may know it: he may have paid since it was asked for."""
    customer = uow.customers.get(one.customer_id) if one.customer_id is not None else None
    if customer is None or not sees(uow.staff.get(one.person), customer.owner, uow):
        return {}
    position = uow.customers.position(customer.id, uow.today())
    return {"customer": customer.name, "net": position.net, "overdue": position.overdue}


def _ask(uow: UnitOfWork, now: datetime, context: Context) -> None:
    if now.time() >= context.company.over(uow.settings.texts()).at("task_result_at"):
        task_due.ask(uow, now, context.staff_channel)
