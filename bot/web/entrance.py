"""Logging in to the pages for colleagues: to WeCom and back, and a signed cookie for a working day (doc/91022)."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Annotated, Final
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.delivery.limits import MINUTE, Limits, Quota, Rate
from bot.jobs.job import Context
from bot.web.pages import headers_of
from bot.web.session import LOGIN, SESSION, Cookies
from bot.wecom.client import Client
from bot.wecom.oauth import Door, userid_of
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

HOME: Final = "/console/"
WHO: Final = "qz_who"
GOING: Final = "qz_login"

# Each code that anybody makes up is a call of the app's, of which 10,000 a minute stop all its messages (doc/90312).
_LOGINS: Final = Quota("login", (Rate(300, MINUTE),))

router = APIRouter()
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Console:
    """What the pages for colleagues need. `door` is where people show who they are."""

    context: Context
    client: Client
    door: Door
    cookies: Cookies
    public_url: str
    limits: Limits = field(default_factory=Limits)

    async def person(self, request: Request) -> StaffView | None:
        """Who is logged in and may use the books at this moment; the cookie alone gives no right."""
        value = self.cookies.open("who", request.cookies.get(WHO, ""), now=self.context.clock.now())
        if value is None:
            return None
        return await self.context.database.read(lambda uow: _may_enter(str(value["userid"]), uow))

    def page(self, name: str, context: dict[str, object], status: int = 200) -> Response:
        nonce = secrets.token_urlsafe(16)
        html = self.context.renderer.render(f"web/console/{name}", context, nonce=nonce)
        return HTMLResponse(html, status_code=status, headers=headers_of(nonce))


def console_of(request: Request) -> Console:
    """The console, or 404 where no public address or no self-built app is set."""
    console: Console | None = request.app.state.console
    if console is None:
        raise HTTPException(404)
    return console


Inside = Annotated[Console, Depends(console_of)]


@router.get("/console/login")
async def login(request: Request, console: Inside, to: str = HOME) -> Response:
    """Off to WeCom, with a state that only this browser has."""
    state = secrets.token_hex(16)
    address = console.door.address(
        back_to=f"{console.public_url}/console/arrive",
        state=state,
        agent=request.headers.get("user-agent", ""),
    )
    until = console.context.clock.now() + LOGIN
    sealed = console.cookies.seal("login", {"state": state, "to": _local(to)}, until=until)
    answer = RedirectResponse(address, status_code=303, headers=headers_of(""))
    _keep(answer, console, GOING, sealed, seconds=int(LOGIN.total_seconds()))
    return answer


@router.get("/console/arrive")
async def arrive(request: Request, console: Inside, code: str = "", state: str = "") -> Response:
    """Back with a code: good for the browser that asked, once, and for colleagues with a role."""
    now = console.context.clock.now()
    going = console.cookies.open("login", request.cookies.get(GOING, ""), now=now)
    if going is None or not hmac.compare_digest(str(going["state"]).encode(), state.encode()):
        return console.page("refused.html", {"reason": "state"}, 400)
    if await console.limits.take((_LOGINS,), now):
        return console.page("refused.html", {"reason": "busy"}, 429)
    userid = await userid_of(console.client, code)
    if not isinstance(userid, str):
        _log.warning("a login failed", cause=userid.reason)
        return console.page("refused.html", {"reason": "code"}, 502)
    person = await console.context.database.read(lambda uow: _may_enter(userid, uow)) if userid else None
    if person is None:
        return console.page("refused.html", {"reason": "stranger"}, 403)
    await console.context.database.write(
        lambda uow: uow.audit.note(person.userid, "login", f"staff:{person.userid}")
    )
    answer = RedirectResponse(_local(str(going["to"])), status_code=303, headers=headers_of(""))
    sealed = console.cookies.seal("who", {"userid": person.userid}, until=now + SESSION)
    _keep(answer, console, WHO, sealed, seconds=int(SESSION.total_seconds()))
    answer.delete_cookie(GOING, path="/console")
    return answer


@router.post("/console/logout")
async def logout(console: Inside) -> Response:
    answer = RedirectResponse("/console/login", status_code=303, headers=headers_of(""))
    answer.delete_cookie(WHO, path="/console")
    return answer


def to_login(request: Request) -> Response:
    """Off to log in, and back to what was asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/console/login?to={quote(wanted)}", status_code=303, headers=headers_of(""))


def _local(path: str) -> str:
    """A page of this console, never an address elsewhere."""
    return path if path.startswith(HOME) and "\\" not in path and path.isprintable() else HOME


def _keep(answer: Response, console: Console, name: str, value: str, *, seconds: int) -> None:
    # Lax: a link in a chat opens the page with it, a form of another site does not send it.
    secure = console.public_url.startswith("https:")
    answer.set_cookie(
        name, value, max_age=seconds, path="/console", secure=secure, httponly=True, samesite="lax"
    )


def _may_enter(userid: str, uow: UnitOfWork) -> StaffView | None:
    """Userids come back in lower case now and then: compared so."""
    person = uow.staff.get(userid) or next(
        (one for one in uow.staff.all() if one.userid.lower() == userid.lower()), None
    )
    return person if person is not None and person.active and person.role != "none" else None
