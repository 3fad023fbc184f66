"""The one Clock: forward only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SimulatedClock

START = datetime(2026, 12, 3, 4, 0, tzinfo=UTC)


async def test_a_simulated_clock_starts_where_it_is_set_and_moves_forward() -> None:
    clock = SimulatedClock(START)
    moved = await clock.advance(timedelta(days=1))
    assert timedelta(days=1) <= moved - START < timedelta(days=1, seconds=5)


async def test_it_never_moves_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        await SimulatedClock(START).advance(timedelta(seconds=-1))
