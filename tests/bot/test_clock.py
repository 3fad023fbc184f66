"""The one Clock: forward only, and who sleeps is woken when it is moved."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SimulatedClock, SystemClock

START = datetime(2026, 12, 3, 4, 0, tzinfo=UTC)


async def test_a_simulated_clock_starts_where_it_is_set_and_moves_forward() -> None:
    clock = SimulatedClock(START)
    moved = await clock.advance(timedelta(days=1))
    assert timedelta(days=1) <= moved - START < timedelta(days=1, seconds=5)


async def test_it_never_moves_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        await SimulatedClock(START).advance(timedelta(seconds=-1))


async def test_a_sleeper_is_woken_by_moving_the_clock() -> None:
    clock = SimulatedClock(START)
    sleeper = asyncio.create_task(clock.sleep_until(START + timedelta(hours=9)))
    await asyncio.sleep(0)
    await clock.advance(timedelta(hours=8))
    await asyncio.sleep(0)
    assert not sleeper.done()
    await clock.advance(timedelta(hours=1))
    await asyncio.wait_for(sleeper, timeout=5)


async def test_the_machines_clock_does_not_wait_for_the_past() -> None:
    clock = SystemClock()
    await asyncio.wait_for(clock.sleep_until(clock.now() - timedelta(days=1)), timeout=5)
    assert clock.now().tzinfo is UTC
