"""access_tokens as the platform hands them out: one a company's app, 7,200 s of the Clock (doc/91039)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot.clock import Clock

LIFE_SECONDS = 7_200
MISSING, INVALID, EXPIRED = 41001, 40014, 42001
_KEPT = timedelta(days=1)  # so long an old token is known to have been one


class Tokens:
    """Within its life the same token is given again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends: dict[str, datetime] = {}

    def issue(self) -> tuple[str, int]:
        """The token that is good now, and the seconds it has left."""
        now = self._clock.now()
        self._ends = {token: end for token, end in self._ends.items() if end > now - _KEPT}
        for token, end in self._ends.items():
            if end > now:
                return token, max(1, int((end - now).total_seconds()))
        token = secrets.token_urlsafe(48)
        self._ends[token] = now + timedelta(seconds=LIFE_SECONDS)
        return token, LIFE_SECONDS

    def revoke(self) -> None:
        """Every token ends before its time, as the platform may do."""
        self._ends.clear()

    def refusal(self, token: str) -> int:
        """0 for a token that is good, else the errcode."""
        if not token:
            return MISSING
        end = self._ends.get(token)
        if end is None:
            return INVALID
        return 0 if end > self._clock.now() else EXPIRED
