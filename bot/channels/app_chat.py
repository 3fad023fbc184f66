"""A group by a chat that the self-built app made for it (appchat): one way, no cards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.channels.app_message import content_for
from bot.channels.files import once_more
from bot.delivery.limits import APP_CHAT, Quota
from bot.outgoing import Kind, Outgoing
from bot.wecom import limits
from bot.wecom.client import Client
from bot.wecom.outcomes import SendOutcome

NAME = "app_chat"


class AppChat:
    """`send` speaks in one chat, by its id."""

    duplicate_window = timedelta()
    text_bytes = limits.APP_TEXT
    markdown_bytes = limits.APP_MARKDOWN
    is_here = True

    def __init__(self, client: Client, files: Path) -> None:
        self._client = client
        self._files = files

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota(f"app_chat:{target}", APP_CHAT),)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        if message.kind is Kind.CARD:  # an app chat shows none (doc/90248)
            message = Outgoing(text=message.text)
        content = await content_for(self._client, self._files, message)
        if not isinstance(content, dict):
            return content
        return once_more(await self._client.send_to_chat(target, content))
