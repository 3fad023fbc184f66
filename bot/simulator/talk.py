"""People talk to the AI bot: one-to-one, and in groups with an @. What they send goes through its gateway."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.clock import Clock
from bot.simulator.chats import Chats
from bot.simulator.company import Company, Group
from bot.simulator.gateway import ANSWER_WINDOW, CARD_WINDOW, Called, Gateway
from bot.simulator.media import File, Files

GAP = "\u2005"  # what a client puts behind a mention
LIFE = timedelta(minutes=5)
MESSAGE, EVENT = "aibot_msg_callback", "aibot_event_callback"
_RESPOND = frozenset({"aibot_respond_msg"})


def one_to_one(userid: str) -> str:
    """The key, in `Chats`, of a person's own chat with the bot."""
    return f"bot:{userid}"


class Talk:
    """`address` is where the simulator's interface is reached, for the files that people send."""

    def __init__(
        self,
        company: Company,
        groups: tuple[Group, ...],
        clock: Clock,
        chats: Chats,
        files: Files,
        address: str,
    ) -> None:
        self._company = company
        self._clock = clock
        self._chats = chats
        self._address = address
        self._sealed: dict[str, tuple[bytes, str, Any]] = {}
        self.groups = {group.chat_id: group for group in groups}
        self.gateway = Gateway(company, clock, files, self._heard)

    async def text(self, userid: str, content: str, *, group: str = "", quote: str = "") -> str:
        """The person types; in a group the bot is called first. The req_id of what the bot was told."""
        if group:  # who types the mention too has called the bot once
            content = content.removeprefix(f"@{self._company.bot_name}").lstrip()
        shown = f"@{self._company.bot_name} {content}" if group else content
        self._chats.wrote(group or one_to_one(userid), "text", shown, by=userid if group else "")
        said = f"@{self._company.bot_name}{GAP}{content}" if group else content
        more = {"quote": {"msgtype": "text", "text": {"content": quote}}} if quote else {}
        return await self._message(userid, group, "text", {"content": said}, **more)

    async def voice(self, userid: str, words: str) -> str:
        """Dictated; WeCom has made text of it."""
        self._chats.wrote(one_to_one(userid), "voice", words)
        return await self._message(userid, "", "voice", {"content": words})

    async def file(self, userid: str, file: File) -> str:
        """A picture or a file, sealed with a key of its own, at an address that lives five minutes."""
        kind = "image" if file.kind == "image" else "file"
        self._chats.wrote(one_to_one(userid), kind, file.name, media_id=file.media_id)
        return await self._message(userid, "", kind, self._seal(file))

    async def mixed(self, userid: str, content: str, file: File, *, group: str = "") -> str:
        """Words with a picture."""
        self._chats.wrote(group or one_to_one(userid), "image", content, media_id=file.media_id, by=userid)
        items = [
            {"msgtype": "text", "text": {"content": content}},
            {"msgtype": "image", "image": self._seal(file)},
        ]
        return await self._message(userid, group, "mixed", {"msg_item": items})

    async def enter(self, userid: str) -> str:
        """The person opens his chat with the bot, for the first time today."""
        until = self._clock.now() + CARD_WINDOW
        called = Called(userid, frozenset({"aibot_respond_welcome_msg"}), until, user=userid)
        body = self._body(userid, "", "event") | {"event": {"eventtype": "enter_chat"}}
        return await self.gateway.call(EVENT, body, called)

    async def click(self, userid: str, task_id: str, key: str, *, group: str = "", kind: str = "") -> str:
        """The person presses a button of a card."""
        until = self._clock.now() + CARD_WINDOW
        answered_by = frozenset({"aibot_respond_update_msg"})
        called = Called(group or userid, answered_by, until, task_id=task_id, user=userid)
        card = {"card_type": kind or "button_interaction", "event_key": key, "task_id": task_id}
        event = {"eventtype": "template_card_event", "template_card_event": card}
        body = self._body(userid, group, "event") | {"event": event}
        return await self.gateway.call(EVENT, body, called)

    def sealed(self, name: str) -> tuple[bytes, str] | None:
        """What lies at the address of a file that was sent: the sealed bytes and its name; None after five minutes."""
        content, called, until = self._sealed.get(name, (b"", "", None))
        return (content, called) if until is not None and self._clock.now() < until else None

    async def _message(self, userid: str, group: str, kind: str, part: Mapping[str, Any], **more: Any) -> str:
        called = Called(group or userid, _RESPOND, self._clock.now() + ANSWER_WINDOW, user=userid)
        self.gateway.activated.add(called.chat)
        body = self._body(userid, group, kind) | {kind: dict(part)} | more
        return await self.gateway.call(MESSAGE, body, called)

    def _body(self, userid: str, group: str, kind: str) -> dict[str, Any]:
        chat = {"chatid": group, "chattype": "group"} if group else {"chattype": "single"}
        return {
            "msgid": secrets.token_hex(16),
            "aibotid": self._company.bot_id,
            "from": {"userid": userid},
            "create_time": int(self._clock.now().timestamp()),
            "msgtype": kind,
            **chat,
        }

    def _seal(self, file: File) -> dict[str, str]:
        key = os.urandom(32)
        missing = 32 - len(file.content) % 32
        encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        sealed = encryptor.update(file.content + bytes([missing]) * missing) + encryptor.finalize()
        name = secrets.token_urlsafe(16)
        self._sealed[name] = (sealed, file.name, self._clock.now() + LIFE)
        return {"url": f"{self._address}/bot-files/{name}", "aeskey": base64.b64encode(key).decode()}

    def _heard(self, chat: str, kind: str, part: Mapping[str, Any], is_push: bool) -> None:
        """The bot says something in a conversation."""
        key = chat if chat in self.groups else one_to_one(chat)
        if kind == "text":
            self._chats.heard(key, str(part.get("content")), pushed=is_push)
        else:
            self._chats.showed(key, kind, part, pushed=is_push)
