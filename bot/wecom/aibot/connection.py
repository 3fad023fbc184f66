"""One live connection of the AI bot: what is asked is answered by req_id, what people do is handed on."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

import structlog
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from bot.wecom.aibot.frames import SUBSCRIPTION_LOST, BadFrame, Command, Frame, read, written
from bot.wecom.outcomes import Later, Refused, Unsure, outcome_of

ANSWER_SECONDS: Final = 10.0
PING_SECONDS: Final = 30.0  # what the platform expects (doc/101463)
AGAIN_SECONDS: Final = 2
_KICKED = "disconnected_event"
_log = structlog.get_logger(__name__)


class End(StrEnum):
    """How a connection ended. KICKED: another one subscribed for the same bot."""

    CUT = "cut"
    KICKED = "kicked"
    REFUSED = "refused"


class Connection:
    """`on_callback` is called with every message and event, in their order; it must not wait."""

    def __init__(self, wire: ClientConnection, on_callback: Callable[[Frame], None]) -> None:
        self._wire = wire
        self._on_callback = on_callback
        self._waiting: dict[str, asyncio.Future[Frame | None]] = {}
        self._free: dict[str, asyncio.Lock] = {}
        self._numbers = itertools.count(1)
        self._name = secrets.token_hex(6)
        self._end = End.CUT
        self.heard: set[str] = set()  # req_ids that may be answered here; they die with the connection

    @property
    def is_open(self) -> bool:
        return self._wire.state is State.OPEN

    async def run(self) -> End:
        """Hear until the connection ends, and say how it did."""
        try:
            async for data in self._wire:
                self._take(data)
                if self._end is End.KICKED:
                    break
        except ConnectionClosed as closed:
            _log.info("the bot's connection ended", code=closed.rcvd.code if closed.rcvd else None)
        finally:
            await self._wire.close()
            self._give_up()
        return self._end

    async def keep_alive(self, every: float = PING_SECONDS) -> None:
        """Ping until cancelled or until nobody answers, which ends the connection."""
        while self.is_open:
            await asyncio.sleep(every)
            answer = await self.ask(Command.PING)
            if isinstance(answer, Unsure):
                _log.warning("the bot's connection is silent")
                await self._wire.close()

    async def ask(
        self, command: Command, body: Mapping[str, Any] | None = None, *, req_id: str = ""
    ) -> Frame | Refused | Later | Unsure:
        """Send a frame and wait for its answer. `req_id` names the callback that is answered.

        Later: certainly not done. Unsure: it left, and no answer came.
        """
        req_id = req_id or f"{command.value}-{self._name}-{next(self._numbers)}"
        lock = self._free.setdefault(req_id, asyncio.Lock())
        async with lock:  # answers are told apart by req_id alone
            answer = await self._asked(written(command, req_id, body), req_id)
        if not lock.locked():
            self._free.pop(req_id, None)
        if not isinstance(answer, Frame) or not answer.errcode:
            return answer
        if answer.errcode == SUBSCRIPTION_LOST:
            await self._wire.close()
            return Later(after=AGAIN_SECONDS, reason="the bot's connection is not subscribed")
        return outcome_of(answer.errcode, answer.errmsg)

    async def _asked(self, text: str, req_id: str) -> Frame | Later | Unsure:
        if not self.is_open:
            return Later(after=AGAIN_SECONDS, reason="the bot is not connected")
        answer: asyncio.Future[Frame | None] = asyncio.get_running_loop().create_future()
        self._waiting[req_id] = answer
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._wire.send(text)
                frame = await answer
        except (ConnectionClosed, TimeoutError) as error:
            return Unsure(reason=f"no answer on the bot's connection ({type(error).__name__})")
        finally:
            del self._waiting[req_id]
        return frame or Unsure(reason="the bot's connection was cut")

    def _take(self, data: str | bytes) -> None:
        try:
            frame = read(data)
        except BadFrame as error:
            _log.warning("a frame cannot be read", cause=str(error))
            return
        if frame.command in (Command.CALLBACK, Command.EVENT):
            self._called(frame)
            return
        answer = self._waiting.get(frame.req_id)
        if answer is not None and not answer.done():
            answer.set_result(frame)

    def _called(self, frame: Frame) -> None:
        event = frame.body.get("event")
        if isinstance(event, dict) and event.get("eventtype") == _KICKED:
            self._end = End.KICKED
            return
        self.heard.add(frame.req_id)
        self._on_callback(frame)

    def _give_up(self) -> None:
        """Nobody answers any more: whoever waits does not know whether it was done."""
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_result(None)
