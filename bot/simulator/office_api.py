"""More of Tencent's interface, played: the app's menu and the company's address book."""

from __future__ import annotations

import re
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


TEMPLATE: Final = "simulated-approval-template"
CONTROLS: Final = (
    {"control": "Textarea", "id": "Textarea-1", "title": [{"text": "事由", "lang": "zh_CN"}], "require": 1},
    {"control": "Money", "id": "Money-1", "title": [{"text": "金额", "lang": "zh_CN"}], "require": 0},
)
PENDING, NO_TEMPLATE, BAD_PARAMETER, NO_APPROVAL = 1, 301055, 301025, 301057


@router.post("/oa/gettemplatedetail")
async def template(platform: Simulated, request: Request, token: Token = "") -> Answer:
    asked = await _asked(platform, request, token)
    if isinstance(asked, int):
        return refused(asked)
    if asked.get("template_id") != TEMPLATE:
        return refused(NO_TEMPLATE)
    controls = [{"property": dict(one), "config": {}} for one in CONTROLS]
    return {"errcode": 0, "errmsg": "ok", "template_names": [], "template_content": {"controls": controls}}


@router.post("/oa/applyevent")
async def apply(platform: Simulated, request: Request, token: Token = "") -> Answer:
    asked = await _asked(platform, request, token)
    if isinstance(asked, int):
        return refused(asked)
    approvers = [str(one) for part in asked.get("approver") or () for one in part.get("userid") or ()]
    if asked.get("template_id") != TEMPLATE or not approvers:
        return refused(BAD_PARAMETER)
    if any(userid not in platform.people for userid in (*approvers, str(asked.get("creator_userid")))):
        return refused(UNKNOWN_USER)
    contents = (asked.get("apply_data") or {}).get("contents") or []
    if not all(_is_filled(one) for one in contents) or not contents:
        return refused(BAD_PARAMETER)
    number = f"{platform.clock.now():%Y%m%d}{len(platform.approvals) + 1:04}"
    details = [{"approver": {"userid": userid}, "sp_status": PENDING} for userid in approvers]
    platform.approvals[number] = {
        "sp_no": number,
        "sp_status": PENDING,
        "template_id": TEMPLATE,
        "applyer": {"userid": asked["creator_userid"]},
        "apply_data": {"contents": contents},
        "sp_record": [{"sp_status": PENDING, "approverattr": 1, "details": details}],
    }
    return {"errcode": 0, "errmsg": "ok", "sp_no": number}


@router.post("/oa/getapprovaldetail")
async def detail(platform: Simulated, request: Request, token: Token = "") -> Answer:
    asked = await _asked(platform, request, token)
    if isinstance(asked, int):
        return refused(asked)
    found = platform.approvals.get(str(asked.get("sp_no")))
    return refused(NO_APPROVAL) if found is None else {"errcode": 0, "errmsg": "ok", "info": found}


def decide(platform: Platform, number: str, userid: str, status: int) -> None:
    """That person decides in WeCom's own approvals; the service hears of it by an event, or when it looks."""
    found = platform.approvals[number]
    found["sp_status"] = status
    for record in found["sp_record"]:
        record["sp_status"] = status
        record["details"] = [{"approver": {"userid": userid}, "sp_status": status}]


async def _asked(platform: Platform, request: Request, token: str) -> dict[str, Any] | int:
    """The object in a call with a token, or the errcode."""
    if problem := platform.tokens.refusal(token):
        return problem
    body = await request.body()
    try:
        asked = orjson.loads(body if len(body) <= MOST_BYTES else b"")
    except orjson.JSONDecodeError:
        return 47001
    return asked if isinstance(asked, dict) else 47001


def _is_filled(content: Mapping[str, Any]) -> bool:
    """Has a control what it takes? A sum is a string with two decimals."""
    value = content.get("value") or {}
    if content.get("control") == "Money":
        return re.fullmatch(r"\d+\.\d\d", str(value.get("new_money"))) is not None
    return bool(value.get("text"))
