"""Signed values that a browser keeps for us: who logged in, and which login is under way."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson

SESSION: Final = timedelta(hours=12)
LOGIN: Final = timedelta(minutes=10)  # WeCom's code is good for five
_MOST: Final = 4_096  # characters of a cookie


@dataclass(frozen=True, slots=True)
class Cookies:
    """`key` signs; `purpose` keeps a value of one kind from being taken for another."""

    key: bytes = field(repr=False)

    def seal(self, purpose: str, value: dict[str, Any], *, until: datetime) -> str:
        body = base64.urlsafe_b64encode(orjson.dumps({**value, "until": int(until.timestamp())})).rstrip(b"=")
        return f"{body.decode()}.{self._sign(purpose, body)}"

    def open(self, purpose: str, sealed: str, *, now: datetime) -> dict[str, Any] | None:
        """The value; None when it was not sealed here for this purpose, or its time is over."""
        body, _, signature = sealed[:_MOST].partition(".")
        if not hmac.compare_digest(self._sign(purpose, body.encode()).encode(), signature.encode()):
            return None
        try:
            value = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        except (binascii.Error, orjson.JSONDecodeError):
            return None
        return value if now < datetime.fromtimestamp(value["until"], UTC) else None

    def _sign(self, purpose: str, body: bytes) -> str:
        digest = hmac.new(self.key, f"cookie:{purpose}:".encode() + body, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
