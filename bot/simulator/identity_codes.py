"""Codes by which a service learns who opens a page (doc/91023)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

LIFE: Final = timedelta(minutes=5)


class Codes:
    """Codes by which a service learns who is there: once each, for five minutes."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, datetime]] = {}

    def issue(self, userid: str, now: datetime) -> str:
        code = secrets.token_urlsafe(24)
        self._codes[code] = (userid, now + LIFE)
        return code

    def use(self, code: str, now: datetime) -> str | None:
        userid, until = self._codes.pop(code, ("", now))
        return userid if now < until else None
