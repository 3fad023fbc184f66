"""What the two processes hand each other: values over a pair of sockets that nobody else holds."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from typing import Any, cast

from bot.backroom.packing import packed, unpacked

READY = 0  # the number of the frame by which the back room says that it listens
_LENGTH = struct.Struct("!I")


class Frames(asyncio.Protocol):
    """One end. `heard` gets each value that arrives, in order; `gone` is called once, when the other end has closed."""

    def __init__(self, heard: Callable[[Any], None], gone: Callable[[], None]) -> None:
        self._heard = heard
        self._gone = gone
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        at, size = 0, len(buffer)
        while size - at >= _LENGTH.size:
            end = at + _LENGTH.size + _LENGTH.unpack_from(buffer, at)[0]
            if end > size:
                break
            self._heard(unpacked(memoryview(buffer)[at + _LENGTH.size : end]))
            at = end
        self._buffer = buffer[at:]

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._gone()

    def send(self, value: object) -> None:
        """Raises ConnectionError when the other end is gone, and what pickle raises for what cannot travel."""
        if self._transport is None:
            raise ConnectionError("the other end is gone")
        body = packed(value)
        self._transport.write(_LENGTH.pack(len(body)) + body)

    def close(self) -> None:
        """Send what is left, then end."""
        if self._transport is not None:
            self._transport.close()
