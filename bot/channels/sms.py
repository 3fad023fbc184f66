"""Texts to customers' phones: an HTTP gateway that checks who asks by a signature. README: “Text messages”."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import httpx
import orjson

from bot.delivery.limits import HOUR, MINUTE, Quota, Rate
from bot.outgoing import Kind, Outgoing
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure
from bot.wecom.wire import NOT_WRITTEN

NAME = "sms"
SECONDS: Final = 15.0
AGAIN: Final = 60
# Carriers drop more to one number: commonly 1 a minute, 5 an hour (阿里云 and 腾讯云, 流控规则).
NUMBER: Final = (Rate(1, MINUTE), Rate(5, HOUR))
_TRY_AGAIN = frozenset({429, 503})
_NOT_TRUSTED = frozenset({401, 402, 403, 404})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """Where texts are posted. `signature` is the 短信签名 before every text."""

    url: str
    key: str = ""
    secret: str = field(default="", repr=False)
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """`send` posts one text to one mobile phone.

    The body is JSON: `account`, `phone`, `text`, and an `id` that is the same for the same text to the same phone, by
    which a gateway may drop repetitions. `X-Signature` is HMAC-SHA256 of the secret over `X-Timestamp`, a line feed
    and the body, in hex. 2xx: taken; 429 and 503: later; 401 to 404: the account is wrong; else never.
    """

    http: httpx.AsyncClient
    gateway: Gateway
    now: Callable[[], float] = time.time
    duplicate_window = timedelta()
    text_bytes = 2048  # a letter is at most so long, and leaves whole
    markdown_bytes = 2048
    is_here = True

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota(f"sms:{target}", NUMBER),)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        if message.kind is not Kind.TEXT:
            return Refused(errcode=None, reason=f"no {message.kind} goes by text message")
        body = self._body(target, message.text)
        stamp = str(int(self.now()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Timestamp": stamp,
            "X-Signature": signed(self.gateway.secret, stamp, body),
        }
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self.http.post(self.gateway.url, content=body, headers=headers)
        except NOT_WRITTEN as error:
            return Later(after=AGAIN, reason=f"no SMS gateway ({type(error).__name__})")
        except (httpx.HTTPError, TimeoutError) as error:
            return Unsure(reason=f"no answer of the SMS gateway ({type(error).__name__})")
        return _outcome(answer)

    def _body(self, phone: str, text: str) -> bytes:
        same = hashlib.sha256(f"{phone}\n{text}".encode()).hexdigest()[:32]
        said = f"【{self.gateway.signature}】{text}" if self.gateway.signature else text
        return orjson.dumps({"account": self.gateway.key, "phone": phone, "text": said, "id": same})


def signed(secret: str, stamp: str, body: bytes) -> str:
    """What proves that the request is ours and whole."""
    return hmac.new(secret.encode(), stamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def _outcome(answer: httpx.Response) -> SendOutcome:
    if answer.is_success:
        try:
            fields = orjson.loads(answer.content or b"{}")
        except orjson.JSONDecodeError:
            fields = {}
        return Sent(message_id=str(fields.get("id", "")) if isinstance(fields, dict) else "")
    reason = f"the SMS gateway answered {answer.status_code}"
    if answer.status_code in _TRY_AGAIN:
        return Later(after=AGAIN, reason=reason)
    if answer.is_server_error:
        return Unsure(reason=reason)  # it may have gone out before
    return Refused(errcode=None, reason=reason, channel_broken=answer.status_code in _NOT_TRUSTED)
