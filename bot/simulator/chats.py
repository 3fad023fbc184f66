"""What everybody's chat with the app shows: bubbles in one sequence, kept in memory, watched live."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from bot.clock import Clock

KEPT = 500  # bubbles a person
BACKLOG = 1_000  # what a slow watcher may have waiting before it is cut off


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as the person sees it.

    `userid` names the chat: a person's own with the app, `bot:<userid>` his own with the AI bot, or a group's id;
    `by` is who wrote it in a group. `side`: person | app. `pushed`: it came unasked or late, by message/send.
    `failed`: the service did not take it. `media_id` names the picture or file; `card` is that of kind card.
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
    by: str = ""
    card: Mapping[str, Any] | None = None


class Chats:
    """The chats of all people. `seq` counts up over all of them and starts again with the process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seq = 0
        self._bubbles: dict[str, deque[Bubble]] = {}
        self._unread: dict[str, int] = {}
        self._watchers: set[asyncio.Queue[Bubble | None]] = set()

    def wrote(
        self, userid: str, kind: str, text: str, *, media_id: str = "", failed: bool = False, by: str = ""
    ) -> Bubble:
        """The person wrote; in a group it is `by` somebody."""
        return self._add("person", userid, kind, text, media_id=media_id, failed=failed, by=by)

    def heard(self, userid: str, text: str, *, pushed: bool = False, by: str = "") -> Bubble:
        """The app wrote to the person; `by` robot in a group."""
        self._unread[userid] = self._unread.get(userid, 0) + 1
        return self._add("app", userid, "text", text, pushed=pushed, by=by)

    def showed(
        self, userid: str, kind: str, part: Mapping[str, Any], *, pushed: bool = False, by: str = ""
    ) -> None:
        """The app sent a card or a file, or changed a card (kind update), which shows in the one that was sent."""
        if kind == "update":
            self._change(userid, part)
            return
        self._unread[userid] = self._unread.get(userid, 0) + 1
        card = part if kind == "card" else None
        self._add(
            "app", userid, kind, "", media_id=str(part.get("media_id", "")), pushed=pushed, card=card, by=by
        )

    def recall(
        self, chat: str, side: Literal["person", "app"], kind: str, text: str, at: datetime, **details: Any
    ) -> None:
        """A bubble from before a restart: nobody watches, and it was looked at."""
        self._seq += 1
        bubble = Bubble(self._seq, chat, side, kind, text, at, **details)
        self._bubbles.setdefault(chat, deque(maxlen=KEPT)).append(bubble)

    @property
    def is_empty(self) -> bool:
        return not self._bubbles

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

    def _change(self, userid: str, card: Mapping[str, Any]) -> None:
        bubbles = self._bubbles.get(userid, deque())
        for place, bubble in enumerate(bubbles):
            if bubble.card is not None and bubble.card.get("task_id") == card.get("task_id"):
                bubbles[place] = changed = replace(bubble, card=card)
                for queue in tuple(self._watchers):
                    self._tell(queue, changed)

    def _tell(self, queue: asyncio.Queue[Bubble | None], bubble: Bubble) -> None:
        if queue.qsize() < BACKLOG - 1:
            queue.put_nowait(bubble)
            return
        self._watchers.discard(queue)
        queue.put_nowait(None)
