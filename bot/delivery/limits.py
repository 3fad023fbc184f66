"""How many messages may leave, in one place for every channel: by the Clock, over all processes where there is Redis."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

_log = structlog.get_logger(__name__)
# The platform counts at arrival: a slow request followed by a quick one brings two bursts closer together.
MARGIN = timedelta(seconds=2)
MINUTE, HOUR = 60, 3600
URGENT = 1  # priority of replies and of questions put to somebody
_KEPT = 4_096  # keys looked through at once for what has passed
# Redis is a convenience: it gets so long to answer, and after a failure is left alone for so long.
REDIS_SECONDS = 1.0
AWAY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Rate:
    """`most` messages within any `seconds`; of these `reserved` are kept for what is urgent."""

    most: int
    seconds: int
    reserved: int = 0

    @property
    def span(self) -> timedelta:
        return timedelta(seconds=self.seconds) + MARGIN


@dataclass(frozen=True, slots=True)
class Quota:
    """Rates that hold together for one key, “robot:sales” or “app:zhou”."""

    key: str
    rates: tuple[Rate, ...]


ROBOT = (Rate(20, MINUTE),)  # a robot (doc/91770)
MEMBER = (
    Rate(30, MINUTE, 1),
    Rate(1_000, HOUR, 20),
)  # an app to one member, excess dropped silently (doc/90312)
CONVERSATION = (
    Rate(30, MINUTE, 1),
    Rate(1_000, HOUR, 20),
)  # an AI bot in one chat, replies included (doc/101463)
APP_CHAT = (Rate(200, MINUTE),)  # one member of the app's own chats (doc/90248)

# KEYS: a sorted set a rate. ARGV: now, a name for this message, then (span, most) a rate; all in microseconds.
_TAKE = """
local now = tonumber(ARGV[1])
local wait = 0
for place, key in ipairs(KEYS) do
  local span, most = tonumber(ARGV[1 + place * 2]), tonumber(ARGV[2 + place * 2])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - span)
  local over = redis.call('ZCARD', key) - most
  if over >= 0 then
    local first = redis.call('ZRANGE', key, over, over, 'WITHSCORES')
    wait = math.max(wait, tonumber(first[2]) + span - now)
  end
end
if wait > 0 then return wait end
for place, key in ipairs(KEYS) do
  redis.call('ZADD', key, now, ARGV[2])
  redis.call('PEXPIRE', key, math.ceil(tonumber(ARGV[1 + place * 2]) / 1000) * 2)
end
return 0
"""


class Limits:
    """Grants one message at a time. Redis away: this process counts for itself, which may let a machine too many
    through for a while; the platform's own refusal then sends the row back to waiting."""

    def __init__(self, redis: Redis | None = None) -> None:
        self._redis = redis
        self._away_until = 0.0  # 0: it is not
        self._taken: dict[tuple[str, int], deque[datetime]] = {}

    async def take(self, quotas: Sequence[Quota], now: datetime, *, priority: int = 5) -> timedelta:
        """Zero when the message may leave now (it is counted), else how long to wait (nothing is counted)."""
        if not quotas:
            return timedelta()
        if self._redis is not None and time.monotonic() >= self._away_until:
            try:
                async with asyncio.timeout(REDIS_SECONDS):
                    wait = await self._take_shared(self._redis, quotas, now, priority)
            except (RedisError, OSError, TimeoutError) as error:
                if not self._away_until:
                    _log.warning(
                        "redis is away: limits are counted in this process", cause=type(error).__name__
                    )
                self._away_until = time.monotonic() + AWAY_SECONDS
            else:
                if self._away_until:
                    _log.info("redis is back: limits are shared")
                self._away_until = 0.0
                return wait
        return self._take_here(quotas, now, priority)

    def _take_here(self, quotas: Sequence[Quota], now: datetime, priority: int) -> timedelta:
        if len(self._taken) > _KEPT:
            self._forget(now)
        rates = [(self._past(quota.key, rate, now), rate) for quota in quotas for rate in quota.rates]
        wait = max((_wait(past, rate, now, priority) for past, rate in rates), default=timedelta())
        if wait <= timedelta():
            for past, _ in rates:
                past.append(now)
        return wait

    def _past(self, key: str, rate: Rate, now: datetime) -> deque[datetime]:
        past = self._taken.setdefault((key, rate.seconds), deque())
        while past and past[0] <= now - rate.span:
            past.popleft()
        return past

    def _forget(self, now: datetime) -> None:
        """Drop keys that nothing was sent to for longer than any span."""
        self._taken = {
            key: past
            for key, past in self._taken.items()
            if past and past[-1] > now - timedelta(seconds=key[1]) - MARGIN
        }

    async def _take_shared(
        self, redis: Redis, quotas: Sequence[Quota], now: datetime, priority: int
    ) -> timedelta:
        rates = [(quota.key, rate) for quota in quotas for rate in quota.rates]
        keys = [f"qingzhang:limit:{{{quotas[0].key}}}:{key}:{rate.seconds}" for key, rate in rates]
        arguments = [str(_micros(now)), f"{_micros(now)}:{secrets.token_hex(4)}"]
        for _, rate in rates:
            arguments += [str(int(rate.span.total_seconds() * 1e6)), str(_open(rate, priority))]
        wait = await redis.eval(_TAKE, len(keys), *keys, *arguments)
        return timedelta(microseconds=int(wait))


def _wait(past: deque[datetime], rate: Rate, now: datetime, priority: int) -> timedelta:
    """Until so much of the span has passed that one more fits."""
    over = len(past) - _open(rate, priority)
    return timedelta() if over < 0 else past[over] + rate.span - now


def _open(rate: Rate, priority: int) -> int:
    return rate.most if priority <= URGENT else rate.most - rate.reserved


def _micros(instant: datetime) -> int:
    return int(instant.timestamp() * 1_000_000)
