"""A company that has nothing but an AI bot: the gateway on a real socket, a real service behind it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from bot.clock import SimulatedClock
from bot.simulator.bot_api import ADDRESS, SOCKET, alone
from bot.simulator.chats import Bubble, Chats
from bot.simulator.company import COMPANY, Group
from bot.simulator.media import File, Files
from bot.simulator.talk import Talk, one_to_one
from bot.wiring import Service, build
from config.settings import Settings
from storage.outbox import OutboxView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.bot.company import CAST, CUSTOMERS, NOON

SALES = Group("wrsales", "销售群", ("zhou", "li", "sun", "zhao", "wu"))
SECONDS = 20
LEASE = 1.0


@dataclass
class Shop:
    """`talk` is the people's side, `service` ours."""

    service: Service
    talk: Talk
    chats: Chats
    files: Files
    clock: SimulatedClock
    folder: Path

    async def say(self, who: str, text: str, *, group: str = "", quote: str = "") -> str:
        """What the bot says next in that conversation."""
        return (await self.after(self.talk.text(who, text, group=group, quote=quote), group or who)).text

    async def after(self, doing: object, chat: str, *, kind: str = "text") -> Bubble:
        """Do it, and wait for the bot's next bubble in the chat (a userid or a group)."""
        key = chat if chat in self.talk.groups else one_to_one(chat)
        async with asyncio.timeout(SECONDS):
            with self.chats._watching() as bubbles:
                await doing  # type: ignore[misc]
                while True:
                    bubble = await bubbles.get()
                    if bubble is None or bubble.side != "app" or bubble.userid != key:
                        continue
                    if bubble.kind == kind:  # a card follows the question that it belongs to
                        return bubble

    async def next(self, chat: str) -> Bubble:
        """The bot's next bubble there, without anybody's doing."""
        return await self.after(asyncio.sleep(0), chat)

    def heard(self, chat: str) -> list[str]:
        key = chat if chat in self.talk.groups else one_to_one(chat)
        return [
            bubble.text for bubble in self.chats.of(key) if bubble.side == "app" and bubble.kind == "text"
        ]

    def picture(self, name: str, content: bytes, *, kind: str = "image") -> File:
        file = self.files.add(
            kind, name, "image/png" if kind == "image" else "application/octet-stream", content
        )
        assert isinstance(file, File)
        return file

    async def rows(self, state: str | None = None) -> list[OutboxView]:
        return list(await self.service.database.read(lambda uow: uow.outbox.list(state)))


def settings(database_url: str, port: int, **more: object) -> Settings:
    wecom = {
        "bot_id": COMPANY.bot_id,
        "bot_secret": COMPANY.bot_secret,
        "bot_ws_url": f"ws://127.0.0.1:{port}{ADDRESS}{SOCKET}",
        "bot_name": COMPANY.bot_name,
        "bot_lease_seconds": LEASE,
        **more,
    }
    return Settings(_env_file=None, database_url=database_url, wecom=wecom)  # type: ignore[call-arg]


@asynccontextmanager
async def gateway(clock: SimulatedClock) -> AsyncIterator[tuple[Talk, Chats, Files, int]]:
    """The bot's gateway, listening."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        chats, files = Chats(clock), Files(clock)
        talk = Talk(COMPANY, (SALES,), clock, chats, files, f"http://127.0.0.1:{port}{ADDRESS}")
        server = uvicorn.Server(
            uvicorn.Config(alone(talk), log_config=None, access_log=False, ws="websockets-sansio")
        )
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            assert not serving.done(), "the server ended"
            await asyncio.sleep(0.01)
        yield talk, chats, files, port
        await talk.gateway.cut()
        server.should_exit = True
        await serving


@asynccontextmanager
async def bot_shop(database_url: str, folder: Path) -> AsyncIterator[Shop]:
    """Everything runs; the bot is connected."""
    clock = SimulatedClock(NOON)
    async with gateway(clock) as (talk, chats, files, port):
        service = build(settings(database_url, port), clock=clock, files=folder)
        await service.start(works=False)
        await service.database.write(people)
        await service.dispatcher.warm()
        await service.work()
        try:
            async with asyncio.timeout(SECONDS):
                await talk.gateway.wait_live()
            yield Shop(service, talk, chats, files, clock, folder)
        finally:
            await service.stop()


def people(uow: UnitOfWork) -> None:
    for userid, name, role, manager in CAST:
        uow.staff.put(StaffView(userid, name, role, manager=manager))
    for name, owner in CUSTOMERS:
        uow.customers.create(name=name, owner=owner, created_by="admin")
