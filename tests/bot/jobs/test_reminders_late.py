"""Reminders that leave later than they should: with the sums of that moment, and behind nobody's back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import httpx
import pytest

from bot.channels.customer import Customers
from bot.jobs import dead_letters, reminders
from bot.jobs.job import Context
from tests.bot.channels.test_customer import Post
from tests.bot.company import Company, company
from tests.bot.jobs.reminding import DAY, TODAY, deliver, named, next_day, owes, paid, rows


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


def answering(shop: Company, **answer: object) -> None:
    """WeCom answers so to what is sent, until `shop.wire.answer` is the platform again."""

    def answered(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/message/send"):
            return httpx.Response(200, json=answer)
        return shop.platform(request)

    shop.wire.answer = answered


async def test_what_had_to_wait_says_the_sum_of_the_moment_in_which_it_leaves(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    answering(shop, errcode=45009, errmsg="api freq out of limit")
    await shop.service.scheduler.tick()
    assert await deliver(shop) == []
    assert {row.state for row in await rows(shop)} == {"waiting"}
    shop.wire.answer = shop.platform
    await paid(shop, "永盛装饰", 500_000)
    texts = [text for _, text in await deliver(shop)]
    assert len(texts) == 2
    assert all("7,000" in text and "12,000" not in text for text in texts)


async def test_what_a_person_sends_again_keeps_its_words(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    answering(shop, errcode=45009, errmsg="api freq out of limit")
    await shop.service.scheduler.tick()
    await deliver(shop)
    stuck = [row.id for row in await rows(shop)]
    database = shop.service.database
    assert await database.write(lambda uow: all(uow.outbox.unsure(one) for one in stuck))
    assert await database.write(lambda uow: all(uow.outbox.resend(one) for one in stuck))
    shop.wire.answer = shop.platform
    await paid(shop, "永盛装饰", 500_000)
    texts = [text for _, text in await deliver(shop)]
    assert len(texts) == 2
    assert all(
        "12,000" in text for text in texts
    )  # it may have been heard: the same again is dropped, other sums are not


async def by_sms(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.database.write(
        lambda uow: uow.customers.update(named(uow, "永盛装饰").id, phone="13800000000")
    )
    await reminders.run(with_sms(shop))


def with_sms(shop: Company) -> Context:
    return replace(shop.service.scheduler._context, customer_ways=frozenset({"sms"}))


async def test_nothing_goes_to_a_customer_whose_salesperson_has_not_heard_its_words(shop: Company) -> None:
    answering(shop, errcode=0, errmsg="ok", invaliduser="zhou", msgid="m")
    await by_sms(shop)
    await deliver(shop)
    await next_day(shop)
    await deliver(shop)
    (letter,) = [row for row in await rows(shop) if row.channel == "customer"]
    assert letter.state == "waiting"


async def unannounced(shop: Company, days: int = 3) -> None:
    """A letter whose announcement fails on a Thursday; so many days after it was planned."""
    answering(shop, errcode=0, errmsg="ok", invaliduser="zhou", msgid="m")
    await by_sms(shop)
    for _ in range(days):
        await deliver(shop)
        await next_day(shop)
        await reminders.run(with_sms(shop))
    await deliver(shop)


async def test_an_announcement_that_failed_is_not_planned_again_the_next_day(shop: Company) -> None:
    await unannounced(shop, days=4)
    keys = [row.unique_key for row in await rows(shop)]
    assert len([key for key in keys if ":preview" in key]) == 1


async def test_an_admin_is_told_once_that_an_announcement_failed(shop: Company) -> None:
    answering(shop, errcode=0, errmsg="ok", invaliduser="zhou", msgid="m")
    await by_sms(shop)
    for _ in range(4):
        await deliver(shop)
        await dead_letters.run(with_sms(shop))
        await next_day(shop)
        await reminders.run(with_sms(shop))
    found = await shop.service.database.read(lambda uow: list(uow.outbox.list()))
    assert len([row for row in found if row.unique_key.startswith("stuck:")]) == 1


async def test_the_list_of_what_is_stuck_says_whose_letter_waits(shop: Company) -> None:
    await unannounced(shop, days=1)
    shop.wire.answer = shop.platform
    assert "给永盛装饰的信等着它" in await shop.say("admin", "没发出去的")


async def sent_again(shop: Company) -> str:
    await shop.say("admin", "没发出去的")
    return await shop.say("admin", "重发1、2")


async def test_an_announcement_sent_again_takes_its_letter_with_it_the_day_after(shop: Company) -> None:
    post = Post(shop.clock)
    await unannounced(shop)  # until Sunday
    shop.service.delivery._routes["customer"] = Customers(  # type: ignore[index]
        {"sms": post}, shop.service.company, shop.service.database
    )
    shop.wire.answer = shop.platform
    await paid(shop, "永盛装饰", 200_000)
    assert "这就重发" in await sent_again(shop)
    (notice,) = [text for _, text in await deliver(shop) if "要发给永盛装饰" in text]
    assert notice.startswith("12月7日(周一)要发给永盛装饰")
    assert "10,000" in notice
    assert post.sent == []
    await next_day(shop)
    await deliver(shop)
    assert [at.date() for _, at in post.sent] == [TODAY + 4 * DAY]


async def test_a_letter_whose_announcement_is_let_be_goes_and_its_stage_comes_again(shop: Company) -> None:
    await unannounced(shop, days=1)
    shop.wire.answer = shop.platform
    await shop.say("admin", "没发出去的")
    await shop.say("admin", "不用发1、2")
    await next_day(shop, days=3)
    await deliver(shop)
    await reminders.run(with_sms(shop))
    assert [text for _, text in await deliver(shop) if "要发给永盛装饰" in text] != []


async def test_the_next_stage_takes_the_place_of_a_letter_that_was_never_announced(shop: Company) -> None:
    await unannounced(shop, days=14)
    letters = [row for row in await rows(shop) if row.channel == "customer"]
    assert [row.state for row in letters].count("waiting") == 1
    assert letters[-1].state == "waiting"


async def test_why_nobody_was_asked_names_the_announcement_that_failed(shop: Company) -> None:
    await unannounced(shop, days=1)
    shop.wire.answer = shop.platform
    said = await shop.say("zhao", "为什么没催永盛")
    assert "还没催过" in said
    assert "信没发：先告诉销售的那条没发到" in said
    assert "先告诉销售的那条没发到" in await shop.say("zhao", "永盛的催收记录")


async def test_a_letter_that_was_announced_leaves_the_day_after(shop: Company) -> None:
    await by_sms(shop)
    await deliver(shop)
    await next_day(shop)
    await shop.clock.advance(timedelta(hours=1))
    await deliver(shop)
    (letter,) = [row for row in await rows(shop) if row.channel == "customer"]
    assert letter.last_error == "no way sms to customers is configured"


async def test_a_letter_that_was_announced_late_leaves_the_day_after_that(shop: Company) -> None:
    answering(shop, errcode=45009, errmsg="api freq out of limit")
    await by_sms(shop)
    await deliver(shop)
    await next_day(shop)
    shop.wire.answer = shop.platform
    (notice,) = [text for _, text in await deliver(shop) if "要发给永盛装饰" in text]
    assert notice.startswith("12月7日(周一)要发给永盛装饰")
    (letter,) = [row for row in await rows(shop) if row.channel == "customer"]
    assert (letter.state, letter.not_before.date()) == ("waiting", TODAY + 4 * DAY)


async def test_a_letter_that_left_late_keeps_its_distance_from_the_next(shop: Company) -> None:
    service = shop.service
    post = Post(shop.clock)
    route = Customers({"sms": post}, service.company, service.database)
    service.delivery._routes["customer"] = route  # type: ignore[index]
    await by_sms(shop)  # on a Thursday
    await deliver(shop)
    await shop.service.database.write(
        lambda uow: [
            uow.outbox.postpone(row.id, shop.clock.now() + 7 * DAY - timedelta(hours=1))
            for row in uow.outbox.list("waiting")
        ]
    )
    left = []
    context = replace(service.scheduler._context, customer_ways=frozenset({"sms"}))
    for _ in range(14):
        await reminders.run(context)
        await deliver(shop)
        left += [at.date() - TODAY for _, at in post.sent]
        post.sent.clear()
        await next_day(shop)
    assert len(left) > 1
    assert min(later - earlier for earlier, later in pairwise(left)) >= 3 * DAY


async def asked_next_morning(shop: Company) -> list[str]:
    await deliver(shop)
    await next_day(shop)
    await shop.service.scheduler.tick()
    shop.platform.sent.clear()
    while await shop.service.delivery.drain():
        continue
    return [text for _, text in shop.platform.sent if "怎么说" in text]


async def test_of_a_text_that_never_left_no_answer_is_asked_for(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.scheduler.tick()
    await shop.say("zhou", "永盛先别催")
    assert await asked_next_morning(shop) == []


async def test_what_is_asked_of_texts_names_the_sums_of_the_morning(shop: Company) -> None:
    for name in ("永盛装饰", "宏达五金"):
        await owes(shop, name, 1_200_000, TODAY - 2 * DAY)
    await shop.service.scheduler.tick()
    await paid(shop, "宏达五金", 500_000)
    (asked,) = await asked_next_morning(shop)
    assert "永盛装饰 12,000，" in asked
    assert "宏达五金 7,000，" in asked
