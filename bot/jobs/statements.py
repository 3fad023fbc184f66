"""Statements that did not reach their customers: whoever sent them gets the words to pass on, once."""

from __future__ import annotations

from datetime import timedelta

from bot.jobs.job import Context
from handlers.statement_sent import CHANNEL, LETTER
from storage.pushes import PushView
from storage.unit_of_work import UnitOfWork

NAME = "statements"
MOST = 200
BACK, ARRIVED = "chat/statement/came_back.txt", "chat/statement/arrived.txt"
_AFTER_NOTICE = timedelta(seconds=2)
_PRIORITY = 3


def is_due(uow: UnitOfWork, _: Context) -> bool:
    return any(row.template == LETTER for row in uow.pushes.failed(CHANNEL, limit=MOST))


async def run(context: Context) -> None:
    await context.database.write(lambda uow: _back(uow, context))


def _back(uow: UnitOfWork, context: Context) -> None:
    for row in uow.pushes.failed(CHANNEL, limit=MOST):
        if row.template == LETTER:
            uow.outbox.drop(row.id)
            pass_on(row, "", uow, context)


def pass_on(row: PushView, why: str, uow: UnitOfWork, context: Context) -> None:
    """The words, behind the reason (`why`: no_friend | quota_used | "")."""
    person = str(row.context.get("by_id", ""))
    told = {"customer": row.context["customer"], "way": row.context["way"], "why": why}
    uow.outbox.push(context.staff_channel, person, f"{row.unique_key}:back", BACK, told, priority=_PRIORITY)
    uow.outbox.push(
        context.staff_channel, person, f"{row.unique_key}:forward", LETTER, {**row.context, "sheet": False, "link_card": False},
        priority=_PRIORITY, not_before=uow.now + _AFTER_NOTICE,
    )  # fmt: skip


def arrived(row: PushView, uow: UnitOfWork, context: Context) -> None:
    """The colleague's tap has sent it."""
    person, told = str(row.context.get("by_id", "")), {"customer": row.context["customer"]}
    uow.outbox.push(
        context.staff_channel, person, f"{row.unique_key}:arrived", ARRIVED, told, priority=_PRIORITY
    )
