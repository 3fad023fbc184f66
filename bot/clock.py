"""The one Clock: business time (days, due instants, quiet hours, recorded_at). Ids, leases and sockets use the machine's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The instant it is, aware, UTC."""


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SimulatedClock:
    """Runs with the machine's time from where it is set, and can be moved forward, never back."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = start - datetime.now(UTC) if start else timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    async def advance(self, by: timedelta) -> datetime:
        """Move forward. Raises ValueError for a step back."""
        if by < timedelta():
            raise ValueError("the clock moves forward only")
        self._ahead += by
        return self.now()


class StandingClock(SystemClock):
    """Stands still at one instant, for a command that is about a day."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        return self._instant
