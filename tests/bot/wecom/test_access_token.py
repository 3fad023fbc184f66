import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from bot.wecom.access_token import AccessToken, AccessTokens, issued
from bot.wecom.client import App
from bot.wecom.outcomes import Sent
from tests.bot.wecom.platform import APP, OK, Platform, client

KEY = "qingzhang:wecom:token:wecom.test:ww1:218"
TOKEN = AccessToken(value="T", renew_at=6_900.0)


async def fetched() -> AccessToken:
    return TOKEN


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as connected:
        yield connected


async def test_processes_share_one_token_through_redis(redis: Redis) -> None:
    platform = Platform()
    processes = [client(platform, redis=redis) for _ in range(4)]
    sends = (process.send_text("Wang", f"{n}") for n in range(5) for process in processes)
    assert set(await asyncio.gather(*sends)) == {Sent(message_id="M1")}
    assert platform.gettokens == 1


async def test_a_token_refused_to_one_process_is_renewed_for_all(redis: Redis) -> None:
    platform = Platform(OK, OK, {"errcode": 42001}, OK)
    first, second = (client(platform, redis=redis) for _ in range(2))
    for process in (first, second, first):
        await process.send_text("Wang", "x")
    now = client(platform, redis=redis)
    await now.send_text("Wang", "x")
    assert platform.tokens_used == ["T1", "T1", "T1", "T2", "T2"]


async def test_a_process_with_an_old_token_takes_the_new_one_from_redis(redis: Redis) -> None:
    platform = Platform(OK, {"errcode": 42001}, OK, {"errcode": 42001}, OK)
    instants = iter(float(n) for n in range(1_000))
    first, second = (client(platform, redis=redis, now=lambda: next(instants)) for _ in range(2))
    for process in (second, first, second):
        await process.send_text("Wang", "x")
    assert platform.tokens_used == ["T1", "T1", "T2", "T1", "T2"]
    assert platform.gettokens == 2


async def test_the_key_names_the_app_and_never_the_secret(redis: Redis) -> None:
    await client(Platform(), redis=redis).send_text("Wang", "x")
    assert await redis.keys() == [KEY.encode()]
    assert APP.secret.encode() not in (await redis.get(KEY) or b"")
    assert 0 < await redis.ttl(KEY) <= 6_900


async def test_two_apps_do_not_share(redis: Redis) -> None:
    platform = Platform()
    for agent_id in (218, 219):
        app = App(corp_id="ww1", agent_id=agent_id, secret="s")
        await client(platform, redis=redis, app=app).send_text("Wang", "x")
    assert platform.tokens_used == ["T1", "T2"]


@pytest.mark.parametrize(
    "nonsense", [b"", b"x", b"[]", b"{}", b'{"value": "T0"}', b'{"value": "T0", "renew_at": "x"}']
)
async def test_nonsense_in_redis_is_overwritten(redis: Redis, nonsense: bytes) -> None:
    await redis.set(KEY, nonsense)
    platform = Platform()
    await client(platform, redis=redis).send_text("Wang", "x")
    assert platform.tokens_used == ["T1"]
    assert b"T1" in (await redis.get(KEY) or b"")


async def test_a_token_past_its_time_in_redis_is_not_used(redis: Redis) -> None:
    await redis.set(KEY, b'{"value": "T0", "renew_at": 999999.0}')
    platform = Platform()
    await client(platform, redis=redis).send_text("Wang", "x")
    assert platform.tokens_used == ["T1"]


async def test_with_redis_away_each_process_fetches_for_itself(tmp_path: Path) -> None:
    platform = Platform()
    async with Redis(unix_socket_path=str(tmp_path / "nobody"), retry=Retry(NoBackoff(), 0)) as away:
        sending = client(platform, redis=away)
        assert await sending.send_text("Wang", "1") == Sent(message_id="M1")
        assert await sending.send_text("Wang", "2") == Sent(message_id="M1")
    assert platform.gettokens == 1


async def test_a_redis_that_does_not_answer_is_not_waited_for() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with Redis(host="127.0.0.1", port=port) as deaf:
            assert (
                await AccessTokens("k", fetched, redis=deaf, now=lambda: 0.0, redis_seconds=0.05).get()
                == TOKEN
            )


async def test_a_lock_whose_holder_died_is_waited_for_only_so_long(redis: Redis) -> None:
    await redis.set("k:lock", b"of the dead")
    assert await AccessTokens("k", fetched, redis=redis, now=lambda: 0.0, lock_seconds=0.1).get() == TOKEN
    assert await redis.get("k:lock") == b"of the dead"


@pytest.mark.parametrize(("expires_in", "renewed_after"), [(7200, 6900.0), (600, 540.0), (0, 0.0)])
def test_a_token_is_renewed_five_minutes_or_a_tenth_of_its_life_early(
    expires_in: int, renewed_after: float
) -> None:
    assert issued("T", expires_in=expires_in, now=0.0).renew_at == renewed_after
