"""微信客服, played on this machine: what customers write waits to be read, and is answered within 48 hours and five
messages (doc/94670, doc/94677)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.simulator.chats import Chats

KEPT, TOKEN_LIFE, WINDOW, CODE_LIFE = (
    timedelta(days=3), timedelta(minutes=10), timedelta(hours=48), timedelta(seconds=20),
)  # fmt: skip
MOST, PAGE, TEXT_BYTES, ID_BYTES, CURSOR_BYTES = 5, 1_000, 2_048, 32, 64
FREE_READS = 3  # a minute without a token; the platform's number is not public
BAD_KF, BAD_PERSON, BAD_PARAMETER, BAD_TOKEN = 95004, 40096, 40058, 95007
TOO_MANY, WINDOW_CLOSED, EMPTY, TOO_LONG, OFTEN, BAD_KIND = 95001, 95018, 44004, 45002, 45009, 40008
REJECTED = 10
CUSTOMER, SYSTEM = 3, 4
Item = dict[str, Any]


@dataclass
class _Chat:
    """`said_at`: when the customer wrote last; `left`: messages that may follow it; `servicer`: who took it over."""

    said_at: datetime | None = None
    left: int = 0
    servicer: str = ""
    welcomed: bool = False


@dataclass
class Account:
    open_kfid: str
    name: str
    items: list[tuple[datetime, Item]] = field(default_factory=list)
    chats: dict[str, _Chat] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    free_reads: list[datetime] = field(default_factory=list)


class Counter:
    """`people`: external_userid → the name a person gives himself. `rejects`: who takes no messages."""

    def __init__(
        self, clock: Clock, chats: Chats, people: Mapping[str, str], accounts: Mapping[str, str]
    ) -> None:
        self._clock = clock
        self._chats = chats
        self._people = people
        self._codes: dict[str, tuple[str, str, datetime]] = {}
        self.accounts = {key: Account(key, name) for key, name in accounts.items()}
        self.rejects: set[str] = set()

    # -- what people do; each returns the token of the call that the platform makes then --------------------------

    def wrote(self, open_kfid: str, person: str, text: str, *, kind: str = "text", media_id: str = "") -> str:
        """The customer writes, or sends a picture."""
        account, now = self.accounts[open_kfid], self._clock.now()
        part = {"content": text} if kind == "text" else {"media_id": media_id}
        self._add(account, person, CUSTOMER, kind, part)
        chat = account.chats.setdefault(person, _Chat())
        chat.said_at, chat.left = now, MOST
        self._chats.wrote(phone_of(person), kind, text, media_id=media_id)
        return self._call(account)

    def recalled(self, open_kfid: str, person: str) -> str:
        """The customer takes his last message back; it stays in the list."""
        account = self.accounts[open_kfid]
        last = next(item for _, item in reversed(account.items) if item.get("external_userid") == person)
        event: Item = {"event_type": "user_recall_msg", "open_kfid": open_kfid, "external_userid": person}
        self._add(account, "", SYSTEM, "event", event | {"recall_msgid": last["msgid"]})
        return self._call(account)

    def entered(self, open_kfid: str, person: str, *, scene_param: str = "") -> str:
        """The customer opens the chat; a code comes with it when he heard nothing in the last 48 hours."""
        account, now = self.accounts[open_kfid], self._clock.now()
        chat = account.chats.setdefault(person, _Chat())
        event: Item = {
            "event_type": "enter_session",
            "open_kfid": open_kfid,
            "external_userid": person,
            "scene": "",
        }
        if scene_param:
            event["scene_param"] = scene_param
        if chat.said_at is None and not chat.welcomed:
            code = secrets.token_urlsafe(16)
            self._codes[code] = (open_kfid, person, now + CODE_LIFE)
            event["welcome_code"] = code
        self._add(account, "", SYSTEM, "event", event)
        return self._call(account)

    def took_over(self, open_kfid: str, person: str, userid: str) -> str:
        """A colleague takes the chat over, or with "" ends it."""
        account = self.accounts[open_kfid]
        chat = account.chats.setdefault(person, _Chat())
        event: Item = {
            "event_type": "session_status_change",
            "open_kfid": open_kfid,
            "external_userid": person,
        }
        event |= (
            {"change_type": 1, "new_servicer_userid": userid}
            if userid
            else {"change_type": 3, "old_servicer_userid": chat.servicer}
        )
        chat.servicer = userid
        self._add(account, "", SYSTEM, "event", event)
        return self._call(account)

    # -- what the service asks -------------------------------------------------------------------------------------

    def read(self, question: Mapping[str, Any]) -> Item | int:
        """kf/sync_msg: what is behind the cursor; three days back."""
        account, now = self.accounts.get(str(question.get("open_kfid"))), self._clock.now()
        if account is None:
            return BAD_KF
        limit, cursor = question.get("limit", PAGE), str(question.get("cursor", ""))
        if not isinstance(limit, int) or not 0 < limit <= PAGE or len(cursor.encode()) > CURSOR_BYTES:
            return BAD_PARAMETER
        if (refusal := self._admits(account, str(question.get("token", "")), now)) is not None:
            return refusal
        start = int(cursor) if cursor.isdecimal() else 0
        behind = [
            (place, item)
            for place, (at, item) in enumerate(account.items)
            if place >= start and at > now - KEPT
        ]
        page = behind[:limit]
        following = page[-1][0] + 1 if page else max(start, len(account.items))
        return {
            "next_cursor": str(following),
            "has_more": int(len(behind) > len(page)),
            "msg_list": [item for _, item in page],
        }

    def send(self, message: Mapping[str, Any]) -> Item | int:
        """kf/send_msg: taken is not delivered; a customer who takes nothing shows in the list."""
        account, person = self.accounts.get(str(message.get("open_kfid"))), str(message.get("touser"))
        if account is None:
            return BAD_KF
        if person not in self._people:
            return BAD_PERSON
        text, message_id = _text(message), str(message.get("msgid") or secrets.token_hex(12))
        if isinstance(text, int) or len(message_id) > ID_BYTES:
            return text if isinstance(text, int) else BAD_PARAMETER
        if message_id in account.sent:  # the same message once more
            return {"msgid": message_id}
        chat = account.chats.get(person, _Chat())
        if chat.servicer or chat.said_at is None or self._clock.now() >= chat.said_at + WINDOW:
            return WINDOW_CLOSED
        if not chat.left:
            return TOO_MANY
        chat.left -= 1
        account.sent.add(message_id)
        if person in self.rejects:
            failure = {
                "event_type": "msg_send_fail",
                "open_kfid": account.open_kfid,
                "external_userid": person,
            }
            self._add(
                account, "", SYSTEM, "event", failure | {"fail_msgid": message_id, "fail_type": REJECTED}
            )
        else:
            self._chats.heard(phone_of(person), text, pushed=True)
        return {"msgid": message_id}

    def welcome(self, message: Mapping[str, Any]) -> Item | int:
        """kf/send_msg_on_event: once for a code, within 20 seconds."""
        open_kfid, person, until = self._codes.pop(str(message.get("code")), ("", "", self._clock.now()))
        text = _text(message)
        if isinstance(text, int):
            return text
        if self._clock.now() >= until:
            return BAD_PARAMETER
        self.accounts[open_kfid].chats[person].welcomed = True
        self._chats.heard(phone_of(person), text, pushed=True)
        return {"msgid": str(message.get("msgid") or secrets.token_hex(12))}

    def names(self, question: Mapping[str, Any]) -> Item | int:
        """kf/customer/batchget."""
        asked = question.get("external_userid_list")
        if not isinstance(asked, list) or not 0 < len(asked) <= 100:
            return BAD_PARAMETER
        known = [one for one in asked if one in self._people]
        return {
            "customer_list": [{"external_userid": one, "nickname": self._people[one]} for one in known],
            "invalid_external_userid": [one for one in asked if one not in self._people],
        }

    def call_again(self, open_kfid: str) -> str:
        """The token of another call for what waits."""
        return self._call(self.accounts[open_kfid])

    def _admits(self, account: Account, token: str, now: datetime) -> int | None:
        if token:
            return None if account.tokens.get(token, now) > now else BAD_TOKEN
        account.free_reads = [at for at in account.free_reads if at > now - timedelta(minutes=1)]
        if len(account.free_reads) >= FREE_READS:
            return OFTEN
        account.free_reads.append(now)
        return None

    def _add(self, account: Account, person: str, origin: int, kind: str, part: Item) -> None:
        now = self._clock.now()
        item: Item = {
            "msgid": secrets.token_hex(16),
            "send_time": int(now.timestamp()),
            "origin": origin,
            "msgtype": kind,
        }
        if person:
            item |= {"open_kfid": account.open_kfid, "external_userid": person}
        account.items.append((now, item | {kind: part}))

    def _call(self, account: Account) -> str:
        token = secrets.token_urlsafe(24)
        account.tokens[token] = self._clock.now() + TOKEN_LIFE
        return token


def phone_of(person: str) -> str:
    """The key, in `Chats`, of a customer's phone."""
    return f"phone:{person}"


def _text(message: Mapping[str, Any]) -> str | int:
    part = message.get("text")
    if message.get("msgtype") != "text" or not isinstance(part, Mapping):
        return BAD_KIND
    text = str(part.get("content", ""))
    if not text.strip():
        return EMPTY
    return TOO_LONG if len(text.encode()) > TEXT_BYTES else text
