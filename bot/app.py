"""The web application around a service: routes in, nothing decided here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.types import Receive, Scope, Send

from bot.web import aibot, callback, console, entrance, health, portal
from bot.wiring import Service

_POSTED = ("http", "POST", callback.PATH)


class Application(FastAPI):
    """What WeCom posts goes past the layers between the server and a route, which take as long as opening the envelope."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (scope["type"], scope.get("method"), scope.get("path")) != _POSTED or self.state.gate is None:
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        response = await callback.receive(Request(scope, receive))
        await response(scope, receive, send)


def create_app(service: Service) -> FastAPI:
    """The application; starting it starts the service, stopping it drains the writer."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await service.start()
        for part in app.state.parts:
            await part.start()
        try:
            yield
        finally:
            for part in reversed(app.state.parts):
                await part.stop()
            await service.stop()

    app = Application(title="Qingzhang", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.service = service
    app.state.gate = service.gate
    app.state.bot_gate = service.bot_gate
    app.state.portal = service.pages.portal
    app.state.console = service.pages.console
    app.state.parts = []  # what starts and stops with the service (the simulator)
    app.include_router(callback.router)
    app.include_router(aibot.router)
    app.include_router(health.router)
    app.include_router(portal.router)
    app.include_router(entrance.router)
    app.include_router(console.router)
    return app
