"""One-to-one messages of the self-built app (message/send)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.channels.files import content_of, once_more
from bot.delivery.limits import MEMBER, Quota
from bot.outgoing import Kind, Outgoing
from bot.wecom import limits
from bot.wecom.client import DUPLICATE_SECONDS, Client
from bot.wecom.markup import legal
from bot.wecom.outcomes import Later, Refused, SendOutcome, Uploaded

NAME = "app"
UPDATE = "update:"  # before the response_code of a card that is there: it becomes this one


class AppMessage:
    """`send` delivers one message to one userid; `files` is the data folder."""

    duplicate_window = timedelta(seconds=DUPLICATE_SECONDS)
    text_bytes = limits.APP_TEXT
    markdown_bytes = limits.APP_MARKDOWN
    is_here = True

    def __init__(self, client: Client, files: Path) -> None:
        self._client = client
        self._files = files

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota(f"app:{target}", MEMBER),)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        if message.kind is Kind.CARD and message.reply_to.startswith(UPDATE):
            code = message.reply_to.removeprefix(UPDATE)
            change = {"userids": [target], "response_code": code, "template_card": dict(message.card)}
            return await self._client.update_card(change)
        if message.kind is Kind.TEXT:
            return await self._client.send_text(target, message.text)
        content = await content_for(self._client, self._files, message)
        if not isinstance(content, dict):
            return content
        return once_more(await self._client.send(target, content))


async def content_for(client: Client, files: Path, message: Outgoing) -> dict[str, Any] | Refused | Later:
    """The body of a message as the app sends it; pictures and files are uploaded for it."""
    match message.kind:
        case Kind.TEXT:
            text: dict[str, Any] = {"content": legal(message.text)}
            if message.mentions:
                text["mentioned_list"] = list(message.mentions)
            return {"msgtype": "text", "text": text}
        case Kind.MARKDOWN:
            return {"msgtype": "markdown", "markdown": {"content": legal(message.text)}}
        case Kind.CARD:
            return {"msgtype": "template_card", "template_card": dict(message.card)}
    content = await content_of(files, message.path)
    if content is None:
        return Refused(errcode=None, reason=f"the file {message.path} is not there")
    name = message.name or Path(message.path).name
    uploaded = await client.upload_media(message.kind.value, name, content)
    if not isinstance(uploaded, Uploaded):
        return uploaded
    return {"msgtype": message.kind.value, message.kind.value: {"media_id": uploaded.media_id}}
