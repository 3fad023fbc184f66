"""The body of a callback, read no further than anything that WeCom sends."""

from __future__ import annotations

from fastapi import Request

from bot.wecom.envelope import MAX_BODY_BYTES, TooLarge


async def capped(request: Request) -> bytes:
    """The body. Raises TooLarge."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge
    return bytes(body)
