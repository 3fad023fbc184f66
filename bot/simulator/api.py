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

router = APIRouter(prefix=PREFIX + "/cgi-bin", dependencies=[Depends(local_only)])


def platform_of(request: Request) -> Platform:
    platform: Platform = request.app.state.simulator.platform
    return platform


Simulated = Annotated[Platform, Depends(platform_of)]
Token = Annotated[str, Query(alias="access_token")]


@router.get("/gettoken")
async def gettoken(platform: Simulated, corpid: str = "", corpsecret: str = "") -> Answer:
    return platform.gettoken(corpid, corpsecret)


@router.post("/message/send")
async def send(platform: Simulated, request: Request, token: Token = "") -> Answer:
    body = await request.body()
    return refused(47001) if len(body) > MOST_BYTES else platform.send(token, body)


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
