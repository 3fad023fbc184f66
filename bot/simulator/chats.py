"""What everybody's chat with the app shows: bubbles in one sequence, kept in memory, watched live."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.clock import Clock

KEPT = 500  # bubbles a person
BACKLOG = 1_000  # what a slow watcher may have waiting before it is cut off


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as the person sees it.

    `side`: person (he wrote it) | app. `pushed`: it came unasked or late, by message/send. `failed`: the service
    did not take it. `media_id` names the picture of kind image.
    """

    seq: int
    userid: str
    side: Literal["person", "app"]
    kind: str
    text: str
    at: datetime
    media_id: str = ""
    pushed: bool = False
    failed: bool = False


class Chats:
    """The chats of all people. `seq` counts up over all of them and starts again with the process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seq = 0
        self._bubbles: dict[str, deque[Bubble]] = {}
        self._unread: dict[str, int] = {}
        self._watchers: set[asyncio.Queue[Bubble | None]] = set()

    def wrote(self, userid: str, kind: str, text: str, *, media_id: str = "", failed: bool = False) -> Bubble:
        """The person wrote."""
        return self._add("person", userid, kind, text, media_id=media_id, failed=failed)

    def heard(self, userid: str, text: str, *, pushed: bool = False) -> Bubble:
        """The app wrote to the person."""
        self._unread[userid] = self._unread.get(userid, 0) + 1
        return self._add("app", userid, "text", text, pushed=pushed)

    def of(self, userid: str) -> tuple[Bubble, ...]:
        return tuple(self._bubbles.get(userid, ()))

    def unread(self) -> dict[str, int]:
        """How many bubbles of the app each person has not looked at; only people with any."""
        return {userid: count for userid, count in self._unread.items() if count}

    def look(self, userid: str) -> None:
        """The person has his chat before him."""
        self._unread.pop(userid, None)

    async def watch(self) -> AsyncIterator[Bubble]:
        """Every bubble from now on; ends when the watcher falls too far behind."""
        with self._watching() as queue:
            while (bubble := await queue.get()) is not None:
                yield bubble

    @contextmanager
    def _watching(self) -> Iterator[asyncio.Queue[Bubble | None]]:
        queue: asyncio.Queue[Bubble | None] = asyncio.Queue(BACKLOG)
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)

    def _add(
        self, side: Literal["person", "app"], userid: str, kind: str, text: str, **details: object
    ) -> Bubble:
        self._seq += 1
        bubble = Bubble(self._seq, userid, side, kind, text, self._clock.now(), **details)  # type: ignore[arg-type]
        self._bubbles.setdefault(userid, deque(maxlen=KEPT)).append(bubble)
        for queue in tuple(self._watchers):
            self._tell(queue, bubble)
        return bubble

    def _tell(self, queue: asyncio.Queue[Bubble | None], bubble: Bubble) -> None:
        if queue.qsize() < BACKLOG - 1:
            queue.put_nowait(bubble)
            return
        self._watchers.discard(queue)
        queue.put_nowait(None)
