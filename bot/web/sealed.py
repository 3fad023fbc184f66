"""What both callbacks do with a sealed request before they look into it."""

from __future__ import annotations

import structlog
from fastapi import Request, Response

from bot.wecom.envelope import MAX_BODY_BYTES, Envelope, EnvelopeError, TooLarge

_SIGNED = ("msg_signature", "timestamp", "nonce")
_log = structlog.get_logger(__name__)


async def capped(request: Request) -> bytes:
    """The body, read no further than anything that WeCom sends. Raises TooLarge."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge
    return bytes(body)


def signed(request: Request) -> dict[str, str]:
    """The three parts of the query that a signature is checked with; "" for one that is missing."""
    return {name: request.query_params.get(name, "") for name in _SIGNED}


def verified(request: Request, envelope: Envelope) -> Response:
    """The console's check of the address (GET): bare text, without quotes or a newline."""
    try:
        plain = envelope.verify_url(**signed(request), echostr=request.query_params.get("echostr", ""))
    except EnvelopeError as error:
        return refused(error)
    return Response(plain, media_type="text/plain")


def refused(error: EnvelopeError) -> Response:
    _log.warning("callback refused", cause=type(error).__name__, detail=str(error))
    return Response(status_code=413 if isinstance(error, TooLarge) else 403)
