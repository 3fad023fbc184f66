"""Before the back room: reads each message ahead, has it booked there, and books it here when nobody is there."""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.backroom.frames import READY, Frames
from bot.dispatcher import Answer, Dispatcher
from bot.incoming import Incoming
from storage.commands import Statistics

PROJECT = Path(__file__).resolve().parent.parent.parent
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a room that ended is opened again
_log = structlog.get_logger(__name__)


class RoomEnded(Exception):
    """The process in the back has ended."""


def _gone(_: object) -> None:
    raise ConnectionError("no back room")


@dataclass(slots=True)
class _Line:
    """To one back room, from its first word to its end."""

    waiting: dict[int, asyncio.Future[Answer | None]] = field(default_factory=dict)
    statistics: Statistics = field(default_factory=Statistics)
    send: Callable[[object], None] = field(default=_gone)
    is_ready: asyncio.Event = field(default_factory=asyncio.Event)
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self) -> None:
        """The other end has closed: nobody waits for it any more."""
        for event in (self.is_over, self.is_ready, self.is_open):
            event.set()


class Front:
    """Answers as its `dispatcher` does, and with it where the back room does not.

    Whatever becomes of the other process, a message is booked once: both know it by its row in the inbox.
    """

    def __init__(self, dispatcher: Dispatcher, room: Callable[[socket.socket], Awaitable[None]]) -> None:
        """`room` serves on its end of a pair of sockets until that ends."""
        self.dispatcher = dispatcher
        self._room = room
        self._numbers = itertools.count(READY + 1)
        self._roles: dict[str, str] = {}
        self._line: _Line | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._by_hand = 0  # messages that are booked here at this moment
        self._past = Statistics()
        self._all_done = asyncio.Event()
        self._all_done.set()

    @property
    def statistics(self) -> Statistics:
        """What all back rooms so far have written."""
        return self._past + (self._line.statistics if self._line else Statistics())

    @property
    def is_open(self) -> bool:
        """Whether messages are booked in the back."""
        return self._line is not None and self._line.is_open.is_set()

    async def start(self) -> None:
        """Open the back room; until it is ready, or unless this is called, messages are booked here."""
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Let it finish what it has taken, and wait for its end."""
        if self._keeping is not None:
            self._keeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeping

    async def answer(self, incoming: Incoming) -> Answer:
        """As `Dispatcher.answer`."""
        if (line := self._line) is None:
            return await self._booked_here(incoming)
        if not line.is_open.is_set():
            await line.is_open.wait()
        role = self._roles.get(incoming.sender)
        if role:
            incoming = self.dispatcher.foretell(incoming, role)
        number = next(self._numbers)
        heard: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        line.waiting[number] = heard
        answer: Answer | None = None
        try:
            line.send((number, incoming))
            answer = await heard
        except (ConnectionError, RoomEnded):
            _log.info(
                "the back room has ended before its answer", channel=incoming.channel, inbox_key=incoming.key
            )
        finally:
            line.waiting.pop(number, None)
        if answer is None:
            return await self._booked_here(incoming)
        if answer.role:
            self._roles[incoming.sender] = answer.role
        return answer

    async def leave_later(self, incoming: Incoming) -> bool:
        """As `Dispatcher.leave_later`."""
        return await self.dispatcher.leave_later(incoming)

    async def _booked_here(self, incoming: Incoming) -> Answer:
        self._by_hand += 1
        self._all_done.clear()
        try:
            return await self.dispatcher.answer(incoming)
        finally:
            self._by_hand -= 1
            if not self._by_hand:
                self._all_done.set()

    async def _keep(self) -> None:
        """Open the room, and open it again when it ends."""
        pause = FIRST_PAUSE
        while True:
            began = asyncio.get_running_loop().time()
            await self._one_life()
            if asyncio.get_running_loop().time() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            _log.warning("the back room has ended; messages are booked in front", again_in=pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _one_life(self) -> None:
        line = _Line()
        ours, theirs = socket.socketpair()
        room = asyncio.ensure_future(self._room(theirs))
        frames = Frames(lambda said: self._hear(line, *said), line.end)
        await asyncio.get_running_loop().create_connection(lambda: frames, sock=ours)
        try:
            await line.is_ready.wait()
            self._line, line.send = line, frames.send
            await self._all_done.wait()  # so that nobody's messages overtake each other
            line.is_open.set()
            await line.is_over.wait()
        finally:
            self._line = None
            self._past += line.statistics
            frames.close()
            with suppress(OSError):  # it never began
                await room
            line.end()
            for heard in line.waiting.values():
                if not heard.done():
                    heard.set_exception(RoomEnded())

    def _hear(
        self, line: _Line, number: int, answer: Answer | None, version: int, statistics: Statistics
    ) -> None:
        line.statistics = statistics
        if number == READY:
            line.is_ready.set()
        heard = line.waiting.get(number)
        if heard is not None and not heard.done():
            heard.set_result(answer)
        if version > self.dispatcher.names_version and self._renewing is None:
            self._renewing = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        try:
            await self.dispatcher.renew_names()
        finally:
            self._renewing = None


async def process_apart(end: socket.socket) -> None:
    """A back room in a process of its own, with our environment."""
    found = os.environ.get("PYTHONPATH", "")
    path = os.pathsep.join(filter(None, (str(PROJECT), found)))
    with end:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.backroom", str(end.fileno())),
            pass_fds=(end.fileno(),),
            env={**os.environ, "PYTHONPATH": path},
        )
    await process.wait()
