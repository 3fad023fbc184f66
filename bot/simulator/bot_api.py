"""The AI bot's interface, played on this machine: the socket of its gateway, and the files that people sent it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Response
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from bot.simulator.doorstep import local_only
from bot.simulator.talk import Talk

ADDRESS: Final = "/simulator/wecom"
SOCKET: Final = "/aibot"

router = APIRouter(prefix=ADDRESS, dependencies=[Depends(local_only)])


def talk_of(connection: HTTPConnection) -> Talk:
    talk: Talk = connection.app.state.simulator.talk
    return talk


@router.websocket(SOCKET)
async def socket(websocket: WebSocket) -> None:
    await talk_of(websocket).gateway.serve(websocket)


@router.get("/bot-files/{name}")
async def file(connection: HTTPConnection, name: str) -> Response:
    """Sealed, as it lies at Tencent's."""
    found = talk_of(connection).sealed(name)
    if found is None:
        raise HTTPException(404)
    content, called = found
    named = f"attachment; filename*=utf-8''{quote(called)}"
    kind = "application/octet-stream"
    return Response(content, media_type=kind, headers={"content-disposition": named})


def alone(talk: Talk) -> FastAPI:
    """An application of nothing but the bot's interface, for whoever plays against another process."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.simulator = Interface(talk)
    app.include_router(router)
    return app


@dataclass(frozen=True, slots=True)
class Interface:
    """What these routes look for in a simulator."""

    talk: Talk
