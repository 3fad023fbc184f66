"""One-to-one messages of the self-built app (message/send)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.delivery.limits import MEMBER, Quota
from bot.outgoing import Outgoing
from bot.wecom import limits
from bot.wecom.client import DUPLICATE_SECONDS, Client
from bot.wecom.outcomes import SendOutcome

NAME = "app"


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
        return await self._client.send_text(target, message.text)
