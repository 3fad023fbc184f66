"""On workdays every customer is looked at: new warnings are told, and once a month grades are proposed (DOMAIN §7)."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import uuid4

from bot.jobs.job import Context
from handlers import grade_round, standing
from handlers.calendar import official
from ledger.calendar import is_workday, next_workday
from storage.job_runs import JobRunView
from storage.standing import customers_after
from storage.unit_of_work import UnitOfWork

NAME = "standing"
EARLIEST = time(8, 25)  # before the managers' digest
CUSTOMERS_AT_ONCE = 100  # a transaction: chat must not wait


def is_due(uow: UnitOfWork, context: Context) -> bool:
    now = context.local_now()
    is_time = now.time() >= EARLIEST and is_workday(official(), now.date())
    return is_time and not uow.job_runs.is_done(NAME, now.date())


async def run(context: Context) -> None:
    now = context.local_now()
    today = now.date()
    holder = uuid4().hex
    claimed = await context.database.write(lambda uow: uow.job_runs.claim(NAME, today, holder))
    if claimed is None:
        return
    monthly = await context.database.read(lambda uow: is_first_of_month(uow, today))
    place = claimed.place
    while True:
        following = await context.database.write(
            lambda uow, place=place: _page(uow, today, holder, place, with_grades=monthly)  # type: ignore[misc]
        )
        if following is None:
            return  # another process goes on
        if following == place:
            break
        place = following
    await context.database.write(
        lambda uow: _finish(uow, claimed, holder, now, context.staff_channel, monthly)
    )


def is_first_of_month(uow: UnitOfWork, today: date) -> bool:
    """Whether no earlier day of this month had a run that came to its end: a missed first day is caught up."""
    first = next_workday(official(), today.replace(day=1))
    return today == first or all(
        (found := uow.job_runs.get(NAME, day)) is None or found.state != "done"
        for day in (today.replace(day=number) for number in range(1, today.day))
    )


def _page(uow: UnitOfWork, today: date, holder: str, place: int, *, with_grades: bool) -> int | None:
    """Look at the next customers; the id of the last, `place` itself when none is left, None when it is lost."""
    ids = customers_after(uow, place, most=CUSTOMERS_AT_ONCE)
    standing.look(uow, ids, today, with_grades=with_grades)
    following = ids[-1] if ids else place
    return following if uow.job_runs.advance(NAME, today, holder, following, {}) else None


def _finish(
    uow: UnitOfWork, claimed: JobRunView, holder: str, now: datetime, channel: str, monthly: bool
) -> None:
    if not uow.job_runs.finish(NAME, claimed.day, holder, {}):
        return
    standing.tell(uow, claimed.started_at, now, channel)
    if monthly:
        grade_round.tell(uow, now, channel)
