"""Jobs that somebody waits for: run at once, and once more where it was rung meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from types import ModuleType

import structlog

from bot.jobs.job import Context
from storage.transaction import cause_of, is_away

_log = structlog.get_logger(__name__)


class Bell:
    """Runs `jobs` in their order when it is rung, then does `then`; what it misses the next tick finds."""

    def __init__(
        self, context: Context, jobs: Sequence[ModuleType], then: Callable[[], None] = lambda: None
    ) -> None:
        self._context = context
        self._jobs = jobs
        self._then = then
        self._task: asyncio.Task[None] | None = None
        self._is_rung = False

    def ring(self) -> None:
        """Returns at once."""
        self._is_rung = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def finish(self) -> None:
        """Wait for what is being done."""
        if self._task is not None:
            await self._task

    async def _work(self) -> None:
        while self._is_rung:
            self._is_rung = False
            try:
                for job in self._jobs:
                    await job.run(self._context)
                self._then()
            except Exception as error:
                if is_away(error):
                    _log.warning("what was rung for waits for the next tick", cause=cause_of(error))
                else:
                    _log.exception("what was rung for waits for the next tick")
