"""A local WeCom: what its HTTP interface does for one company, on the Clock (doc/90236, doc/91039)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

import orjson

from bot.clock import Clock
from bot.simulator.chats import Chats
from bot.simulator.company import Company, Person
from bot.simulator.media import File, Files
from bot.simulator.quotas import DUPLICATE_SECONDS, Duplicates, MemberQuotas
from bot.simulator.tokens import Tokens

TEXT_BYTES = 2_048
MOST_USERS = 1_000
_ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")
ERRMSGS = {
    40001: "invalid credential",
    40004: "invalid media type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40031: "invalid userid list",
    40033: "invalid request characters, must not be \\uxxxx",
    40056: "invalid agentid",
    41001: "access_token missing",
    41004: "corpsecret missing",
    41005: "media data missing",
    42001: "access_token expired",
    44004: "text content is empty",
    47001: "data format error",
    81013: "user & party & tag all invalid",
}
Answer = dict[str, Any]


def refused(errcode: int) -> Answer:
    return {"errcode": errcode, "errmsg": ERRMSGS[errcode]}


class Platform:
    """Answers are what Tencent's would be, errors too: HTTP 200 with an errcode."""

    def __init__(self, company: Company, clock: Clock, people: Iterable[Person]) -> None:
        self.company = company
        self.clock = clock
        self.people = {person.userid: person for person in people}
        self.chats = Chats(clock)
        self.tokens = Tokens(clock)
        self.files = Files(clock)
        self.quotas = MemberQuotas()
        self.duplicates = Duplicates()

    def gettoken(self, corp_id: str, secret: str) -> Answer:
        if corp_id != self.company.corp_id:
            return refused(40013)
        if secret != self.company.secret:
            return refused(40001 if secret else 41004)
        token, seconds = self.tokens.issue()
        return {"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": seconds}

    def send(self, token: str, body: bytes) -> Answer:
        """message/send of a text. What goes over a member's quota, or comes twice, is accepted and dropped."""
        if problem := self.tokens.refusal(token):
            return refused(problem)
        if _ESCAPED.search(body):
            return refused(40033)
        message = _object(body)
        if message is None:
            return refused(47001)
        if message.get("agentid") != self.company.agent_id:
            return refused(40056)
        if message.get("msgtype") != "text":
            return refused(40008)
        content = (message.get("text") or {}).get("content")
        if not isinstance(content, str) or not content.strip():
            return refused(44004)
        return self._deliver(message, body, cut(content))

    def upload(self, token: str, kind: str, name: str, content_type: str, content: bytes) -> Answer:
        if problem := self.tokens.refusal(token):
            return refused(problem)
        file = self.files.add(kind, name, content_type, content)
        if isinstance(file, int):
            return refused(file)
        created_at = str(int(file.uploaded_at.timestamp()))
        return {
            "errcode": 0,
            "errmsg": "ok",
            "type": kind,
            "media_id": file.media_id,
            "created_at": created_at,
        }

    def download(self, token: str, media_id: str) -> File | Answer:
        if problem := self.tokens.refusal(token):
            return refused(problem)
        file = self.files.get(media_id)
        return refused(file) if isinstance(file, int) else file

    def _deliver(self, message: Answer, body: bytes, content: str) -> Answer:
        users = [userid for userid in str(message.get("touser") or "").split("|") if userid]
        if len(users) > MOST_USERS:
            return refused(40031)
        members = list(self.people) if users == ["@all"] else [u for u in map(self._member, users) if u]
        if not members:
            return refused(81013)
        unknown = [] if users == ["@all"] else [u.lower() for u in users if self._member(u) is None]
        now = self.clock.now()
        seconds = int(message.get("duplicate_check_interval") or DUPLICATE_SECONDS)
        checked = message.get("enable_duplicate_check") == 1
        if not (checked and self.duplicates.seen(body, now, seconds=seconds)):
            for userid in dict.fromkeys(members):
                if self.quotas.admits(userid, now):
                    self.chats.heard(userid, content, pushed=True)
        return {
            "errcode": 0,
            "errmsg": "ok",
            "invaliduser": "|".join(unknown),
            "invalidparty": "",
            "invalidtag": "",
            "unlicenseduser": "",
            "msgid": secrets.token_urlsafe(24),
        }

    def _member(self, userid: str) -> str | None:
        """Who is meant: userids are compared without case."""
        if userid in self.people:
            return userid
        return next((known for known in self.people if known.lower() == userid.lower()), None)


def cut(content: str) -> str:
    """What the platform shows of a text: 2,048 bytes, without a word about the rest."""
    return content.encode()[:TEXT_BYTES].decode(errors="ignore")


def _object(body: bytes) -> Answer | None:
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return message if isinstance(message, dict) else None
