"""Time goes forward, and what falls due on the way happens."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.simulator.passage import pass_time, until_morning
from tests.bot.simulator.played import Played, listening

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 12, 3, 1, 0, tzinfo=UTC), 23),
        (datetime(2026, 12, 2, 23, 0, tzinfo=UTC), 25),  # seven in the morning: the next day's eight
        (datetime(2026, 12, 3, 15, 0, tzinfo=UTC), 9),
    ],
)
def test_until_eight_of_the_next_morning(now: datetime, hours: int) -> None:
    assert until_morning(now, SHANGHAI) == timedelta(hours=hours)


@pytest.mark.parametrize("minutes", [0, -60, 32 * 24 * 60])
async def test_the_clock_never_goes_back_nor_too_far(live: Played, minutes: int) -> None:
    with pytest.raises(ValueError, match="forward"):
        await pass_time(live.service, live.simulator.clock, timedelta(minutes=minutes))
    assert (await live.http.post("/simulator/clock", json={"minutes": minutes})).status_code == 422


async def test_a_day_later_is_a_day_later(live: Played) -> None:
    before = live.simulator.clock.now()
    answer = await live.http.post("/simulator/clock", json={"minutes": 1440})
    shown = datetime.fromisoformat(answer.json()["now"])
    assert timedelta(days=1) <= shown - before.replace(microsecond=0) < timedelta(days=1, minutes=1)
    assert shown.utcoffset() == timedelta(hours=8)


def told(live: Played) -> list[str]:
    return [bubble.text for bubble in live.pushed("laozhou")]


async def test_what_was_not_booked_is_told_in_the_evening(live: Played) -> None:
    assert "记" in await live.say("laozhou", "永盛12万")  # ten times the usual: asked
    await live.http.post("/simulator/clock", json={"minutes": 7 * 60})
    assert [text for text in told(live) if "没记" in text] == []
    await live.http.post("/simulator/clock", json={"minutes": 120})
    assert "永盛装饰" in next(text for text in told(live) if "没记" in text)


async def test_after_a_restart_the_clock_is_not_before_the_books(live: Played) -> None:
    await live.http.post("/simulator/clock", json={"minutes": 3 * 1440})
    await live.say("laozhou", "永盛拿了1万瓷砖 下月15给")
    stood_at = live.simulator.clock.now()
    live.simulator.clock._ahead -= timedelta(days=3)  # as a new process begins
    await live.simulator.start()
    assert stood_at - timedelta(minutes=1) < live.simulator.clock.now() < stood_at + timedelta(minutes=1)


async def test_several_watch_and_each_sees_everything(still: Played) -> None:
    chats = still.simulator.platform.chats
    watchers = [asyncio.create_task(still.next_push("laozhou")) for _ in range(3)]
    await asyncio.sleep(0)
    bubble = chats.heard("laozhou", "到期了", pushed=True)
    assert await asyncio.gather(*watchers) == [bubble] * 3


async def test_after_a_restart_the_chats_show_what_was_said(tmp_path: Path) -> None:
    async with listening(tmp_path) as before:
        answer = await before.say("laozhou", "永盛拿了1.2万瓷砖 下月15给")
        await before.say("lijie", "永盛欠多少")
    async with listening(tmp_path) as after:
        chats = after.simulator.platform.chats
        shown = [(one.side, one.text) for one in chats.of("laozhou")]
        assert shown == [("person", "永盛拿了1.2万瓷砖 下月15给"), ("app", answer)]
        assert [one.side for one in chats.of("lijie")] == ["person", "app"]
        assert chats.unread() == {}
