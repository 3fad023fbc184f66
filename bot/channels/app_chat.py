"""A group by a chat that the self-built app made for it (appchat): one way, no cards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from bot.channels.app_message import content_for
from bot.delivery.limits import APP_CHAT, Quota
from bot.outgoing import Kind, Outgoing
from bot.wecom import limits
from bot.wecom.client import Client
from bot.wecom.outcomes import Refused, SendOutcome

NAME = "app_chat"
ChatOf = Callable[[str], Awaitable[str]]


class AppChat:
    """`chat_of` gives the chat id of a group, "" where the app has made none."""

    duplicate_window = timedelta()
    text_bytes = limits.APP_TEXT
    markdown_bytes = limits.APP_MARKDOWN
    is_here = True

    def __init__(self, client: Client, chat_of: ChatOf, files: Path) -> None:
        self._client = client
        self._chat_of = chat_of
        self._files = files

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota(f"app_chat:{target}", APP_CHAT),)

    async def has(self, target: str) -> bool:
        """Is there a chat for this group?"""
        return bool(await self._chat_of(target))

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        chat_id = await self._chat_of(target)
        if not chat_id:
            return Refused(errcode=None, reason=f"no chat was made for the group {target}")
        if message.kind is Kind.CARD:  # an app chat shows none (doc/90248)
            message = Outgoing(text=message.text)
        content = await content_for(self._client, self._files, message)
        return await self._client.send_to_chat(chat_id, content) if isinstance(content, dict) else content
