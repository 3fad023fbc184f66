"""Targets that several channels may serve: which of them is the way today is asked for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.channels.channel import Channel
from bot.wecom.outcomes import Refused
from storage.outbox import OutboxView


@dataclass(frozen=True, slots=True)
class Way:
    """A channel by its name, and the target on it. A fault of it is noted under `fault`."""

    name: str
    channel: Channel
    target: str
    fault: str


class Route(Protocol):
    """What rows of a channel like `group` go by."""

    async def way(self, row: OutboxView) -> Way | Refused:
        """The way for this row; a refusal where none is set up."""

    def lane(self, row: OutboxView) -> str:
        """What tells apart rows of one target that go different ways; rows of a lane leave in order."""
