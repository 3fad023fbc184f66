"""Once a month the scorecard is fitted anew on the company's own past, and used only where it beats the rule."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from uuid import uuid4

from bot.jobs.job import Context
from handlers.judging import JOB, report_of
from ledger.choice import choose
from storage.habits import habits
from storage.outcomes import outcomes
from storage.unit_of_work import UnitOfWork

NAME = JOB
EARLIEST = time(5, 10)
LEASE = timedelta(minutes=30)  # 1,000,000 instalments are fitted in a quarter of that


def is_due(uow: UnitOfWork, context: Context) -> bool:
    now = context.local_now()
    return now.time() >= EARLIEST and not uow.job_runs.is_done(NAME, now.date().replace(day=1))


async def run(context: Context) -> None:
    """The run of this month, whose report is the choice: append-only, with its date and figures."""
    now = context.local_now()
    month = now.date().replace(day=1)
    before = await context.database.read(lambda uow: uow.job_runs.get(NAME, month))
    if (before is not None and before.state == "done") or now.time() < EARLIEST:
        return
    holder = uuid4().hex
    if not await context.database.write(lambda uow: uow.job_runs.claim(NAME, month, holder, lease=LEASE)):
        return
    rows = await context.database.read(lambda uow: list(outcomes(uow)))
    habit = await context.database.read(lambda uow: habits(uow, now.date()))
    choice = await asyncio.to_thread(choose, rows, now.date())
    report = report_of(choice, habit.everyone, now.date())
    await context.database.write(lambda uow: uow.job_runs.finish(NAME, month, holder, report))
