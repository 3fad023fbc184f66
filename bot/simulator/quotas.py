"""What the platform silently does not deliver: too much for one member, and the same request twice (doc/90236)."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from datetime import datetime, timedelta

PER_MINUTE = 30
PER_HOUR = 1_000
DUPLICATE_SECONDS = 1_800
LONGEST_DUPLICATE_SECONDS = 4 * 3_600
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


class MemberQuotas:
    """30 messages a minute and 1,000 an hour to one member. `dropped` counts, by userid, what went over it."""

    def __init__(self) -> None:
        self._delivered: dict[str, deque[datetime]] = {}
        self.dropped: Counter[str] = Counter()

    def admits(self, userid: str, now: datetime) -> bool:
        """Whether one more is delivered now; it counts when it is."""
        past = self._delivered.setdefault(userid, deque())
        while past and past[0] <= now - _HOUR:
            past.popleft()
        in_minute = sum(instant > now - _MINUTE for instant in past)
        if in_minute >= PER_MINUTE or len(past) >= PER_HOUR:
            self.dropped[userid] += 1
            return False
        past.append(now)
        return True


class Duplicates:
    """Requests that asked to be compared: an equal body within its interval is accepted and goes nowhere."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}
        self.dropped = 0

    def seen(self, body: bytes, now: datetime, *, seconds: int) -> bool:
        """Whether an equal request came within its interval. The first of equals counts for `seconds`."""
        self._until = {key: until for key, until in self._until.items() if until > now}
        key = hashlib.sha256(body).hexdigest()
        if key in self._until:
            self.dropped += 1
            return True
        self._until[key] = now + timedelta(seconds=min(seconds, LONGEST_DUPLICATE_SECONDS))
        return False
