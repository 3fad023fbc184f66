"""The access_token of one app: fetched once for all who wait, shared through Redis where there is one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.wecom.outcomes import Later, Refused

# Renewed this long before its end, or a tenth of its life if that is shorter.
EARLY_SECONDS: Final = 300
# Redis is a convenience: whoever waits longer than this fetches a token himself.
REDIS_SECONDS: Final = 2.0
LOCK_SECONDS: Final = 20.0  # longer than one gettoken may take, so that a dead holder blocks nobody for long
T = TypeVar("T")
_REDIS_AWAY = (RedisError, OSError, TimeoutError)


@dataclass(frozen=True, kw_only=True)
class AccessToken:
    """`renew_at` is in Unix seconds."""

    value: str = field(repr=False)
    renew_at: float


Fetched: TypeAlias = AccessToken | Refused | Later


def issued(value: str, *, expires_in: float, now: float) -> AccessToken:
    """A token that will be renewed early."""
    return AccessToken(value=value, renew_at=now + expires_in - min(EARLY_SECONDS, expires_in / 10))


class AccessTokens:
    """Hands out the app's token. `key` names app and platform, never the secret.

    Within the process an asyncio.Lock, between processes a Redis lock sees to it that one fetches and the
    others read. Redis away, slow, or holding nonsense: this process fetches for itself.
    """

    def __init__(
        self,
        key: str,
        fetch: Callable[[], Awaitable[Fetched]],
        *,
        redis: Redis | None = None,
        now: Callable[[], float] = time.time,
        redis_seconds: float = REDIS_SECONDS,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        self._key = key
        self._fetch = fetch
        self._redis = redis
        self._now = now
        self._redis_seconds = redis_seconds
        self._lock_seconds = lock_seconds
        self._held: AccessToken | None = None
        self._flight = asyncio.Lock()

    async def get(self, *, instead_of: AccessToken | None = None) -> Fetched:
        """A token that is good by its dates; one fetched after `instead_of`, if that was refused."""
        if held := self._good(self._held, instead_of):
            return held
        async with self._flight:
            if held := self._good(self._held, instead_of):
                return held
            fetched = await self._shared(self._redis, instead_of) if self._redis else await self._fetch()
            if isinstance(fetched, AccessToken):
                self._held = fetched
            return fetched

    def _good(self, token: AccessToken | None, instead_of: AccessToken | None) -> AccessToken | None:
        if token is None or token == instead_of or token.renew_at <= self._now():
            return None
        return token

    async def _shared(self, redis: Redis, instead_of: AccessToken | None) -> Fetched:
        lock = redis.lock(
            f"{self._key}:lock", timeout=self._lock_seconds, blocking_timeout=self._lock_seconds
        )
        try:
            if found := self._good(await self._read(redis), instead_of):
                return found
            async with asyncio.timeout(self._lock_seconds + self._redis_seconds):
                locked = await lock.acquire()
        except _REDIS_AWAY:
            return await self._fetch()
        try:
            return await self._read_or_fetch(redis, instead_of)
        finally:
            if locked:
                await self._or_nothing(lock.release())

    async def _read_or_fetch(self, redis: Redis, instead_of: AccessToken | None) -> Fetched:
        """Behind the lock: whoever held it before has probably written the token."""
        if found := self._good(await self._or_nothing(self._read(redis)), instead_of):
            return found
        fetched = await self._fetch()
        if isinstance(fetched, AccessToken):
            life = max(1, int((fetched.renew_at - self._now()) * 1000))
            document = orjson.dumps({"value": fetched.value, "renew_at": fetched.renew_at})
            await self._or_nothing(redis.set(self._key, document, px=life))
        return fetched

    async def _read(self, redis: Redis) -> AccessToken | None:
        async with asyncio.timeout(self._redis_seconds):
            document = await redis.get(self._key)
        try:
            stored = orjson.loads(document) if document else {}
            return AccessToken(value=str(stored["value"]), renew_at=float(stored["renew_at"]))
        except (ValueError, KeyError, TypeError):
            return None

    async def _or_nothing(self, step: Awaitable[T]) -> T | None:
        """The step's answer, or None with Redis away: the loss costs one more gettoken and nothing else."""
        try:
            async with asyncio.timeout(self._redis_seconds):
                return await step
        except _REDIS_AWAY:
            return None
