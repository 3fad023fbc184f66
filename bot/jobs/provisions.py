"""On the first workday of a month finance hears what the provision of the last month end should be (DOMAIN §7)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from bot.jobs.job import Context
from handlers import provision
from handlers.allowance import Allowance, allowance, month_end_before
from handlers.calendar import official
from ledger.calendar import next_workday
from storage.unit_of_work import UnitOfWork

NAME = "provision"
EARLIEST = time(9, 10)  # behind the digests
LATEST_DAY = 10  # of the month: later than this nobody closes the month before
SETTLED = timedelta(minutes=1)  # what was recorded so long ago is certainly written


def is_due(uow: UnitOfWork, context: Context) -> bool:
    now = context.local_now()
    today = now.date()
    if now.time() < EARLIEST or today.day > LATEST_DAY:
        return False
    first = next_workday(official(), today.replace(day=1))
    return today >= first and not uow.job_runs.is_done(NAME, month_end_before(today))


async def run(context: Context) -> None:
    now = context.local_now()
    today = now.date()
    holder, as_of = uuid4().hex, month_end_before(today)
    claimed = await context.database.write(lambda uow: uow.job_runs.claim(NAME, as_of, holder))
    if claimed is None:
        return
    known_by = context.clock.now() - SETTLED
    found = await context.database.read(lambda uow: _computed(uow, as_of, known_by, context))
    await context.database.write(lambda uow: _tell(uow, found, holder, now, context.staff_channel))


def _computed(uow: UnitOfWork, as_of: date, known_by: datetime, context: Context) -> Allowance:
    return allowance(as_of, known_by, context.company.over(uow.settings.texts()), uow)


def _tell(uow: UnitOfWork, found: Allowance, holder: str, now: datetime, channel: str) -> None:
    """Whoever keeps the books is asked whether it is posted; a month already posted is left."""
    if not uow.job_runs.finish(NAME, found.as_of, holder, {}):
        return
    last = next(reversed(uow.provisions.posted()), None)
    if (last is not None and last.as_of >= found.as_of) or not (found.total or last):
        return
    draft = uow.provisions.draft(found.as_of, found.known_by, found.method, found.lines)
    row = uow.provisions.propose(draft)
    provision.ask_later_of(row, found, uow, now=now, channel=channel)
