"""TC3-HMAC-SHA256, by which Tencent Cloud knows who asks (cloud.tencent.com/document/api/382/52072)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Final

ALGORITHM: Final = "TC3-HMAC-SHA256"
CONTENT_TYPE: Final = "application/json; charset=utf-8"
SIGNED: Final = "content-type;host"


def authorization(
    *, secret_id: str, secret_key: str, host: str, service: str, body: bytes, timestamp: int
) -> str:
    """The Authorization header of a POST of JSON to `/`. `timestamp` in seconds, at most five minutes off theirs."""
    day = datetime.fromtimestamp(timestamp, UTC).date().isoformat()
    scope = f"{day}/{service}/tc3_request"
    asked = f"POST\n/\n\ncontent-type:{CONTENT_TYPE}\nhost:{host}\n\n{SIGNED}\n{_digest(body)}"
    to_sign = f"{ALGORITHM}\n{timestamp}\n{scope}\n{_digest(asked.encode())}"
    key = f"TC3{secret_key}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={SIGNED}, Signature={signature}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
