"""WeCom's pages that say who somebody is, played: pick a person, and go back with a code (doc/91022, doc/91023)."""

from __future__ import annotations

import secrets
from typing import Final
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from bot.simulator.api import PREFIX, Simulated, Token
from bot.simulator.doorstep import local_only
from bot.simulator.platform import Answer, refused
from bot.web.pages import headers_of

AUTHORIZE: Final = "/connect/oauth2/authorize"
LOGIN: Final = "/wwlogin/sso/login"
BAD_CODE: Final = 40029

router = APIRouter(prefix=PREFIX, dependencies=[Depends(local_only)])


@router.get(AUTHORIZE)
@router.get(LOGIN)
async def choose(request: Request, platform: Simulated, redirect_uri: str = "", state: str = "") -> Response:
    """Who are you? In WeCom nobody is asked: the client knows."""
    back = urlsplit(redirect_uri)
    if back.netloc != request.headers.get("host"):
        raise HTTPException(400, "50001 redirect_uri is not of the trusted domain")
    people = [
        {
            "name": person.name,
            "post": person.post,
            "url": f"{redirect_uri}?{urlencode({'code': platform.identity.issue(person.userid, platform.clock.now()), 'state': state})}",
        }
        for person in platform.people.values()
    ]
    nonce = secrets.token_urlsafe(16)
    renderer = request.app.state.simulator.service.renderer
    html = renderer.render("web/simulator/who.html", {"people": people}, nonce=nonce)
    return HTMLResponse(html, headers=headers_of(nonce))


@router.get("/cgi-bin/auth/getuserinfo")
async def getuserinfo(platform: Simulated, code: str = "", token: Token = "") -> Answer:
    if problem := platform.tokens.refusal(token):
        return refused(problem)
    userid = platform.identity.use(code, platform.clock.now())
    return refused(BAD_CODE) if userid is None else {"errcode": 0, "errmsg": "ok", "userid": userid}
