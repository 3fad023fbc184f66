"""Customers with very many debts become one, or two, some debts at a time: chat goes on meanwhile."""

from __future__ import annotations

from typing import Final

from bot.jobs.job import Context
from handlers import moving
from storage.unit_of_work import UnitOfWork

NAME: Final = "moving"


def is_due(uow: UnitOfWork, _: Context) -> bool:
    return uow.timers.is_due(moving.WORK)


async def run(context: Context) -> None:
    """Carry what waits; killed in between, the next tick goes on where this one was."""
    due = await context.database.read(lambda uow: uow.timers.due(kinds=(moving.WORK,), limit=20))
    for work in due:
        for debts in moving.batches(work):
            await context.database.write(
                lambda uow, work=work, debts=debts: moving.carry(work, debts, uow)  # type: ignore[misc]
            )
        await context.database.write(
            lambda uow, work=work: moving.finish(work, context.staff_channel, uow)  # type: ignore[misc]
        )
