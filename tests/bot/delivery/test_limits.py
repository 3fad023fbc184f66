"""No more leaves than the platform takes, over one process or several."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from redis.asyncio import Redis
from structlog.testing import capture_logs

from bot.delivery import limits as delivery_limits
from bot.delivery.limits import MEMBER, ROBOT, Limits, Quota

NOON = datetime(2026, 12, 3, 4, 0, tzinfo=UTC)
SALES = (Quota("robot:sales", ROBOT),)
ZHOU = (Quota("app:zhou", MEMBER),)


@pytest_asyncio.fixture(params=["here", "shared"])
async def limits(request: pytest.FixtureRequest) -> AsyncIterator[list[Limits]]:
    """Two processes' limits; without a Redis they are one process's."""
    if request.param == "here":
        yield [Limits()] * 2
        return
    url = request.getfixturevalue("redis_url")
    async with Redis.from_url(url) as one, Redis.from_url(url) as other:
        yield [Limits(one), Limits(other)]


async def test_a_robot_takes_twenty_a_minute_whichever_process_sends(limits: list[Limits]) -> None:
    waits = [await limits[n % 2].take(SALES, NOON + timedelta(seconds=n)) for n in range(21)]
    assert waits[:20] == [timedelta()] * 20
    assert waits[20] == timedelta(seconds=62 - 20)


async def test_what_was_held_back_does_not_count(limits: list[Limits]) -> None:
    for _ in range(40):
        await limits[0].take(SALES, NOON)
    later = NOON + timedelta(seconds=62)
    assert [await limits[0].take(SALES, later) for _ in range(20)] == [timedelta()] * 20


async def test_robots_do_not_hold_up_each_other(limits: list[Limits]) -> None:
    for _ in range(20):
        await limits[0].take(SALES, NOON)
    assert await limits[0].take((Quota("robot:finance", ROBOT),), NOON) == timedelta()


async def test_a_reply_finds_room_behind_thirty_reminders(limits: list[Limits]) -> None:
    taken = [await limits[0].take(ZHOU, NOON, priority=5) for _ in range(30)]
    assert taken.count(timedelta()) == 29
    assert await limits[0].take(ZHOU, NOON, priority=0) == timedelta()
    assert await limits[0].take(ZHOU, NOON, priority=0) > timedelta()


async def test_a_member_gets_a_thousand_an_hour(limits: list[Limits]) -> None:
    waits = [await limits[0].take(ZHOU, NOON + timedelta(seconds=3 * n), priority=0) for n in range(1_001)]
    assert waits[:1_000] == [timedelta()] * 1_000
    assert waits[1_000] == timedelta(seconds=3_602 - 3_000)


async def test_without_its_redis_a_process_counts_for_itself() -> None:
    async with Redis(host="127.0.0.1", port=1) as away:
        alone = Limits(away)
        waits = [await alone.take(SALES, NOON) for _ in range(21)]
    assert waits.count(timedelta()) == 20


async def test_it_is_said_once_that_redis_is_away_and_once_that_it_is_back(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_limits, "AWAY_SECONDS", 0.0)
    monkeypatch.setattr(delivery_limits, "REDIS_SECONDS", 60.0)  # a busy machine is not an absent one
    async with Redis.from_url(redis_url) as redis:
        limits, pool = Limits(redis), redis.connection_pool
        with capture_logs() as said:
            redis.connection_pool = Redis(host="127.0.0.1", port=1).connection_pool
            await limits.take(SALES, NOON)
            await limits.take(SALES, NOON)
            redis.connection_pool = pool
            await limits.take(SALES, NOON)
            await limits.take(SALES, NOON)
    assert [str(line["event"])[:13] for line in said] == ["redis is away", "redis is back"]


async def test_what_is_long_past_is_forgotten() -> None:
    limits = Limits()
    for number in range(4_100):
        await limits.take((Quota(f"robot:{number}", ROBOT),), NOON)
    await limits.take(SALES, NOON + timedelta(hours=1))
    assert len(limits._taken) < 10
