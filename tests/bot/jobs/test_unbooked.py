"""In the evening everyone hears once what he said today that is not booked yet (P3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.bot.company import Company, company


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def told(shop: Company) -> list[str]:
    shop.platform.sent.clear()
    for _ in range(2):
        await shop.service.scheduler.tick()
    while await shop.service.delivery.drain():
        continue
    return [text for to, text in shop.platform.sent if to == "zhou" and "没记成" in text]


async def test_what_waits_for_a_word_is_told_once(shop: Company) -> None:
    await shop.say("zhou", "永盛 3000")
    assert await told(shop) == []
    await shop.clock.advance(timedelta(hours=5, minutes=45))
    (text,) = await told(shop)
    assert "3,000" in text
    assert await told(shop) == []


async def test_what_was_asked_a_moment_ago_waits_a_little(shop: Company) -> None:
    await shop.clock.advance(timedelta(hours=6))
    await shop.say("zhou", "永盛 3000")
    assert await told(shop) == []
    await shop.clock.advance(timedelta(minutes=21))
    assert len(await told(shop)) == 1
