"""Frames of the AI bot's long connection (doc/101463): a command, a req_id, a body; an answer has an errcode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import orjson

SUBSCRIPTION_LOST: Final = (
    846609  # “aibot websocket not subscribed”: this connection is good for nothing more
)
REQUEST_UNKNOWN: Final = frozenset(
    {846605, 846608}
)  # a req_id of an earlier connection, a stream that expired


class Command(StrEnum):
    """What either side says. CALLBACK and EVENT come from the platform."""

    SUBSCRIBE = "aibot_subscribe"
    PING = "ping"
    CALLBACK = "aibot_msg_callback"
    EVENT = "aibot_event_callback"
    RESPOND = "aibot_respond_msg"
    WELCOME = "aibot_respond_welcome_msg"
    UPDATE = "aibot_respond_update_msg"
    SEND = "aibot_send_msg"
    UPLOAD_INIT = "aibot_upload_media_init"
    UPLOAD_CHUNK = "aibot_upload_media_chunk"
    UPLOAD_FINISH = "aibot_upload_media_finish"


class BadFrame(Exception):
    """What arrived is no frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`command` is "" for an answer; `errcode` is None for everything else."""

    command: str
    req_id: str
    body: Mapping[str, Any]
    errcode: int | None = None
    errmsg: str = ""


def written(command: Command, req_id: str, body: Mapping[str, Any] | None = None) -> str:
    """The frame as it is sent."""
    frame: dict[str, Any] = {"cmd": command.value, "headers": {"req_id": req_id}}
    if body is not None:
        frame["body"] = body
    return orjson.dumps(frame).decode()


def read(data: str | bytes) -> Frame:
    """Inverse of `written`, for what the platform sends. Raises BadFrame."""
    try:
        frame = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise BadFrame("no JSON") from None
    if not isinstance(frame, dict):
        raise BadFrame("no object")
    headers, body, code = frame.get("headers"), frame.get("body"), frame.get("errcode")
    if not isinstance(headers, dict):
        raise BadFrame("no headers")
    return Frame(
        command=str(frame.get("cmd") or ""),
        req_id=str(headers.get("req_id") or ""),
        body=body if isinstance(body, dict) else {},
        errcode=code if isinstance(code, int) else None,
        errmsg=str(frame.get("errmsg") or ""),
    )
