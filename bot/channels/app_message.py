"""One-to-one texts of the self-built app (message/send)."""

from __future__ import annotations

from datetime import timedelta

from bot.wecom.client import DUPLICATE_SECONDS, Client
from bot.wecom.outcomes import SendOutcome

NAME = "app"


class AppMessage:
    """`send` delivers one text to one userid."""

    duplicate_window = timedelta(seconds=DUPLICATE_SECONDS)

    def __init__(self, client: Client) -> None:
        self._client = client

    async def send(self, target: str, body: str) -> SendOutcome:
        return await self._client.send_text(target, body)
