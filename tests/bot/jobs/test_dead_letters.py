"""What did not leave: an admin hears of it once, looks, and sends it again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


def stuck(key: str) -> Callable[[UnitOfWork], None]:
    """A row of 老周 that the platform refused for good."""

    def write(uow: UnitOfWork) -> None:
        uow.outbox.push("app", "zhou", key, body="请回电")
        (row,) = uow.outbox.claim("test", batch=1)
        uow.outbox.freeze(row.id, "请回电")
        uow.outbox.failed(row.id, "81013 nobody to send to")

    return write


async def tick(shop: Company) -> list[tuple[str, str]]:
    shop.platform.sent.clear()
    for _ in range(2):
        await shop.service.scheduler.tick()
    while await shop.service.delivery.drain():
        continue
    return shop.platform.sent


async def test_an_admin_is_told_once_and_can_send_it_again(shop: Company) -> None:
    await shop.service.database.write(stuck("one"))
    (told,) = await tick(shop)
    assert told == (
        "admin",
        "12:00 有1条消息卡住了\n最近一条：81013 nobody to send to\n回“没发出去的”看清单，再回“重发1”",
    )
    assert await tick(shop) == []
    assert (await shop.say("admin", "没发出去的")).splitlines()[:2] == [
        "卡住的1条：",
        "1 12月3日 应用消息→老周，没发成：81013 nobody to send to",
    ]
    assert await shop.say("admin", "重发1") == "第1条这就重发"
    assert ("zhou", "请回电") in await tick(shop)
    assert (await shop.say("admin", "重发1")).startswith("没动")
    assert await shop.say("admin", "没发出去的") == "都发出去了，没有卡住的"


async def test_two_in_one_minute_are_not_told_in_the_same_words(shop: Company) -> None:
    await shop.service.database.write(stuck("one"))
    (first,) = await tick(shop)
    await shop.service.database.write(stuck("two"))
    (second,) = await tick(shop)
    assert second[1].splitlines()[0] == "12:00 有1条消息卡住了，连以前的共2条"
    assert second != first


async def test_what_is_let_be_is_not_listed_any_more(shop: Company) -> None:
    await shop.service.database.write(stuck("one"))
    await shop.say("admin", "没发出去的")
    assert await shop.say("admin", "不用发1") == "第1条不再发了"
    assert await shop.say("admin", "没发出去的") == "都发出去了，没有卡住的"
    assert "没有第3条" not in await shop.say("admin", "没发出去的")


async def test_a_line_that_is_not_on_the_list_is_said(shop: Company) -> None:
    await shop.service.database.write(stuck("one"))
    await shop.say("admin", "没发出去的")
    assert await shop.say("admin", "重发1 3") == "没动。清单只有1条，没有第3条"


async def test_only_an_admin_does_it_and_it_is_written_down(shop: Company) -> None:
    await shop.service.database.write(stuck("one"))
    assert (await shop.say("zhao", "没发出去的")).startswith("没动")
    await shop.say("admin", "没发出去的")
    await shop.say("admin", "都重发")
    (row,) = await shop.service.database.read(
        lambda uow: [r for r in uow.outbox.list() if r.unique_key == "one"]
    )
    notes = await shop.service.database.read(lambda uow: list(uow.audit.of(f"outbox:{row.id}")))
    assert [(note.actor, note.action) for note in notes] == [("admin", "outbox.resend")]


async def test_a_note_about_what_is_stuck_is_not_noted_itself(shop: Company) -> None:
    shop.wire.answer = lambda request: (
        httpx.Response(200, json={"errcode": 81013, "errmsg": "nobody"})
        if request.url.path.endswith("/message/send")
        else shop.platform(request)
    )
    await shop.service.database.write(stuck("one"))
    await tick(shop)
    await tick(shop)
    counts = await shop.service.database.read(lambda uow: uow.outbox.counts())
    assert counts == {"failed": 2}
