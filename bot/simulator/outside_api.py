"""Tencent's interfaces that reach outside, played on this machine: 微信客服, 客户联系, 对外收款."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response

from bot.simulator.api import PREFIX
from bot.simulator.doorstep import local_only
from bot.simulator.outside import Outside
from bot.simulator.platform import ERRMSGS, Platform

router = APIRouter(prefix=PREFIX + "/cgi-bin", dependencies=[Depends(local_only)])
MOST_BYTES = 1 << 20
Fields = dict[str, Any]
Asked = Callable[[Mapping[str, Any]], "Fields | int"]
_SAID = {
    40003: "invalid userid",
    40058: "invalid parameter",
    40096: "invalid external userid",
    41048: "no customer to send",
    84061: "not external contact",
    95001: "kf send msg count exceeds limit",
    95004: "invalid open_kfid",
    95007: "invalid msg token",
    95018: "send msg session status invalid",
}


def _parts(request: Request) -> tuple[Platform, Outside]:
    return request.app.state.simulator.platform, request.app.state.simulator.outside


Parts = Annotated[tuple[Platform, Outside], Depends(_parts)]
Token = Annotated[str, Query(alias="access_token")]


def _answer(found: Fields | int) -> Fields:
    if isinstance(found, int):
        return {"errcode": found, "errmsg": _SAID.get(found) or ERRMSGS.get(found, "")}
    return {"errcode": 0, "errmsg": "ok", **found}


async def _asked(parts: Parts, request: Request, token: str, ask: Asked) -> Fields | Response:
    """Answer a question with a token and a JSON body, as it was ordered."""
    platform, body = parts[0], await request.body()
    if problem := platform.tokens.refusal(token):
        return _answer(problem)
    try:
        question = orjson.loads(body) if len(body) <= MOST_BYTES else None
    except orjson.JSONDecodeError:
        question = None
    if not isinstance(question, dict):
        return _answer(47001)
    return await platform.orders.carry_out(lambda: _answer(ask(question)))


@router.post("/kf/sync_msg", response_model=None)
async def sync(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].counter.read)


@router.post("/kf/send_msg", response_model=None)
async def send(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].counter.send)


@router.post("/kf/send_msg_on_event", response_model=None)
async def welcome(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].counter.welcome)


@router.post("/kf/customer/batchget", response_model=None)
async def names(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].counter.names)


@router.get("/externalcontact/get_follow_user_list")
async def follow_users(parts: Parts, token: Token = "") -> Fields:
    return _answer(parts[0].tokens.refusal(token) or parts[1].friends.follow_users())


@router.get("/externalcontact/list")
async def listed(parts: Parts, userid: str = "", token: Token = "") -> Fields:
    return _answer(parts[0].tokens.refusal(token) or parts[1].friends.listed(userid))


@router.get("/externalcontact/get")
async def friend(parts: Parts, external_userid: str = "", token: Token = "") -> Fields:
    return _answer(parts[0].tokens.refusal(token) or parts[1].friends.get(external_userid))


@router.post("/externalcontact/batch/get_by_user", response_model=None)
async def batch(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].friends.batch)


@router.post("/externalcontact/add_msg_template", response_model=None)
async def give(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].friends.give)


@router.post("/externalcontact/get_groupmsg_send_result", response_model=None)
async def result(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].friends.result)


@router.post("/externalcontact/remind_groupmsg_send", response_model=None)
async def nudge(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].friends.nudge)


@router.post("/externalcontact/cancel_groupmsg_send", response_model=None)
async def cancel(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].friends.cancel)


@router.post("/externalpay/get_bill_list", response_model=None)
async def bills(parts: Parts, request: Request, token: Token = "") -> Fields | Response:
    return await _asked(parts, request, token, parts[1].till.bills)
