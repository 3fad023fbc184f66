"""A small company for tests of the whole way: a real service on a real database, Tencent played over the wire."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import orjson
from fastapi import FastAPI
from httpx import ASGITransport

from bot.app import create_app
from bot.clock import SimulatedClock
from bot.editions import DIGESTS
from bot.simulator.sealing import Seal
from bot.wiring import Service, build
from config.settings import Settings
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

CORP_ID = "wx5823bf96d3bd56c7"
TOKEN = "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
APP = {"corp_id": CORP_ID, "agent_id": 1, "secret": "s", "token": TOKEN, "aes_key": AES_KEY}
NOON = datetime(2026, 12, 3, 4, 0, tzinfo=UTC)  # noon in Shanghai, a Thursday
CAST = (
    ("zhou", "老周", "sales", "zhao"),
    ("li", "小李", "sales", "zhao"),
    ("sun", "小孙", "clerk", ""),
    ("lijie", "李姐", "finance", ""),
    ("zhao", "赵总", "manager", ""),
    ("wu", "老吴", "warehouse", ""),
    ("admin", "小郑", "admin", ""),
)
CUSTOMERS = (
    ("永盛装饰", "zhou"),
    ("张三建材", "zhou"),
    ("宏达五金", "zhou"),
    ("华泰机电", "li"),
    ("李四", "li"),
)
PNG = b"\x89PNG\r\n\x1a\nnot much of a picture"
_numbers = itertools.count(10_000_000)


@dataclass
class Platform:
    """Tencent's HTTP interface, as a wire: what was sent to whom, cards apart from words."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    cards: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    greyed: list[dict[str, Any]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # of people who logged in: a userid each, once
    media: httpx.Response = field(
        default_factory=lambda: httpx.Response(200, content=PNG, headers={"Content-Type": "image/png"})
    )

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/gettoken"):
            return httpx.Response(200, json={"errcode": 0, "access_token": "t", "expires_in": 7200})
        if request.url.path.endswith("/media/get"):
            return self.media
        if request.url.path.endswith("/department/list"):
            return httpx.Response(200, json={"errcode": 60011, "errmsg": "no privilege"})
        if request.url.path.endswith("/auth/getuserinfo"):
            userid = self.codes.pop(request.url.params["code"], None)
            answer = (
                {"errcode": 0, "userid": userid} if userid else {"errcode": 40029, "errmsg": "invalid code"}
            )
            return httpx.Response(200, json=answer)
        if request.url.path.endswith("/media/upload"):
            return httpx.Response(200, json={"errcode": 0, "type": "image", "media_id": "media"})
        body = orjson.loads(request.content)
        if request.url.path.endswith("/update_template_card"):
            self.greyed.append(body)
            return httpx.Response(200, json={"errcode": 0, "errmsg": "ok"})
        if body["msgtype"] == "template_card":
            self.cards.append((body["touser"], body["template_card"]))
            code = f"code-{len(self.cards)}"
            return httpx.Response(200, json={"errcode": 0, "msgid": "m", "response_code": code})
        said = body["text"]["content"] if body["msgtype"] == "text" else f"[{body['msgtype']}]"
        self.sent.append((body["touser"], said))
        return httpx.Response(200, json={"errcode": 0, "errmsg": "ok", "msgid": "m"})


@dataclass
class Wire:
    """Who answers on the wire, so that a test can cut it."""

    answer: Callable[[httpx.Request], httpx.Response]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        return self.answer(request)


@dataclass
class Company:
    service: Service
    app: FastAPI
    http: httpx.AsyncClient
    platform: Platform
    wire: Wire
    clock: SimulatedClock
    seal: Seal

    async def post(self, inner: str) -> httpx.Response:
        """Seal the inner XML and post it as Tencent does."""
        timestamp = str(int(self.clock.now().timestamp()))
        sealed = self.seal.encrypt(inner.encode())
        signature = self.seal.sign(timestamp=timestamp, nonce="n1", sealed=sealed)
        query = {"msg_signature": signature, "timestamp": timestamp, "nonce": "n1"}
        body = f"<xml><ToUserName>{CORP_ID}</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        return await self.http.post("/wecom/callback", params=query, content=body.encode())

    def text(self, sender: str, content: str, *, number: int | None = None) -> str:
        number = next(_numbers) if number is None else number
        created = int(self.clock.now().timestamp())
        return (
            f"<xml><ToUserName>{CORP_ID}</ToUserName><FromUserName>{sender}</FromUserName>"
            f"<CreateTime>{created}</CreateTime><MsgType>text</MsgType>"
            f"<Content><![CDATA[{content}]]></Content><MsgId>{number}</MsgId><AgentID>1</AgentID></xml>"
        )

    def click(self, sender: str, task_id: str, key: str) -> str:
        """The event of a pressed button."""
        created = int(self.clock.now().timestamp())
        return (
            f"<xml><ToUserName>{CORP_ID}</ToUserName><FromUserName>{sender}</FromUserName>"
            f"<CreateTime>{created}</CreateTime><MsgType>event</MsgType><Event>template_card_event</Event>"
            f"<EventKey><![CDATA[{key}]]></EventKey><TaskId>{task_id}</TaskId><AgentID>1</AgentID>"
            f"<CardType>button_interaction</CardType><ResponseCode>{next(_numbers)}</ResponseCode></xml>"
        )

    async def say(self, sender: str, content: str, *, number: int | None = None) -> str:
        """The opened answer to a sentence; "" for silence."""
        response = await self.post(self.text(sender, content, number=number))
        assert response.status_code == 200, response.text
        return self.opened(response)

    def inner(self, response: httpx.Response) -> str:
        """The opened XML of a response; "" for an empty one."""
        if not response.content:
            return ""
        sealed = response.text.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
        return self.seal.decrypt(sealed).decode()

    def opened(self, response: httpx.Response) -> str:
        inner = self.inner(response)
        if not inner:
            return ""
        return inner.split("<Content><![CDATA[")[1].rsplit("]]></Content>", 1)[0]


@asynccontextmanager
async def company(
    database_url: str, *, files: Path = Path("data"), digests: bool = False, **more: Any
) -> AsyncIterator[Company]:
    """The company, started, with its people and customers; its digests go only where a test is about them.

    `more` are further settings; `wecom` among them adds to the app's.
    """
    platform = Platform()
    wire = Wire(platform)
    clock = SimulatedClock(NOON)
    settings = Settings(
        _env_file=None,
        database_url=database_url,
        wecom={**APP, **more.pop("wecom", {})},
        **more,
    )
    service = build(settings, clock=clock, transport=httpx.MockTransport(wire), files=files)
    app = create_app(service)
    await service.start(works=False)
    await service.database.write(_people)
    if not digests:
        await service.database.write(_without_digests)
    await service.dispatcher.warm()
    seal = Seal(token=TOKEN, aes_key=AES_KEY, receive_id=CORP_ID)
    async with httpx.AsyncClient(transport=ASGITransport(app), base_url="http://test") as http:
        yield Company(service, app, http, platform, wire, clock, seal)
    await service.stop()


def _without_digests(uow: UnitOfWork) -> None:
    for digest in DIGESTS:
        uow.settings.put(digest.switch, "false", by="admin")


def _people(uow: UnitOfWork) -> None:
    for userid, name, role, manager in CAST:
        uow.staff.put(StaffView(userid, name, role, manager=manager))
    for name, owner in CUSTOMERS:
        uow.customers.create(name=name, owner=owner, created_by="admin")
