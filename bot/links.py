"""Addresses that open a customer's own account: signed, so that nobody finds one by trying."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

PATH: Final = "/s/"
_ID_BYTES: Final = 8
_SIGNATURE_BYTES: Final = 16
_CHARACTERS: Final = 32  # 24 bytes in base64


@dataclass(frozen=True, slots=True)
class Links:
    """`key` signs; `public_url` is where the pages are. Until when a link opens stands in its row, not in its token."""

    key: bytes = field(repr=False)
    public_url: str
    corp_id: int = 1

    def url(self, link_id: int) -> str:
        return f"{self.public_url}{PATH}{self.token(link_id)}"

    def token(self, link_id: int) -> str:
        body = link_id.to_bytes(_ID_BYTES, "big")
        return base64.urlsafe_b64encode(body + self._sign(body)).decode()

    def read(self, token: str) -> int | None:
        """The link's id; None for a token that was not signed here."""
        if len(token) != _CHARACTERS or not token.isascii():
            return None
        try:
            raw = base64.b64decode(token, altchars=b"-_", validate=True)
        except binascii.Error:
            return None
        body, signature = raw[:_ID_BYTES], raw[_ID_BYTES:]
        return int.from_bytes(body, "big") if hmac.compare_digest(self._sign(body), signature) else None

    def _sign(self, body: bytes) -> bytes:
        said = b"customer-link:%d:" % self.corp_id + body
        return hmac.new(self.key, said, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
