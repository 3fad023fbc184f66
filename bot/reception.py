"""What the bot's line hears: each person's messages in their order, all people at once, and none given up lightly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import structlog

from bot.answering import Answering
from bot.channels.aibot_push import RESPOND, UPDATE, WELCOME, reply_to
from bot.clock import Clock
from bot.dispatcher import Answer
from bot.incoming import Incoming
from bot.wecom.aibot.connection import Connection
from bot.wecom.aibot.frames import Frame
from bot.wecom.aibot.messages import Ears, NotHeard, event_of, incoming_of
from storage.transaction import cause_of, is_away

# The platform says it once: a database that is away for a moment must not lose it.
PATIENCE_SECONDS: Final = 300.0
FIRST_WAIT, LONGEST_WAIT = 0.5, 10.0
# Each kind of callback takes one kind of answer, once (846605).
_ANSWERED_BY: Final = MappingProxyType({"enter_chat": WELCOME, "template_card_event": UPDATE})
_log = structlog.get_logger(__name__)


class Reception:
    """`wake` is called when an answer waits in the outbox; `keep` when something must be fetched at once."""

    def __init__(
        self,
        dispatcher: Answering,
        ears: Ears,
        clock: Clock,
        *,
        wake: Callable[[], None],
        keep: Callable[[], None] = lambda: None,
    ) -> None:
        self._dispatcher = dispatcher
        self._ears = ears
        self._clock = clock
        self._wake = wake
        self._keep = keep
        self._last: dict[str, asyncio.Task[None]] = {}

    def take(self, frame: Frame, connection: Connection) -> None:
        """A message or event of the platform; returns at once."""
        command = _ANSWERED_BY.get(event_of(frame.body), RESPOND)
        try:
            incoming = incoming_of(
                frame.body, self._ears, now=self._clock.now(), reply_to=reply_to(command, frame.req_id)
            )
        except NotHeard as error:
            _log.warning("a message of the bot cannot be read", cause=str(error))
            return
        if incoming is None:
            _log.info("ignored", kind=str(frame.body.get("msgtype")))
            return
        before = self._last.get(incoming.sender)
        self._last[incoming.sender] = asyncio.create_task(self._after(before, incoming))

    async def finish(self) -> None:
        """Wait for what was taken."""
        await asyncio.gather(*self._last.values(), return_exceptions=True)

    async def _after(self, before: asyncio.Task[None] | None, incoming: Incoming) -> None:
        if before is not None:
            await asyncio.wait({before})
        try:
            await self._answer(incoming)
        except Exception:
            _log.exception("a message of the bot is lost", inbox_key=incoming.key)
        self._wake()
        if incoming.media_id or incoming.kept:
            self._keep()
        if self._last.get(incoming.sender) is asyncio.current_task():
            del self._last[incoming.sender]

    async def _answer(self, incoming: Incoming) -> Answer:
        waited, wait = 0.0, FIRST_WAIT
        while True:
            try:
                return await self._dispatcher.answer(incoming)
            except Exception as error:
                if waited >= PATIENCE_SECONDS or not is_away(error):
                    raise
                _log.warning("a message of the bot waits for the database", cause=cause_of(error))
            await asyncio.sleep(wait)
            waited, wait = waited + wait, min(LONGEST_WAIT, 2 * wait)
