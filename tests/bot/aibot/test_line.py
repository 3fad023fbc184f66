"""One process holds the bot's line; when it falls silent another takes it, and nobody fights."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.wecom.aibot.line import State
from bot.wiring import Service, build
from tests.bot.aibot.shop import LEASE, SECONDS, Shop, bot_shop, settings


@pytest.fixture
async def shop(migrated_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    async with bot_shop(migrated_url, tmp_path) as opened:
        yield opened


@asynccontextmanager
async def second(shop: Shop, **more: object) -> AsyncIterator[Service]:
    """Another process of the same company."""
    ours = shop.service.settings
    port = int(ours.wecom.bot_ws_url.split(":")[2].split("/")[0])
    service = build(settings(ours.database_url, port, **more), clock=shop.clock, files=shop.folder)
    await service.start()
    try:
        yield service
    finally:
        await service.stop()


async def test_the_second_process_stands_by(shop: Shop) -> None:
    async with second(shop) as other:
        await shop.say("zhou", "在吗")
        assert other.line is not None
        assert other.line.state is State.STANDBY
    assert shop.talk.gateway.subscriptions == 1


async def test_rows_for_the_bot_are_left_to_who_holds_the_line(shop: Shop) -> None:
    await shop.say("zhou", "在吗")
    async with second(shop) as other:
        await shop.service.database.write(lambda uow: uow.outbox.push("aibot", "zhou", "k", body="到账了"))
        while not any(row.state == "sent" and row.unique_key == "k" for row in await shop.rows()):
            await other.delivery.drain()
            await shop.service.delivery.drain()
    assert shop.heard("zhou")[-1] == "到账了"


async def test_when_its_holder_dies_another_takes_the_line(shop: Shop) -> None:
    async with second(shop) as other:
        assert other.line is not None
        began = time.monotonic()
        await asyncio.to_thread(shop.service.database.close)  # it can give nothing back
        await shop.service.stop()
        async with asyncio.timeout(SECONDS):
            await other.line.reached(State.LIVE)
        assert time.monotonic() - began < LEASE * 1.5 + 1
        assert (await shop.say("zhou", "永盛拿了1.2万瓷砖 下月15给")).startswith("记好了")


async def test_a_wrong_secret_is_not_tried_again_and_again(shop: Shop) -> None:
    await shop.service.stop()
    before = shop.talk.gateway.subscriptions
    async with second(shop, bot_secret="wrong") as other:
        assert other.line is not None
        async with asyncio.timeout(SECONDS):
            await other.line.reached(State.REFUSED)
        assert "secret is wrong" in other.line.reason
    assert shop.talk.gateway.subscriptions == before
