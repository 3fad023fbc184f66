"""Time passes: forward only, in small steps, so that what falls due in between happens in its order."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import SimulatedClock
from bot.wiring import Service

STEP = timedelta(minutes=20)
MORNING = time(8)
FARTHEST = timedelta(days=31)
_ROUNDS = 200  # of 50 rows each: what is left then goes with the next step


async def pass_time(service: Service, clock: SimulatedClock, by: timedelta) -> None:
    """Move the Clock by `by`, running due jobs and sending what they say after every step.

    Raises ValueError for a step back or one of more than 31 days.
    """
    if not timedelta() < by <= FARTHEST:
        raise ValueError("forward, and at most 31 days at once")
    until = clock.now() + by
    while (left := until - clock.now()) > timedelta():
        await clock.advance(min(STEP, left))
        await service.scheduler.tick()
        await _send_all(service)


async def _send_all(service: Service) -> None:
    for _ in range(_ROUNDS):
        if not await service.delivery.drain():
            return


def until_morning(now: datetime, zone: ZoneInfo) -> timedelta:
    """From now to eight o'clock of the next business day's morning in `zone`."""
    local = now.astimezone(zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), MORNING, zone)
    return tomorrow - local
