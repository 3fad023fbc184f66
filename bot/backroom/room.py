"""The back room: the process in which messages are booked, while the one in front opens, reads and seals."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Protocol

import structlog
import uvloop

from bot.backroom.frames import READY, Frames
from bot.dispatcher import Answer
from bot.incoming import Incoming
from bot.memory import Settled
from bot.wiring import build
from config import log
from config.settings import load
from storage.database import Database

_log = structlog.get_logger(__name__)


class Booking(Protocol):
    """What the room needs of a `Dispatcher`."""

    @property
    def names_version(self) -> int:
        """Of the customers' names by which is read now."""

    async def answer(self, incoming: Incoming) -> Answer:
        """Book and answer."""


class Room:
    """Takes (number, message); gives back (number, answer or None, version of the names, what was written so far)."""

    def __init__(self, dispatcher: Booking, database: Database) -> None:
        self._dispatcher = dispatcher
        self._database = database
        self._frames = Frames(self._take, self._left_alone)
        self._at_work: set[asyncio.Task[None]] = set()
        self._is_over = asyncio.Event()

    async def serve(self, end: socket.socket) -> None:
        """Until the other end is closed and all that was taken is booked."""
        await asyncio.get_running_loop().create_connection(lambda: self._frames, sock=end)
        self._say(READY, None)
        await self._is_over.wait()
        await asyncio.gather(*self._at_work)

    def _take(self, asked: tuple[int, Incoming]) -> None:
        task = asyncio.create_task(self._book(*asked))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _book(self, number: int, incoming: Incoming) -> None:
        try:
            self._say(number, await self._dispatcher.answer(incoming))
        except Exception:
            # Nothing was written, or nobody knows: the process in front tries it with its own hands.
            _log.exception("the back room cannot book", channel=incoming.channel, inbox_key=incoming.key)
            self._say(number, None)

    def _say(self, number: int, answer: Answer | None) -> None:
        with suppress(ConnectionError):
            self._frames.send((number, answer, self._dispatcher.names_version, self._database.statistics))

    def _left_alone(self) -> None:
        self._is_over.set()


async def _run(descriptor: int) -> None:
    settings = load()
    log.configure(level=settings.log_level)
    service = build(settings)
    memory = Settled()
    service.database.start()
    try:
        await service.dispatcher.warm()
        await memory.start()
        await Room(service.dispatcher, service.database).serve(socket.socket(fileno=descriptor))
    finally:
        await service.http.aclose()
        if service.redis is not None:
            await service.redis.aclose()
        await asyncio.to_thread(service.database.close)


def main(descriptor: int) -> None:
    uvloop.run(_run(descriptor))
