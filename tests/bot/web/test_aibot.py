"""The AI bot in callback mode: sealed JSON in, a stream out, and a late answer once."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest
from httpx import ASGITransport

from bot.app import create_app
from bot.clock import SimulatedClock
from bot.simulator.sealing import Seal, open_json_reply, seal_echo, seal_json_callback
from bot.wiring import Service, build
from config.settings import Settings
from storage.unit_of_work import UnitOfWork
from tests.bot.aibot.shop import people
from tests.bot.company import NOON

SEAL = Seal(token="QDG6eK", aes_key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", receive_id="")
URL = "https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=C"
_numbers = itertools.count(1)


@dataclass
class Shop:
    service: Service
    http: httpx.AsyncClient
    clock: SimulatedClock
    posted: list[tuple[str, str]] = field(default_factory=list)

    def body(self, who: str, text: str, *, chat: str = "", number: int = 0) -> dict[str, Any]:
        chats = {"chatid": chat, "chattype": "group"} if chat else {"chattype": "single"}
        return {
            "msgid": f"m{number or next(_numbers)}",
            "aibotid": "b",
            **chats,
            "from": {"userid": who},
            "response_url": URL,
            "msgtype": "text",
            "text": {"content": text},
        }

    async def post(self, inner: dict[str, Any], *, nonce: str = "n1") -> dict[str, Any]:
        timestamp = str(int(self.clock.now().timestamp()))
        asked = seal_json_callback(SEAL, inner, timestamp=timestamp, nonce=nonce)
        answer = await self.http.post("/wecom/aibot", params=asked.query, content=asked.body)
        assert answer.status_code == 200, answer.text
        return open_json_reply(SEAL, answer.content, nonce=nonce)

    async def poll(self, stream: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.post({"msgtype": "stream", "stream": {"id": stream}}))["stream"]
        return found


@asynccontextmanager
async def opened(database_url: str) -> AsyncIterator[Shop]:
    clock = SimulatedClock(NOON)
    posted: list[tuple[str, str]] = []

    def wire(request: httpx.Request) -> httpx.Response:
        posted.append((str(request.url), orjson.loads(request.content)["markdown"]["content"]))
        return httpx.Response(200, json={"errcode": 0, "errmsg": "ok"})

    wecom = {"bot_token": SEAL.token, "bot_aes_key": SEAL.aes_key, "bot_name": "清账"}
    settings = Settings(_env_file=None, database_url=database_url, wecom=wecom)  # type: ignore[call-arg, arg-type]
    service = build(settings, clock=clock, transport=httpx.MockTransport(wire))
    app = create_app(service)
    await service.start(works=False)
    await service.database.write(people)
    await service.dispatcher.warm()
    async with httpx.AsyncClient(transport=ASGITransport(app), base_url="http://test") as http:
        yield Shop(service, http, clock, posted)
    await service.stop()


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Shop]:
    async with opened(migrated_url) as shop:
        yield shop


async def test_the_address_is_proved_with_the_bare_text(shop: Shop) -> None:
    asked = seal_echo(
        SEAL, b"1616140317555161061", timestamp=str(int(shop.clock.now().timestamp())), nonce="n"
    )
    answer = await shop.http.get("/wecom/aibot", params=asked.query)
    assert answer.content == b"1616140317555161061"


async def test_a_debt_is_booked_and_answered_in_a_finished_stream(shop: Shop) -> None:
    reply = await shop.post(shop.body("zhou", "永盛拿了1.2万瓷砖 下月15给"))
    assert reply["msgtype"] == "stream"
    assert reply["stream"]["finish"] is True
    assert reply["stream"]["content"].startswith("记好了 ✓ 永盛装饰 +12,000.00")


async def test_a_message_that_comes_twice_is_booked_once(shop: Shop) -> None:
    body = shop.body("zhou", "永盛拿了1.2万瓷砖 下月15给")
    assert await shop.post(body) == await shop.post(body)
    assert "净欠 12,000.00" in (await shop.post(shop.body("zhou", "永盛欠多少")))["stream"]["content"]


async def test_a_group_that_cannot_be_left_is_told_to_ask_alone(shop: Shop) -> None:
    await shop.post(shop.body("zhou", "永盛拿了1.2万瓷砖 下月15给"))
    reply = await shop.post(shop.body("zhou", "@清账\u2005永盛欠多少", chat="wr1"))
    assert reply["stream"]["content"] == "这个不好在群里说，您单独发我一句就告诉您"


@asynccontextmanager
async def held(shop: Shop) -> AsyncIterator[None]:
    """The writer is busy for as long as this lasts."""
    free = threading.Event()

    def hold(uow: UnitOfWork) -> None:
        free.wait(10)

    holding = asyncio.create_task(shop.service.database.write(hold))
    await asyncio.sleep(0)
    gate = shop.service.bot_gate
    assert gate is not None
    shop.http._transport.app.state.bot_gate = replace(gate, answer_within=0.05)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        free.set()
        await holding


async def test_what_is_not_ready_is_fetched_by_the_polls_of_its_stream(shop: Shop) -> None:
    async with held(shop):
        reply = await shop.post(shop.body("zhou", "永盛拿了1.2万瓷砖 下月15给"))
        assert reply["stream"]["finish"] is False
    while not (polled := await shop.poll(reply["stream"]["id"]))["finish"]:
        continue
    assert polled["content"].startswith("记好了 ✓")
    await shop.clock.advance(timedelta(minutes=10))
    await shop.service.delivery.drain()
    assert shop.posted == []


async def test_what_no_poll_fetches_leaves_once_through_its_response_url(shop: Shop) -> None:
    async with held(shop):
        reply = await shop.post(shop.body("zhou", "永盛拿了1.2万瓷砖 下月15给"))
    while not await shop.service.database.read(lambda uow: uow.outbox.list()):
        continue
    await shop.clock.advance(timedelta(minutes=6))
    while await shop.service.delivery.drain():
        continue
    assert [url for url, _ in shop.posted] == [URL]
    assert shop.posted[0][1].startswith("记好了 ✓")
    assert (await shop.poll(reply["stream"]["id"]))["content"] == "好了，另发给您了"


async def test_an_unsealed_message_is_refused(shop: Shop) -> None:
    answer = await shop.http.post("/wecom/aibot", content=b'{"encrypt":"x"}')
    assert answer.status_code == 403
