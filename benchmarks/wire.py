"""A lean HTTP/1.1 client: raw bytes out, status and body back, one request at a time on a kept connection."""

from __future__ import annotations

import asyncio
import re
from typing import Self, cast

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Dropped(ConnectionError):
    """The other side went away before its answer was whole."""


class Line(asyncio.Protocol):
    """One connection. Understands exactly what uvicorn answers: a status line and a Content-Length."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def to(cls, port: int) -> Self:
        """Raises OSError when nobody listens."""
        _, line = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(self._buffer, 0, end)
        whole = end + 4 + (int(length[1]) if length else 0)
        if len(self._buffer) >= whole and self._answer is not None and not self._answer.done():
            status, body = int(self._buffer[9:12]), self._buffer[end + 4 : whole]
            self._buffer = self._buffer[whole:]
            self._answer.set_result((status, body))

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Dropped("the connection ended"))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body. Raises `Dropped`."""
        if self._transport is None:
            raise Dropped("the connection has ended")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
