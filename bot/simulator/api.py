"""Tencent's HTTP interface, played on this machine: the same paths, parameters and answers."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.datastructures import UploadFile

from bot.simulator.doorstep import local_only
from bot.simulator.media import File
from bot.simulator.platform import Answer, Platform, refused

PREFIX = "/simulator/wecom"
MOST_BYTES = 1 << 20  # of a message; a file may have its own
MOST_ROBOT_BYTES = 3 << 20  # a picture of 2 MB in base64

router = APIRouter(prefix=PREFIX + "/cgi-bin", dependencies=[Depends(local_only)])


def platform_of(request: Request) -> Platform:
    platform: Platform = request.app.state.simulator.platform
    return platform


Simulated = Annotated[Platform, Depends(platform_of)]
Token = Annotated[str, Query(alias="access_token")]


@router.get("/gettoken")
async def gettoken(platform: Simulated, corpid: str = "", corpsecret: str = "") -> Answer:
    return platform.gettoken(corpid, corpsecret)


async def _body(request: Request, most_bytes: int = MOST_BYTES) -> bytes:
    """The body; one that is too large is none that can be read."""
    body = await request.body()
    return b"" if len(body) > most_bytes else body


@router.get("/agent/get")
async def agent(platform: Simulated, agentid: str = "", token: Token = "") -> Answer:
    return platform.agent(token, agentid)


@router.post("/message/send", response_model=None)
async def send(platform: Simulated, request: Request, token: Token = "") -> Answer | Response:
    body = await _body(request)
    return await platform.orders.carry_out(lambda: platform.send(token, body))


@router.post("/message/update_template_card", response_model=None)
async def update_card(platform: Simulated, request: Request, token: Token = "") -> Answer | Response:
    body = await _body(request)
    return await platform.orders.carry_out(lambda: platform.update_card(token, body))


@router.post("/appchat/create")
async def create_chat(platform: Simulated, request: Request, token: Token = "") -> Answer:
    return platform.create_chat(token, await _body(request))


@router.post("/appchat/send", response_model=None)
async def send_to_chat(platform: Simulated, request: Request, token: Token = "") -> Answer | Response:
    body = await _body(request)
    return await platform.orders.carry_out(lambda: platform.send_to_chat(token, body))


@router.post("/webhook/send", response_model=None)
async def by_robot(platform: Simulated, request: Request, key: str = "") -> Answer | Response:
    body = await _body(request, MOST_ROBOT_BYTES)
    return await platform.orders.carry_out(lambda: platform.by_robot(key, body))


@router.post("/webhook/upload_media")
async def upload_for_robot(platform: Simulated, request: Request, key: str = "") -> Answer:
    async with request.form(max_files=1) as form:
        media = form.get("media")
        if not isinstance(media, UploadFile):
            return refused(41005)
        content_type = media.content_type or "application/octet-stream"
        return platform.upload_for_robot(key, media.filename or "", content_type, await media.read())


@router.post("/media/upload")
async def upload(
    platform: Simulated, request: Request, token: Token = "", kind: Annotated[str, Query(alias="type")] = ""
) -> Answer:
    async with request.form(max_files=1) as form:
        media = form.get("media")
        if not isinstance(media, UploadFile):
            return refused(41005)
        content_type = media.content_type or "application/octet-stream"
        return platform.upload(token, kind, media.filename or "", content_type, await media.read())


@router.get("/media/get", response_model=None)
async def get(platform: Simulated, media_id: str = "", token: Token = "") -> Answer | Response:
    found = platform.download(token, media_id)
    if not isinstance(found, File):
        return found
    named = f"attachment; filename*=utf-8''{quote(found.name)}"
    return Response(found.content, media_type=found.content_type, headers={"content-disposition": named})
