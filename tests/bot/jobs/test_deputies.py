"""Somebody waits at the gate and nobody answers: the deputy is asked, and in the end it is no (P22)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

ASKED = "永盛来拉5万 能装车吗"


def limit(uow: UnitOfWork) -> None:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    uow.customers.update(customer.id, credit_limit=1_000_000)


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        await opened.service.database.write(limit)
        yield opened


async def told(shop: Company) -> list[tuple[str, str]]:
    shop.platform.sent.clear()
    for _ in range(2):
        await shop.service.scheduler.tick()
    while await shop.service.delivery.drain():
        continue
    return [(to, text) for to, text in shop.platform.sent]


async def test_after_a_quarter_of_an_hour_the_deputy_is_asked_once(shop: Company) -> None:
    await shop.say("wu", ASKED)
    await told(shop)
    await shop.clock.advance(timedelta(minutes=14))
    assert await told(shop) == []
    await shop.clock.advance(timedelta(minutes=2))
    assert sorted(to for to, _ in await told(shop)) == ["admin", "wu"]
    assert await told(shop) == []


async def test_the_first_word_counts(shop: Company) -> None:
    await shop.say("wu", ASKED)
    await shop.clock.advance(timedelta(minutes=16))
    await told(shop)
    await shop.say("admin", "放3万")
    assert "可以装3万以内" in dict(await told(shop))["wu"]
    assert "已经有人定了" in await shop.say("zhao", "不批")
    assert await told(shop) == []


async def test_nobody_is_asked_again_when_it_was_decided(shop: Company) -> None:
    await shop.say("wu", ASKED)
    await shop.say("zhao", "放行")
    await told(shop)
    await shop.clock.advance(timedelta(minutes=16))
    assert await told(shop) == []


async def test_unanswered_at_the_end_of_the_day_is_no(shop: Company) -> None:
    await shop.say("wu", ASKED)
    await shop.clock.advance(timedelta(minutes=16))
    await told(shop)
    await shop.clock.advance(timedelta(hours=9))
    assert "今天没人回话，按不放算" in dict(await told(shop))["wu"]
    assert "已经有人定了" in await shop.say("zhao", "放行")
