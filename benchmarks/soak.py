"""Quarters of a company, by seed: outages of the platform, kills, two schedulers, days on which the machine is off.

    python -m benchmarks.soak --seeds 20 --minutes 4

Each seed runs twice through the same facts, calm and rough. Afterwards: 0 messages shown twice, 0 neither sent nor
listed (unsure or failed, which an admin is told), 0 stages of open debts lost against the calm one, 0 said to a customer
who was to be left alone, caps and gaps kept, nothing for customers in quiet hours, the books in order.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import structlog
import uvloop

from benchmarks.aftermath import ZONE, Outcome, faults_of, left
from benchmarks.quarter import DAYS, Event, Platform, days_of, found_company, happen
from bot.clock import SimulatedClock
from bot.wiring import Service, build
from config.settings import Settings
from handlers.language.workdays import is_workday
from storage.schema import migrate
from storage.unit_of_work import UnitOfWork

WECOM = {
    "corp_id": "wx5823bf96d3bd56c7", "agent_id": 1, "secret": "s", "token": "t",
    "aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}  # fmt: skip
MORNING = time_of_day(8, 10)
TICKS = (time_of_day(9, 26), time_of_day(12, 6), time_of_day(17, 42), time_of_day(22, 33))
_ROUNDS = 40
MEMORY = Path("/dev/shm")  # noqa: S108 — a folder of Linux, in which a commit waits for no disk


@dataclass
class Machine:
    """Processes on one database; `rough` is the chance of what goes wrong, None for a calm quarter."""

    url: str
    files: Path
    clock: SimulatedClock
    platform: Platform
    rough: random.Random | None
    services: list[Service] = field(default_factory=list)
    kills: int = 0
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        self.settings = Settings(_env_file=None, database_url=self.url, wecom=WECOM)  # type: ignore[call-arg, arg-type]

    async def start(self) -> None:
        """One more process."""
        service = build(self.settings, clock=self.clock, transport=self.platform, files=self.files)
        await service.start(works=False)
        self.services.append(service)

    async def stop(self) -> None:
        services, self.services = self.services, []
        for service in services:
            await service.stop()

    async def until(self, day: date, at: time_of_day) -> None:
        """Move the Clock there; it never goes back."""
        ahead = datetime.combine(day, at, ZONE).astimezone(UTC) - self.clock.now()
        await self.clock.advance(max(ahead, timedelta()))

    async def live(self) -> None:
        """One tick, in a rough quarter with whatever befalls it."""
        if self.rough is None:
            await self._work(self.services[0])
            return
        fate = self.rough.random()
        self.platform.mode = "up"
        if fate < 0.15:
            self.platform.mode = self.rough.choice(("down", "busy", "cut"))
            await self._work(self.services[0])
        elif fate < 0.3:
            await self._die_sending()
        elif fate < 0.4:
            await self._die_working()
        elif fate < 0.7:
            if len(self.services) == 1:
                await self.start()
            await asyncio.gather(*(self._work(service) for service in self.services))
        else:
            await self._work(self.rough.choice(self.services))
        self.platform.mode = "up"

    async def _work(self, service: Service) -> None:
        await service.scheduler.tick()
        for _ in range(_ROUNDS):
            if not await service.delivery.drain():
                return

    async def _die_sending(self) -> None:
        """Killed with a message on the wire."""
        assert self.rough is not None
        self.platform.mode = self.rough.choice(("dies_before", "dies_after"))
        self.platform.dying.clear()
        working = asyncio.create_task(self._work(self.services[0]))
        dying = asyncio.create_task(self.platform.dying.wait())
        await asyncio.wait((working, dying), return_when=asyncio.FIRST_COMPLETED)
        await self._kill(working, dying)

    async def _die_working(self) -> None:
        """Killed somewhere between two steps of its jobs."""
        assert self.rough is not None
        working = asyncio.create_task(self._work(self.services[0]))
        await asyncio.sleep(self.rough.random() * 0.05)  # a tick takes about so long
        await self._kill(working)

    async def _kill(self, *tasks: asyncio.Task[object]) -> None:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self.kills += 1
        self.platform.mode = "up"
        await self.stop()
        await self.clock.advance(timedelta(minutes=3))  # what it held runs out
        await self.start()
        await self._work(self.services[0])


async def quarter(url: str, folder: Path, seed: int, *, is_rough: bool, days: int = DAYS) -> Outcome:
    """Live through it; the seed gives the facts and the fate."""
    schedule = days_of(seed, days)
    clock = SimulatedClock(datetime.combine(schedule[0][0], MORNING, ZONE).astimezone(UTC))
    fate = random.Random(seed * 7 + 1) if is_rough else None
    machine = Machine(url, folder, clock, Platform(clock), fate)
    await machine.start()
    customers = await machine.services[0].database.write(found_company)
    for day, events, is_on in schedule:
        await machine.until(day, MORNING)
        await machine.services[0].database.write(partial(_all_happen, events, day, customers))
        for at in TICKS if is_on else ():
            if at == TICKS[1] or is_workday(day):
                await machine.until(day, at)
                await machine.live()
    machine.rough = None
    for hour in range(1, 13):  # whatever waits gets its tries
        await clock.advance(timedelta(hours=1, minutes=hour))
        await machine.live()
    outcome = await machine.services[0].database.read(
        lambda uow: left(uow, machine.platform.shown, machine.kills)
    )
    await machine.stop()
    return outcome


def _all_happen(events: Sequence[Event], day: date, customers: list[int], uow: UnitOfWork) -> None:
    for event in events:
        happen(event, day, customers, uow)


@dataclass(frozen=True, slots=True)
class Lived:
    """A seed that was lived through: what is to be told of it, and what was wrong."""

    line: str
    wrong: list[str]


def live_through(seed: int, days: int = DAYS) -> Lived:
    """Both quarters of a seed. A killed process here loses no page of the disk, so they live in memory if they can."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
    started = time.perf_counter()
    memory = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="qz-soak-", dir=memory) as name:
        folder = Path(name)
        migrate(f"sqlite:///{folder / 'empty.db'}")
        for kind in ("calm", "rough"):
            shutil.copyfile(folder / "empty.db", folder / f"{kind}.db")
        calm, rough = (
            uvloop.run(quarter(f"sqlite:///{folder / kind}.db", folder, seed, is_rough=is_rough, days=days))
            for kind, is_rough in (("calm", False), ("rough", True))
        )
    found = faults_of(rough, calm)
    states = Counter(row.state for row in rough.rows)
    seconds = time.perf_counter() - started
    line = f"seed {seed}: {len(rough.rows)} messages {dict(states)}, {rough.kills} kills, {len(found)} faults, {seconds:.0f} s"
    return Lived(line, [f"seed {seed}: {one}" for one in found])


def run(
    seeds: Sequence[int], *, days: int = DAYS, jobs: int = 1, minutes: float = 0
) -> tuple[int, list[str]]:
    """Live through these seeds, so many at once; how many, and every fault. None is begun after `minutes` (0: all are)."""
    until = time.monotonic() + minutes * 60 if minutes else float("inf")
    waiting, wrong, count = list(reversed(seeds)), list[str](), 0
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(live_through, waiting.pop(), days) for _ in range(min(jobs, len(waiting)))}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                lived = one.result()
                print(lived.line, flush=True)
                wrong += lived.wrong
                count += 1
                if waiting and time.monotonic() < until:
                    running.add(pool.submit(live_through, waiting.pop(), days))
    return count, wrong


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="so many at once")
    parser.add_argument("--minutes", type=float, default=0, help="begin none after so long")
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    count, wrong = run(seeds, days=asked.days, jobs=asked.jobs, minutes=asked.minutes)
    for one in wrong:
        print(one)
    print(f"{count} quarters of {asked.seeds} asked for, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
