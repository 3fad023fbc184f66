"""Who answers messages: a `Dispatcher` in this process, or one behind a `Front` in another."""

from __future__ import annotations

from typing import Protocol

from bot.dispatcher import Answer
from bot.incoming import Incoming


class Answering(Protocol):
    """Both know a message by its row in the inbox, so that whoever is asked again gives the same answer."""

    async def answer(self, incoming: Incoming) -> Answer:
        """Book and answer. Raises only when nothing was written, so that the platform sends it again."""

    async def leave_later(self, incoming: Incoming) -> bool:
        """The answer missed its response: send it through the outbox. False when the message is not booked yet."""
