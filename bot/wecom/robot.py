"""A group robot (消息推送): its key is the whole credential; it speaks and never hears (doc/91770)."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import SecretStr

from bot.wecom import limits
from bot.wecom.client import accepted
from bot.wecom.markup import legal
from bot.wecom.outcomes import Later, Refused, SendOutcome, Unsure, Uploaded, UploadOutcome
from bot.wecom.wire import MEDIA_SECONDS, RETRY_SECONDS, Answer, Wire, json_body, judged

SEND: Final = "/cgi-bin/webhook/send"
UPLOAD: Final = "/cgi-bin/webhook/upload_media"
CARDS: Final = frozenset({"text_notice", "news_notice"})  # the types of cards that a robot may show
_TABLE = re.compile(r"^\s*\|.+\|\s*$", re.MULTILINE)


class Robot:
    """One robot's way into its group."""

    def __init__(self, wire: Wire, key: SecretStr) -> None:
        self._wire = wire
        self._key = key

    async def text(self, content: str, mentions: Sequence[str] = ()) -> SendOutcome:
        """A text of at most 2,048 bytes; `mentions` are userids, or `@all`."""
        content = legal(content)
        if refusal := _unfit(content, limits.ROBOT_TEXT):
            return refusal
        text: dict[str, Any] = {"content": content}
        if mentions:
            text["mentioned_list"] = list(mentions)
        return await self.send({"msgtype": "text", "text": text})

    async def markdown(self, content: str) -> SendOutcome:
        """At most 4,096 bytes. With a table it is markdown_v2, which knows neither colours nor mentions."""
        content = legal(content)
        if refusal := _unfit(content, limits.ROBOT_MARKDOWN):
            return refusal
        kind = "markdown_v2" if _TABLE.search(content) else "markdown"
        return await self.send({"msgtype": kind, kind: {"content": content}})

    async def image(self, content: bytes) -> SendOutcome:
        """A PNG or JPG of at most 2 MB; the md5 is of the raw bytes, not of the base64."""
        if not 0 < len(content) <= limits.ROBOT_IMAGE:
            return Refused(errcode=None, reason=f"{len(content)} bytes are too few or too many for a picture")
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        image = {"base64": base64.b64encode(content).decode(), "md5": digest}
        return await self.send({"msgtype": "image", "image": image})

    async def file(self, name: str, content: bytes) -> SendOutcome:
        """A file: uploaded for this robot, then sent."""
        uploaded = await self.upload(name, content)
        if not isinstance(uploaded, Uploaded):
            return uploaded
        return await self.send({"msgtype": "file", "file": {"media_id": uploaded.media_id}})

    async def card(self, card: Mapping[str, Any]) -> SendOutcome:
        """A text_notice or news_notice: other types need somebody who hears the click."""
        if card.get("card_type") not in CARDS:
            return Refused(errcode=None, reason=f"a robot shows no card of type {card.get('card_type')}")
        return await self.send({"msgtype": "template_card", "template_card": dict(card)})

    async def upload(self, name: str, content: bytes) -> UploadOutcome:
        """Upload a file for this robot's group. May be repeated: a lost media_id harms nobody."""
        if not limits.MEDIA_MINIMUM <= len(content) <= limits.MEDIA_MAXIMUM["file"]:
            return Refused(errcode=None, reason=f"{len(content)} bytes are too few or too many for a file")
        files = {"media": (name, content, "application/octet-stream")}
        params = self._params | {"type": "file"}
        called = judged(
            await self._wire.call("POST", UPLOAD, params=params, files=files, seconds=MEDIA_SECONDS)
        )
        if isinstance(called, Unsure):
            return Later(after=RETRY_SECONDS, reason=called.reason)
        if not isinstance(called, Answer):
            return called
        media_id = called.fields.get("media_id")
        if not isinstance(media_id, str) or not media_id:
            return Later(after=RETRY_SECONDS, reason="the upload was answered without a media_id")
        return Uploaded(media_id=media_id)

    async def send(self, body: dict[str, Any]) -> SendOutcome:
        """Send a body as doc/91770 has it. The platform checks no duplicates: no send is repeated."""
        called = judged(await self._wire.call("POST", SEND, params=self._params, **json_body(body)))
        return accepted(called) if isinstance(called, Answer) else called

    @property
    def _params(self) -> dict[str, str]:
        return {"key": self._key.get_secret_value()}


def _unfit(content: str, most_bytes: int) -> Refused | None:
    if not content.strip():
        return Refused(errcode=None, reason="the content is empty")
    if limits.size(content) > most_bytes:
        return Refused(errcode=None, reason="the content is too long")
    return None
