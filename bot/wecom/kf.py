"""微信客服: what customers write to the company's service accounts, and what may be answered (doc/94670, doc/94677)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

import structlog

from bot.wecom.client import Client
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure
from bot.wecom.wire import Answer, Called, json_body

TEXT_BYTES: Final = 2_048
PAGE: Final = 1_000
SCENE_CHARACTERS: Final = 128
MOST_NAMES: Final = 100  # of people asked for at once
CUSTOMER, SYSTEM, COLLEAGUE = 3, 4, 5  # who a message comes from
# Page size is no sign of the end: only has_more is (doc/94670).
_PATH: Final = "/cgi-bin/kf/"
_log = structlog.get_logger(__name__)


class Happening(StrEnum):
    """What the platform tells in between the messages."""

    ENTERED = "enter_session"
    SEND_FAILED = "msg_send_fail"
    CHANGED_HANDS = "session_status_change"
    RECALLED = "user_recall_msg"
    NONE = ""


FAILED: Final[dict[int, str]] = {
    0: "for an unknown reason",
    1: "the service account was deleted",
    2: "the app was closed",
    4: "48 hours have passed since the customer wrote",
    5: "the conversation has ended",
    6: "five messages were sent since the customer last wrote",
    8: "the company is not verified",
    10: "the customer refuses messages",
    11: "no colleague of the service account is logged in",
}
_TAKEN, _HANDED_ON, _TAKEN_AGAIN = 1, 2, 4  # 3: the chat has ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One item of the list. `text` are the words, or what a place or link is called; `media_id` of a picture or file.

    For a happening: `code` answers a coming in once within 20 s, `scene` is what the link he came by says of itself,
    `message_id` of a failure or a recall is in `about`, with
    `why`; `servicer` is the colleague who has the chat from now on, "" when nobody has.
    """

    message_id: str
    open_kfid: str
    external_userid: str
    sent_at: datetime
    origin: int
    kind: str
    text: str = ""
    media_id: str = ""
    happening: Happening = Happening.NONE
    code: str = ""
    about: str = ""
    why: str = ""
    servicer: str = ""
    scene: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is new behind a cursor; `has_more` asks for the next page, whatever the size of this one."""

    heard: tuple[Heard, ...] = ()
    cursor: str = ""
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Kf:
    """Calls as an app that 微信客服 lists among its 可调用接口的应用."""

    client: Client = field(repr=False)

    async def read(self, open_kfid: str, cursor: str, token: str) -> Page | Refused | Later | Unsure:
        """The page behind the cursor. The token comes with a call and is good for ten minutes; without one the
        platform answers rarely. Reading again changes nothing."""
        question: dict[str, Any] = {"open_kfid": open_kfid, "limit": PAGE, "voice_format": 0}
        question |= {name: value for name, value in (("cursor", cursor), ("token", token)) if value}
        called = await self._post("sync_msg", question)
        if not isinstance(called, Answer):
            return called
        rows = called.fields.get("msg_list")
        heard = [_legible(row) for row in rows] if isinstance(rows, list) else []
        following = str(called.fields.get("next_cursor") or cursor)
        return Page(
            heard=tuple(one for one in heard if one is not None),
            cursor=following,
            # More behind the very same place would be read for ever.
            has_more=bool(called.fields.get("has_more")) and following != cursor,
        )

    async def send(self, open_kfid: str, external_userid: str, message_id: str, text: str) -> SendOutcome:
        """A text within 48 hours and five messages of the customer's last. The id is unique in the account: the same
        one again is the same message."""
        body = {"touser": external_userid, "open_kfid": open_kfid, "msgid": message_id, **_text(text)}
        return _sent(await self._post("send_msg", body), message_id)

    async def welcome(self, code: str, message_id: str, text: str) -> SendOutcome:
        """The answer to somebody's coming in: once, within 20 seconds of it."""
        return _sent(
            await self._post("send_msg_on_event", {"code": code, "msgid": message_id, **_text(text)}),
            message_id,
        )

    async def names(self, external_userids: Sequence[str]) -> dict[str, str] | Refused | Later | Unsure:
        """What these people call themselves; those of whom nothing is known are missing. A hundred at most."""
        called = await self._post("customer/batchget", {"external_userid_list": list(external_userids)})
        if not isinstance(called, Answer):
            return called
        rows = called.fields.get("customer_list")
        return {
            str(row["external_userid"]): str(row.get("nickname") or "")
            for row in rows or ()
            if isinstance(row, dict) and row.get("external_userid")
        }

    async def _post(self, name: str, body: dict[str, Any]) -> Called:
        return await self.client.call("POST", _PATH + name, **json_body(body))


def _legible(row: Any) -> Heard | None:
    """One item of the list; what cannot be made out is logged and stepped over: an account has more than one."""
    try:
        heard = heard_of(row)
    except (AttributeError, TypeError, ValueError, OverflowError, OSError) as error:
        _log.warning("an item of a service account cannot be read", cause=repr(error))
        return None
    if heard is None:
        _log.warning("an item of a service account says too little", kind=str(row.get("msgtype")))
    return heard


def heard_of(row: dict[str, Any]) -> Heard | None:
    """An item as the platform lists it; None for one that says too little to be kept apart from others."""
    kind = str(row.get("msgtype") or "")
    part = row.get(kind)
    part = part if isinstance(part, dict) else {}
    person = str(row.get("external_userid") or part.get("external_userid") or "")
    if not row.get("msgid") or not person:
        return None
    common: dict[str, Any] = {
        "message_id": str(row["msgid"]),
        "open_kfid": str(row.get("open_kfid") or part.get("open_kfid") or ""),
        "external_userid": person,
        "sent_at": datetime.fromtimestamp(int(row.get("send_time") or 0), UTC),
        "origin": int(row.get("origin") or 0),
    }
    if kind == "event":
        return Heard(kind=kind, **_happened(part), **common)
    words = part.get("content") or part.get("name") or part.get("title") or ""
    return Heard(kind=kind, text=str(words), media_id=str(part.get("media_id") or ""), **common)


def _happened(part: dict[str, Any]) -> dict[str, Any]:
    name = str(part.get("event_type") or "")
    happening = Happening(name) if name in set(Happening) else Happening.NONE
    match happening:
        case Happening.ENTERED:
            scene = str(part.get("scene_param") or "")[:SCENE_CHARACTERS]
            return {"happening": happening, "code": str(part.get("welcome_code") or ""), "scene": scene}
        case Happening.SEND_FAILED:
            why = FAILED.get(int(part.get("fail_type") or 0), FAILED[0])
            return {"happening": happening, "about": str(part.get("fail_msgid") or ""), "why": why}
        case Happening.CHANGED_HANDS:
            taken = int(part.get("change_type") or 0) in (_TAKEN, _HANDED_ON, _TAKEN_AGAIN)
            person = str(part.get("new_servicer_userid") or "") if taken else ""
            return {"happening": happening, "servicer": person}
        case Happening.RECALLED:
            return {"happening": happening, "about": str(part.get("recall_msgid") or "")}
    return {}


def _text(text: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": text}}


def _sent(called: Called, message_id: str) -> SendOutcome:
    return (
        Sent(message_id=str(called.fields.get("msgid") or message_id))
        if isinstance(called, Answer)
        else called
    )
