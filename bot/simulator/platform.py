"""A local WeCom: what its HTTP interface does for one company, on the Clock (doc/90236, doc/91039)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import orjson

from bot.clock import Clock
from bot.simulator.card_codes import CardCodes
from bot.simulator.chats import Chats
from bot.simulator.company import Company, Person
from bot.simulator.identity_codes import Codes
from bot.simulator.media import File, Files
from bot.simulator.orders import Orders
from bot.simulator.quotas import DUPLICATE_SECONDS, Duplicates, MemberQuotas
from bot.simulator.robots import Robots
from bot.simulator.shapes import INTERACTIVE, Shown, shown_of
from bot.simulator.tokens import Tokens

TEXT_BYTES = 2_048
MOST_USERS = 1_000
KINDS = frozenset({"text", "markdown", "image", "file", "news", "template_card"})
CHAT_KINDS = frozenset({"text", "markdown", "image", "file", "news"})
_ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")
ERRMSGS = {
    40001: "invalid credential",
    40004: "invalid media type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40029: "invalid code",
    40031: "invalid userid list",
    40016: "invalid button size",
    40033: "invalid request characters, must not be \\uxxxx",
    40056: "invalid agentid",
    41001: "access_token missing",
    41004: "corpsecret missing",
    41005: "media data missing",
    42001: "access_token expired",
    42014: "invalid task_id or response_code",
    44004: "text content is empty",
    45002: "content size out of limit",
    45009: "api freq out of limit",
    46003: "the menu data doesn't exist",
    47001: "data format error",
    301025: "get approval param error",
    301055: "no approval auth",
    301057: "no such approval",
    60011: "no privilege to access/modify contact/party/agent",
    60111: "userid not found",
    81013: "user & party & tag all invalid",
    86001: "invalid chatid",
    86008: "chat does not belong to this app",
    93000: "invalid webhook url",
    93018: "image size out of limit",
}
Answer = dict[str, Any]


def refused(errcode: int) -> Answer:
    return {"errcode": errcode, "errmsg": ERRMSGS[errcode]}


class Platform:
    """Answers are what Tencent's would be, errors too: HTTP 200 with an errcode."""

    def __init__(
        self,
        company: Company,
        clock: Clock,
        people: Iterable[Person],
        *,
        robots: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.company = company
        self.clock = clock
        self.people = {person.userid: person for person in people}
        self.chats = Chats(clock)
        self.tokens = Tokens(clock)
        self.files = Files(clock)
        self.quotas = MemberQuotas()
        self.duplicates = Duplicates()
        self.codes = CardCodes()
        self.identity = Codes()
        self.menu: list[Answer] = []
        self.approvals: dict[str, Answer] = {}  # by number: as getapprovaldetail shows them
        names = dict.fromkeys(person.department for person in self.people.values() if person.department)
        self.departments = {name: place for place, name in enumerate(names, start=2)}
        self.hidden: set[str] = set()  # members that the app may not see
        self.address_book_errcode = (
            0  # what every look at the address book is answered with; 0 lets it through
        )
        self.names = {person.userid: person.name for person in self.people.values()}
        self.robots = Robots(self.chats, self.files, robots, self.names)
        self.app_chats: dict[str, tuple[str, ...]] = {}
        self.orders = Orders()

    def gettoken(self, corp_id: str, secret: str) -> Answer:
        if corp_id != self.company.corp_id:
            return refused(40013)
        if secret != self.company.secret:
            return refused(40001 if secret else 41004)
        token, seconds = self.tokens.issue()
        return {"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": seconds}

    def send(self, token: str, body: bytes) -> Answer:
        """message/send. What goes over a member's quota, or comes twice, is accepted and dropped."""
        message = self._read(token, body)
        if isinstance(message, int):
            return refused(message)
        if message.get("agentid") != self.company.agent_id:
            return refused(40056)
        shown = shown_of(message, KINDS, self.files, text_bytes=0, markdown_bytes=TEXT_BYTES)
        if isinstance(shown, int):
            return refused(shown)
        return self._deliver(message, body, shown)

    def send_to_chat(self, token: str, body: bytes) -> Answer:
        """appchat/send (doc/90248)."""
        message = self._read(token, body)
        if isinstance(message, int):
            return refused(message)
        chat_id = str(message.get("chatid", ""))
        if chat_id not in self.app_chats:
            return refused(86001)
        shown = shown_of(message, CHAT_KINDS, self.files, text_bytes=TEXT_BYTES, markdown_bytes=TEXT_BYTES)
        if isinstance(shown, int):
            return refused(shown)
        self._show(chat_id, shown)
        return {"errcode": 0, "errmsg": "ok"}

    def create_chat(self, token: str, body: bytes) -> Answer:
        """appchat/create (doc/90245): 2 to 2,000 members."""
        chat = self._read(token, body)
        if isinstance(chat, int):
            return refused(chat)
        members = [userid for userid in chat.get("userlist", ()) if self._member(str(userid))]
        if len(members) < 2 or chat.get("owner") not in members:
            return refused(40031)
        chat_id = str(chat.get("chatid") or secrets.token_hex(8))
        self.app_chats[chat_id] = tuple(members)
        return {"errcode": 0, "errmsg": "ok", "chatid": chat_id}

    def update_card(self, token: str, body: bytes) -> Answer:
        """message/update_template_card (doc/94888)."""
        change = self._read(token, body)
        if isinstance(change, int):
            return refused(change)
        task = self.codes.use(str(change.get("response_code", "")), self.clock.now())
        card = change.get("template_card")
        if isinstance(task, int) or not isinstance(card, dict):
            return refused(42014)
        for userid in change.get("userids", ()):
            self.chats.showed(str(userid), "update", card | {"task_id": task})
        return {"errcode": 0, "errmsg": "ok"}

    def by_robot(self, key: str, body: bytes) -> Answer:
        """webhook/send."""
        errcode = self.robots.send(key, body, self.clock.now())
        return refused(errcode) if errcode else {"errcode": 0, "errmsg": "ok"}

    def upload_for_robot(self, key: str, name: str, content_type: str, content: bytes) -> Answer:
        """webhook/upload_media."""
        file = self.robots.upload(key, name, content_type, content)
        return refused(file) if isinstance(file, int) else _uploaded(file)

    def _read(self, token: str, body: bytes) -> Answer | int:
        """The object in a call with a token, or the errcode."""
        if problem := self.tokens.refusal(token):
            return problem
        if _ESCAPED.search(body):
            return 40033
        message = _object(body)
        return 47001 if message is None else message

    def agent(self, token: str, agent_id: str) -> Answer:
        """agent/get."""
        if problem := self.tokens.refusal(token):
            return refused(problem)
        if agent_id != str(self.company.agent_id):
            return refused(40056)
        return {"errcode": 0, "errmsg": "ok", "agentid": self.company.agent_id, "name": "清账", "close": 0}

    def upload(self, token: str, kind: str, name: str, content_type: str, content: bytes) -> Answer:
        if problem := self.tokens.refusal(token):
            return refused(problem)
        file = self.files.add(kind, name, content_type, content)
        if isinstance(file, int):
            return refused(file)
        return _uploaded(file)

    def download(self, token: str, media_id: str) -> File | Answer:
        if problem := self.tokens.refusal(token):
            return refused(problem)
        file = self.files.get(media_id)
        return refused(file) if isinstance(file, int) else file

    def _deliver(self, message: Answer, body: bytes, shown: Shown) -> Answer:
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
        code: str | int = ""
        if not (checked and self.duplicates.seen(body, now, seconds=seconds)):
            if shown.card is not None and shown.card.get("card_type") in INTERACTIVE:
                code = self.codes.sent(str(shown.card["task_id"]), now)
            if isinstance(code, int):
                return refused(code)
            for userid in dict.fromkeys(members):
                if self.quotas.admits(userid, now):
                    self._show(userid, shown)
        return {
            "errcode": 0,
            "errmsg": "ok",
            "invaliduser": "|".join(unknown),
            "invalidparty": "",
            "invalidtag": "",
            "unlicenseduser": "",
            "msgid": secrets.token_urlsafe(24),
            "response_code": code,
        }

    def _show(self, chat: str, shown: Shown) -> None:
        if shown.kind == "text":
            self.chats.heard(chat, cut(shown.text_for(self.names)), pushed=True)
        elif shown.kind == "markdown":
            self.chats.heard(chat, shown.text, pushed=True)
        else:
            part = shown.card or {"media_id": shown.media_id}
            self.chats.showed(chat, shown.kind, part, pushed=True)

    def _member(self, userid: str) -> str | None:
        """Who is meant: userids are compared without case."""
        if userid in self.people:
            return userid
        return next((known for known in self.people if known.lower() == userid.lower()), None)


def cut(content: str) -> str:
    """What the platform shows of a text: 2,048 bytes, without a word about the rest."""
    return content.encode()[:TEXT_BYTES].decode(errors="ignore")


def _uploaded(file: File) -> Answer:
    created_at = str(int(file.uploaded_at.timestamp()))
    return {
        "errcode": 0,
        "errmsg": "ok",
        "type": file.kind,
        "media_id": file.media_id,
        "created_at": created_at,
    }


def _object(body: bytes) -> Answer | None:
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return message if isinstance(message, dict) else None
