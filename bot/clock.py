"""The one Clock: business time (days, due instants, quiet hours, recorded_at). Ids, leases and sockets use the machine's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The instant it is, aware, UTC."""

    async def sleep_until(self, instant: datetime) -> None:
        """Return when `instant` has come."""


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep_until(self, instant: datetime) -> None:
        await asyncio.sleep(max(0.0, (instant - self.now()).total_seconds()))


class SimulatedClock:
    """Runs with the machine's time from where it is set, and can be moved forward, never back."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = start - datetime.now(UTC) if start else timedelta()
        self._moved = asyncio.Condition()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    async def advance(self, by: timedelta) -> datetime:
        """Move forward and wake who sleeps. Raises ValueError for a step back."""
        if by < timedelta():
            raise ValueError("the clock moves forward only")
        async with self._moved:
            self._ahead += by
            self._moved.notify_all()
        return self.now()

    async def sleep_until(self, instant: datetime) -> None:
        async with self._moved:
            while self.now() < instant:
                wait = (instant - self.now()).total_seconds()
                try:
                    await asyncio.wait_for(self._moved.wait(), timeout=wait)
                except TimeoutError:
                    continue


class StandingClock(SystemClock):
    """Stands still at one instant, for a command that is about a day."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        return self._instant
