"""A simulated service on a database of its own: over the wire of this process, or listening on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from httpx import ASGITransport

from bot.app import create_app
from bot.simulator.chats import Bubble
from bot.simulator.stage import Simulator
from bot.simulator.start import attach, simulated_settings
from bot.wecom.client import App, Client
from bot.wiring import Service, build
from config.settings import Settings

MORNING = datetime(2026, 12, 3, 1, 30, tzinfo=UTC)  # half past nine in Shanghai, a Thursday
LOCAL = "http://127.0.0.1"


@dataclass
class Played:
    """`http` asks as a browser on this machine does."""

    app: FastAPI
    service: Service
    simulator: Simulator
    http: httpx.AsyncClient

    def client(self) -> Client:
        """The service's own client on the simulator's interface."""
        company = self.simulator.platform.company
        known = App(corp_id=company.corp_id, agent_id=company.agent_id, secret=company.secret)
        return Client(self.http, known, base_url=f"{LOCAL}/simulator/wecom")

    async def token(self) -> str:
        company = self.simulator.platform.company
        asked = {"corpid": company.corp_id, "corpsecret": company.secret}
        answer = await self.http.get("/simulator/wecom/cgi-bin/gettoken", params=asked)
        return str(answer.json()["access_token"])

    async def send(self, content: bytes, *, token: str | None = None) -> dict[str, object]:
        """message/send with this very body."""
        query = {"access_token": await self.token() if token is None else token}
        answer = await self.http.post("/simulator/wecom/cgi-bin/message/send", params=query, content=content)
        body: dict[str, object] = answer.json()
        return body

    async def say(self, who: str, text: str) -> str:
        answer = await self.http.post("/simulator/acts", json={"who": who, "text": text})
        return str(answer.json()["answer"])

    async def next_push(self, who: str) -> Bubble:
        """What comes to the person next without his asking: by the outbox and the interface."""
        async with asyncio.timeout(20):
            async for bubble in self.simulator.platform.chats.watch():
                if bubble.pushed and bubble.userid == who:
                    return bubble
        raise AssertionError("too slow")

    def pushed(self, who: str) -> list[Bubble]:
        return [bubble for bubble in self.simulator.platform.chats.of(who) if bubble.pushed]


def settings_for(folder: Path, port: int) -> Settings:
    shipped = Settings(_env_file=None, now=MORNING)  # type: ignore[call-arg]
    url = f"sqlite:///{folder / 'simulator.db'}"
    return simulated_settings(shipped, port).model_copy(update={"database_url": url})


@asynccontextmanager
async def unstarted(folder: Path) -> AsyncIterator[Played]:
    """Routes and platform; books and loops do not run."""
    service = build(settings_for(folder, 1), simulated=True)
    app = create_app(service)
    simulator = attach(app, service, 1)
    async with httpx.AsyncClient(transport=ASGITransport(app), base_url=LOCAL) as http:
        yield Played(app, service, simulator, http)
    await simulator.stop()
    await service.stop()


@asynccontextmanager
async def listening(folder: Path) -> AsyncIterator[Played]:
    """Everything, on a free port: what the service and the simulator say to each other goes over real HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        service = build(settings_for(folder, port), simulated=True)
        app = create_app(service)
        simulator = attach(app, service, port)
        app.state.parts.append(simulator)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        async with httpx.AsyncClient(base_url=f"{LOCAL}:{port}", trust_env=False, timeout=30) as http:
            while not server.started:
                assert not serving.done(), "the server ended"
                await asyncio.sleep(0.01)
            yield Played(app, service, simulator, http)
        server.should_exit = True
        await serving
