"""What a way out is: every file of this drawer has a `NAME` and a class of this shape."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from bot.delivery.limits import Quota
from bot.outgoing import Outgoing
from bot.wecom.outcomes import SendOutcome


class Channel(Protocol):
    """One way out.

    Within `duplicate_window` of sending the platform drops a repeated body; zero: it never does. `text_bytes` and
    `markdown_bytes` are what one message holds: longer ones are split into several rows. `is_here` is False where
    another process holds the way (the bot's socket): rows are left to that one.
    """

    duplicate_window: timedelta
    text_bytes: int
    markdown_bytes: int

    @property
    def is_here(self) -> bool: ...

    def quotas(self, target: str) -> tuple[Quota, ...]:
        """What a message to this target counts against."""

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        """Send once, and never raise for what the platform does."""
