"""Group robots: a key each, 20 messages a minute, everything else is 45009 (doc/91770)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson

from bot.simulator.chats import Chats
from bot.simulator.media import File, Files
from bot.simulator.shapes import BAD_KIND, BAD_MEDIA, Shown, shown_of

PER_MINUTE = 20
KINDS = frozenset({"text", "markdown", "markdown_v2", "image", "file", "news", "template_card"})
NOTICES = ("text_notice", "news_notice")
IMAGE_BYTES = 2 << 20
NO_ROBOT, TOO_OFTEN, TOO_LARGE, BAD_JSON = 93000, 45009, 93018, 47001
_MINUTE = timedelta(minutes=1)


class Robots:
    """`groups` by key, `names` by userid. `accepted` and `refused` count messages by group."""

    def __init__(
        self, chats: Chats, files: Files, groups: Mapping[str, str], names: Mapping[str, str]
    ) -> None:
        self.groups = dict(groups)
        self._names = names
        self.accepted: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._chats = chats
        self._files = files
        self._lately: dict[str, deque[datetime]] = {}

    def send(self, key: str, body: bytes, now: datetime) -> int:
        """The errcode; 0 when the group has it."""
        group = self.groups.get(key)
        if group is None:
            return NO_ROBOT
        if not self._admits(key, now):
            self.refused[group] += 1
            return TOO_OFTEN
        shown = self._shown(body)
        if isinstance(shown, int):
            return shown
        self.accepted[group] += 1
        if shown.kind in ("text", "markdown"):
            self._chats.heard(group, shown.text_for(self._names), pushed=True, by="robot")
        else:
            part = shown.card or {"media_id": shown.media_id}
            self._chats.showed(group, shown.kind, part, pushed=True, by="robot")
        return 0

    def upload(self, key: str, name: str, content_type: str, content: bytes) -> File | int:
        return self._files.add("file", name, content_type, content) if key in self.groups else NO_ROBOT

    def remove(self, key: str) -> None:
        """Somebody took the robot out of its group."""
        self.groups.pop(key, None)

    def _admits(self, key: str, now: datetime) -> bool:
        """Any sixty seconds, the stricter reading of “20 a minute”; what is refused does not count."""
        past = self._lately.setdefault(key, deque())
        while past and past[0] <= now - _MINUTE:
            past.popleft()
        if len(past) >= PER_MINUTE:
            return False
        past.append(now)
        return True

    def _shown(self, body: bytes) -> Shown | int:
        try:
            message = orjson.loads(body)
        except orjson.JSONDecodeError:
            return BAD_JSON
        if not isinstance(message, Mapping):
            return BAD_JSON
        if message.get("msgtype") == "image":
            return self._picture(message.get("image") or {})
        shown = shown_of(message, KINDS, self._files, text_bytes=2_048, markdown_bytes=4_096)
        if isinstance(shown, Shown) and shown.card is not None and shown.card["card_type"] not in NOTICES:
            return BAD_KIND
        return shown

    def _picture(self, image: Mapping[str, Any]) -> Shown | int:
        try:
            content = base64.b64decode(str(image.get("base64", "")), validate=True)
        except binascii.Error:
            return BAD_MEDIA
        if len(content) > IMAGE_BYTES:
            return TOO_LARGE
        if hashlib.md5(content, usedforsecurity=False).hexdigest() != image.get("md5"):
            return BAD_MEDIA
        kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        file = self._files.add("image", "picture", kind, content)
        return Shown("image", file.name, file.media_id) if isinstance(file, File) else BAD_MEDIA
