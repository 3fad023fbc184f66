"""What is broken is told once, its rows wait, and all is told again when it is mended."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest_asyncio
from structlog.testing import capture_logs

from storage.outbox import OutboxView
from tests.bot.company import Company, company

UNTRUSTED = {"errcode": 60020, "errmsg": "not allow to access from your ip"}


@pytest_asyncio.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def push(shop: Company, key: str, *, channel: str = "app", target: str = "zhou") -> None:
    await shop.service.database.write(lambda uow: uow.outbox.push(channel, target, key, body="到账了"))


async def rows(shop: Company) -> dict[str, OutboxView]:
    listed = await shop.service.database.read(lambda uow: uow.outbox.list())
    return {row.unique_key: row for row in listed}


async def drain(shop: Company) -> None:
    while await shop.service.delivery.drain():
        pass


def broken(shop: Company, asked: list[str]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/gettoken"):
            return shop.platform(request)
        asked.append(request.url.path)
        return httpx.Response(200, json=UNTRUSTED)

    shop.wire.answer = answer


async def test_a_broken_way_is_tried_once_and_its_rows_wait(shop: Company) -> None:
    asked: list[str] = []
    broken(shop, asked)
    for number in range(5):
        await push(shop, f"k{number}")
    await drain(shop)
    assert len(asked) == 1
    assert {row.state for row in (await rows(shop)).values()} == {"waiting"}
    (fault,) = await shop.service.database.read(lambda uow: uow.faults.all())
    assert (fault.way, fault.errcode) == ("app", 60020)


async def test_when_it_is_mended_everything_leaves_and_the_admin_hears_of_both(shop: Company) -> None:
    broken(shop, [])
    await push(shop, "k0")
    await push(shop, "k1")
    await drain(shop)
    shop.wire.answer = shop.platform
    await drain(shop)
    assert shop.platform.sent == []  # not before its time
    await shop.clock.advance(timedelta(minutes=10))
    await drain(shop)
    assert [text for who, text in shop.platform.sent if who == "zhou"] == ["到账了", "到账了"]
    assert [text for who, text in shop.platform.sent if who == "admin"] == [
        "自建应用的消息好了，攒着的正在补发。"
    ]
    assert await shop.service.database.read(lambda uow: uow.faults.all()) == []


async def test_the_log_says_once_which_way_is_broken_and_that_it_works_again(shop: Company) -> None:
    broken(shop, [])
    with capture_logs() as said:
        for key in ("k0", "k1"):
            await push(shop, key)
            await drain(shop)
        shop.wire.answer = shop.platform
        await shop.clock.advance(timedelta(minutes=10))
        await drain(shop)
    lines = [line for line in said if str(line["event"]).startswith("a way out")]
    assert [(line["log_level"], line["way"], line.get("errcode")) for line in lines] == [
        ("error", "app", 60020),
        ("info", "app", None),
    ]


async def test_a_group_without_a_way_fails_and_the_admin_is_told_once(shop: Company) -> None:
    await push(shop, "k0", channel="group", target="sales")
    await push(shop, "k1", channel="group", target="sales")
    await drain(shop)
    await drain(shop)
    found = await rows(shop)
    assert {found["k0"].state, found["k1"].state} == {"failed"}
    assert found["k0"].last_error == "no robot, app chat or bot chat is set for the group sales"
    ((who, text),) = shop.platform.sent
    assert who == "admin"
    assert text.startswith("销售群的消息发不出去了。\n")


async def test_a_person_who_cannot_be_reached_breaks_nothing(shop: Company) -> None:
    shop.wire.answer = lambda request: (
        shop.platform(request)
        if request.url.path.endswith("/gettoken")
        else httpx.Response(200, json={"errcode": 0, "invaliduser": "zhou"})
    )
    await push(shop, "k")
    await drain(shop)
    assert (await rows(shop))["k"].state == "failed"
    assert await shop.service.database.read(lambda uow: uow.faults.all()) == []


async def test_a_group_speaks_in_the_apps_chat_once_one_is_set(shop: Company) -> None:
    said: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/gettoken"):
            return shop.platform(request)
        said.append(request)
        return httpx.Response(200, json={"errcode": 0, "errmsg": "ok"})

    shop.wire.answer = answer
    await shop.service.database.write(lambda uow: uow.group_chats.put("sales", "app_chat", "c1"))
    await push(shop, "k", channel="group", target="sales")
    await drain(shop)
    assert [request.url.path for request in said] == ["/cgi-bin/appchat/send"]
    assert b'"chatid":"c1"' in said[0].content
