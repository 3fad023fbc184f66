"""Pushes leave once, in order, and what cannot be known is said to be unsure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from structlog.testing import capture_logs

from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def push(shop: Company, key: str, body: str, *, channel: str = "app") -> None:
    await shop.service.database.write(lambda uow: uow.outbox.push(channel, "zhou", key, body=body))


async def states(shop: Company) -> dict[str, str]:
    rows = await shop.service.database.read(lambda uow: uow.outbox.list())
    return {row.unique_key: row.state for row in rows}


async def test_a_push_leaves_once(shop: Company) -> None:
    await push(shop, "k", "到账了")
    await push(shop, "k", "到账了")
    assert await shop.service.delivery.drain() == 1
    assert await shop.service.delivery.drain() == 0
    assert shop.platform.sent == [("zhou", "到账了")]
    assert await states(shop) == {"k": "sent"}


async def test_pushes_to_one_person_keep_their_order(shop: Company) -> None:
    for place in range(5):
        await push(shop, f"k{place}", f"第{place}条")
    await shop.service.delivery.drain()
    assert [text for _, text in shop.platform.sent] == [f"第{place}条" for place in range(5)]


async def test_a_channel_nobody_configured_fails_for_good(shop: Company) -> None:
    await push(shop, "k", "到账了", channel="pigeon")
    await shop.service.delivery.drain()
    assert await states(shop) == {"k": "failed"}


async def test_a_row_that_brings_us_down_fails_alone(shop: Company) -> None:
    def poisoned(uow: UnitOfWork) -> None:
        context = {"refresh": "reminder", "audience": "sales"}  # of no day
        uow.outbox.push("app", "zhou", "bad", "letters/reminder.txt", context, priority=0)

    await shop.service.database.write(poisoned)
    await push(shop, "good", "到账了")
    with capture_logs() as said:
        await shop.service.delivery.drain()
    assert await states(shop) == {"bad": "failed", "good": "sent"}
    assert said[0]["event"] == "a row brings delivery down"


async def test_a_busy_platform_is_asked_again_later(shop: Company) -> None:
    def busy(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/gettoken"):
            return shop.platform(request)
        return httpx.Response(200, json={"errcode": -1, "errmsg": "system busy"})

    shop.wire.answer = busy
    await push(shop, "k", "到账了")
    await shop.service.delivery.drain()
    assert await states(shop) == {"k": "waiting"}
    shop.wire.answer = shop.platform
    assert await shop.service.delivery.drain() == 0  # not before its time
    await shop.clock.advance(timedelta(minutes=5))
    await shop.service.delivery.drain()
    assert await states(shop) == {"k": "sent"}


async def test_a_cut_answer_is_unsure_and_not_repeated(shop: Company) -> None:
    def cut(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/gettoken"):
            return shop.platform(request)
        raise httpx.ReadTimeout("cut", request=request)

    shop.wire.answer = cut
    await push(shop, "k", "到账了")
    await shop.service.delivery.drain()
    shop.wire.answer = shop.platform
    await shop.clock.advance(timedelta(hours=3))
    await shop.service.delivery.drain()
    assert await states(shop) == {"k": "unsure"}
    assert shop.platform.sent == []


@pytest.mark.parametrize(
    ("away", "state"), [(timedelta(minutes=2), "waiting"), (timedelta(hours=2), "unsure")]
)
async def test_a_row_found_in_sending_is_repeated_only_within_the_duplicate_window(
    shop: Company, away: timedelta, state: str
) -> None:
    await push(shop, "k", "到账了")

    def die_while_sending(uow: UnitOfWork) -> None:
        (row,) = uow.outbox.claim("dead process", lease=timedelta(minutes=1))
        uow.outbox.freeze(row.id, "到账了")

    await shop.service.database.write(die_while_sending)
    await shop.clock.advance(away)
    await shop.service.delivery.drain()
    assert await states(shop) == {"k": state}


async def test_what_may_have_left_is_not_repeated_once_the_window_has_closed(shop: Company) -> None:
    await push(shop, "k", "到账了")

    def die_while_sending(uow: UnitOfWork) -> None:
        (row,) = uow.outbox.claim("dead process", lease=timedelta(minutes=1))
        uow.outbox.freeze(row.id, "到账了")

    await shop.service.database.write(die_while_sending)
    await shop.clock.advance(timedelta(minutes=2))
    await shop.service.delivery.drain()  # it is to be repeated, and this process ends too
    await shop.clock.advance(timedelta(hours=2))
    await shop.service.delivery.drain()
    assert await states(shop) == {"k": "unsure"}
    assert shop.platform.sent == []


async def test_a_template_that_fails_fails_its_row_and_no_other(shop: Company) -> None:
    await shop.service.database.write(
        lambda uow: uow.outbox.push("app", "zhou", "bad", "chat/booking/accepted.txt", {})
    )
    await push(shop, "good", "到账了")
    await shop.service.delivery.drain()
    assert await states(shop) == {"bad": "failed", "good": "sent"}
