"""More of Tencent's interface, played: the app's menu and the company's address book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson
from fastapi import APIRouter, Depends, Request

from bot.simulator.api import MOST_BYTES, PREFIX, Simulated, Token
from bot.simulator.doorstep import local_only
from bot.simulator.platform import Answer, Platform, refused

NO_MENU: Final = 46003
NO_RIGHT: Final = 60011
UNKNOWN_USER: Final = 60111
TOO_MANY: Final = 40016  # buttons
_MOST: Final = (3, 5)
_NAME_BYTES: Final = (16, 40)

router = APIRouter(prefix=PREFIX + "/cgi-bin", dependencies=[Depends(local_only)])


@router.post("/menu/create")
async def create_menu(platform: Simulated, request: Request, agentid: str = "", token: Token = "") -> Answer:
    if problem := _refusal(platform, token, agentid):
        return refused(problem)
    body = await request.body()
    try:
        menu = orjson.loads(body if len(body) <= MOST_BYTES else b"")
        buttons = list(menu["button"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return refused(47001)
    if not _fits(buttons, 0):
        return refused(TOO_MANY)
    platform.menu = buttons
    return {"errcode": 0, "errmsg": "ok"}


@router.get("/menu/get")
async def get_menu(platform: Simulated, agentid: str = "", token: Token = "") -> Answer:
    if problem := _refusal(platform, token, agentid):
        return refused(problem)
    if not platform.menu:
        return refused(NO_MENU)
    return {"errcode": 0, "errmsg": "ok", "button": [{"sub_button": [], **one} for one in platform.menu]}


def _refusal(platform: Platform, token: str, agent_id: str) -> int:
    if problem := platform.tokens.refusal(token):
        return problem
    return 0 if agent_id == str(platform.company.agent_id) else 40056


def _fits(buttons: list[Mapping[str, Any]], level: int) -> bool:
    """Within the platform's counts and bytes (doc/90231)?"""
    if not 0 < len(buttons) <= _MOST[level]:
        return False
    return all(
        0 < len(str(one.get("name", "")).encode()) <= _NAME_BYTES[level]
        and (not one.get("sub_button") or (level == 0 and _fits(one["sub_button"], 1)))
        and len(str(one.get("key", "")).encode()) <= 128
        for one in buttons
    )


@router.get("/department/simplelist")
async def departments(platform: Simulated, token: Token = "") -> Answer:
    if problem := platform.tokens.refusal(token) or platform.address_book_errcode:
        return refused(problem)
    listed = [{"id": 1, "parentid": 0, "order": 1}]
    listed += [{"id": place, "parentid": 1, "order": place} for place in platform.departments.values()]
    return {"errcode": 0, "errmsg": "ok", "department_id": listed}


@router.get("/department/list")
async def department_names(platform: Simulated, token: Token = "") -> Answer:
    if problem := platform.tokens.refusal(token) or platform.address_book_errcode:
        return refused(problem)
    listed = [{"id": 1, "name": "恒达建材", "parentid": 0}]
    listed += [{"id": place, "name": name, "parentid": 1} for name, place in platform.departments.items()]
    return {"errcode": 0, "errmsg": "ok", "department": listed}


@router.get("/user/list")
async def users(platform: Simulated, department_id: int = 0, token: Token = "") -> Answer:
    if problem := platform.tokens.refusal(token) or platform.address_book_errcode:
        return refused(problem)
    seen = [userid for userid in platform.people if userid not in platform.hidden]
    people = [_member(userid, platform) for userid in seen]
    return {
        "errcode": 0,
        "errmsg": "ok",
        "userlist": [one for one in people if department_id in one["department"]],
    }


@router.get("/user/get")
async def user(platform: Simulated, userid: str = "", token: Token = "") -> Answer:
    if problem := platform.tokens.refusal(token) or platform.address_book_errcode:
        return refused(problem)
    if userid not in platform.people:
        return refused(UNKNOWN_USER)
    if userid in platform.hidden:
        return refused(NO_RIGHT)
    return {"errcode": 0, "errmsg": "ok", **_member(userid, platform)}


def _member(userid: str, platform: Platform) -> dict[str, Any]:
    person = platform.people[userid]
    return {
        "userid": userid,
        "name": person.name,
        "department": [platform.departments.get(person.department, 1)],
        "direct_leader": [person.manager] if person.manager else [],
        "status": 1,
    }
