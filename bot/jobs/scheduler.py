"""The only importer of APScheduler: ticks in one process. A tick only looks whether a job is due; the job claims it."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery.outbox import Delivery
from bot.jobs import AWAITED, JOBS
from bot.jobs.job import Context
from bot.staff_file import StaffFile
from storage.unit_of_work import UnitOfWork

_log = structlog.get_logger(__name__)
TICK_SECONDS = 20
LOOK_SECONDS = 2  # how soon somebody who waits for an answer is looked after
MISFIRE_GRACE_SECONDS = 3600  # the default of one second drops ticks without a word


class Scheduler:
    """Ticks with the machine's time and asks the Clock what is due, so that a moved clock is noticed at once."""

    def __init__(
        self,
        context: Context,
        delivery: Delivery,
        staff_file: StaffFile | None,
    ) -> None:
        self._context = context
        self._delivery = delivery
        self._staff_file = staff_file
        self._scheduler: AsyncIOScheduler | None = None
        self._running: set[str] = set()
        self._is_blind = False  # the database does not answer

    def start(self) -> None:
        self._scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": MISFIRE_GRACE_SECONDS}
        )
        self._scheduler.add_job(self.tick, "interval", seconds=TICK_SECONDS, id="tick")
        self._scheduler.add_job(self.look, "interval", seconds=LOOK_SECONDS, id="look")
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def tick(self) -> None:
        """Run what is due now; a job that fails is logged and does not keep the others from running."""
        if self._staff_file is not None:
            await self._staff_file.load(self._context.database)
        await self._run_due(JOBS)
        self._delivery.wake()

    async def look(self) -> None:
        """Run what people wait for."""
        await self._run_due(AWAITED)

    async def _run_due(self, jobs: Sequence[ModuleType]) -> None:
        """In their order. What one has done the next ones see; with nothing to do the database is asked once."""
        context, place = self._context, 0
        while place < len(jobs):
            left = jobs[place:]
            try:
                found = await context.database.read(lambda uow, left=left: _first_due(left, uow, context))  # type: ignore[misc]
            except Exception:
                if not self._is_blind:  # once: it is looked every two seconds
                    _log.exception("nobody can say which job is due")
                self._is_blind = True
                return
            if self._is_blind:
                _log.info("it is known again which job is due")
            self._is_blind = False
            if found is None:
                return
            place += found + 1
            await self._run(left[found])

    async def _run(self, job: ModuleType) -> None:
        """A job that still runs is left alone: each does its work once, but not twice at the same time."""
        if job.NAME in self._running:
            return
        self._running.add(job.NAME)
        try:
            await job.run(self._context)
        except Exception:
            _log.exception("job failed", job=job.NAME)
        finally:
            self._running.discard(job.NAME)


def _first_due(jobs: Sequence[ModuleType], uow: UnitOfWork, context: Context) -> int | None:
    """The place of the first that has something to do; None when none has."""
    for place, job in enumerate(jobs):
        try:
            if job.is_due(uow, context):
                return place
        except Exception:
            # It fails alone: its run is logged under its name, and the others are looked at anew.
            _log.exception("job cannot be looked at", job=job.NAME)
            return place
    return None
