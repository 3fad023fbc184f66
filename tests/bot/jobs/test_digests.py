"""Digests: at their time, once, each as far as its reader may see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.editions import DIGESTS as DIGESTS_OF_A_DAY
from bot.jobs import digests
from handlers.digests import overview
from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

DIGESTS = ("日报", "周报", "月报", "你的待办", "财务日报", "催款榜", "[image]")
MORNING = timedelta(hours=20, minutes=50)  # from noon to 8:50 of the next day, a Friday


@pytest.fixture
async def shop(migrated_url: str, tmp_path: Path) -> AsyncIterator[Company]:
    async with company(migrated_url, files=tmp_path, digests=True) as opened:
        yield opened


async def told(shop: Company) -> list[tuple[str, str]]:
    shop.platform.sent.clear()
    for _ in range(3):
        await shop.service.scheduler.tick()
    while await shop.service.delivery.drain():
        continue
    return sorted((to, text) for to, text in shop.platform.sent if text.startswith(DIGESTS))


async def sold(shop: Company) -> None:
    await shop.say("zhou", "永盛11月1号拉的3.2万 账期19天")
    await shop.say("li", "华泰欠8000 明天给")


async def test_everybody_gets_his_own_in_the_morning_and_once(shop: Company) -> None:
    await sold(shop)
    await told(shop)
    await shop.clock.advance(MORNING)
    found = {to: text for to, text in await told(shop) if text != "[image]"}
    assert found["zhao"].splitlines()[:3] == [
        "日报 12月4日(周五)",
        "先办这一件：",
        "1 永盛装饰 超期3.2万，最久14天：让老周打个电话",
    ]
    assert found["zhou"].splitlines()[1] == "1 永盛装饰 32,000，超14天：打个电话"
    assert "今天到期：华泰机电 8,000" in found["li"]
    assert "永盛" not in found["li"]
    assert await told(shop) == []


async def test_a_manager_gets_text_and_picture(shop: Company, tmp_path: Path) -> None:
    await sold(shop)
    await told(shop)
    await shop.clock.advance(MORNING)
    assert [text[:2] for to, text in await told(shop) if to == "zhao"] == ["[i", "日报"]
    (picture, *_) = (tmp_path / "pictures").iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")


async def test_before_anything_is_booked_nobody_gets_a_digest(shop: Company) -> None:
    await shop.clock.advance(MORNING)
    assert await told(shop) == []


async def test_a_rest_day_has_none_and_what_was_missed_by_half_a_day_neither(shop: Company) -> None:
    await sold(shop)
    await told(shop)
    await shop.clock.advance(timedelta(days=1, hours=9))  # Friday, nine in the evening
    assert await told(shop) == []
    await shop.clock.advance(timedelta(hours=12))  # Saturday morning
    assert await told(shop) == []


async def test_a_missed_morning_is_caught_up_at_noon(shop: Company) -> None:
    await sold(shop)
    await told(shop)
    await shop.clock.advance(timedelta(days=1))
    assert {to for to, _ in await told(shop)} == {"zhou", "li", "zhao", "lijie"}


async def test_two_machines_send_one(shop: Company) -> None:
    await sold(shop)
    await told(shop)
    await shop.clock.advance(MORNING)
    context = shop.service.scheduler._context
    now = context.local_now()
    for _ in range(2):  # both have seen that it is due, before either has written
        await digests.send(DIGESTS_OF_A_DAY[1:2], now, context)
    rows = await shop.service.database.read(lambda uow: uow.outbox.list("waiting"))
    ours = [row.template for row in rows if row.unique_key.startswith("digest:")]
    assert ours == [overview.TEMPLATE, overview.PICTURE]


async def test_the_time_and_days_are_set_by_chat(shop: Company) -> None:
    await sold(shop)
    await told(shop)
    answer = await shop.say("zhao", "日报改成晚上6点 周五不要")
    assert answer.splitlines() == [
        "改好了 ✓ 日报时间 08:45 → 18:00",
        "改好了 ✓ 日报不发的日子 没有 → 周五",
    ]
    await shop.clock.advance(MORNING)
    assert await told(shop) == []
    await shop.clock.advance(timedelta(days=3))  # Monday 8:50
    assert "zhao" not in {to for to, _ in await told(shop)}
    await shop.clock.advance(timedelta(hours=9, minutes=15))
    assert "zhao" in {to for to, _ in await told(shop)}


async def test_monday_brings_the_review_of_last_week(shop: Company) -> None:
    await sold(shop)
    await told(shop)
    await shop.clock.advance(timedelta(days=3) + MORNING)
    texts = [text for to, text in await told(shop) if to == "zhao"]
    assert any(text.startswith("周报 11月30日到12月6日") for text in texts)


async def test_a_digest_shows_where_the_journal_stands_and_check_holds_it_to_that(shop: Company) -> None:
    await sold(shop)
    await told(shop)
    await shop.clock.advance(MORNING)
    texts = [text for to, text in await told(shop) if to == "zhao"]
    database = shop.service.database
    anchors = await database.read(lambda uow: uow.anchors.told())
    ((seq, mark),) = anchors.items()
    assert any(f"账本第{seq}笔 {mark[:8]}" in text for text in texts)
    assert await database.read(lambda uow: list(problems(uow, anchors))) == []
    await sold(shop)
    broken = await database.read(lambda uow: list(problems(uow, {seq: "another"})))
    assert [problem.check for problem in broken] == ["anchors"]


async def made(shop: Company) -> None:
    """The digests of the morning are in the outbox, and have not left."""
    await sold(shop)
    await told(shop)
    await shop.clock.advance(MORNING)
    await shop.service.scheduler.tick()


async def test_one_that_had_to_wait_has_the_sums_of_its_leaving(shop: Company) -> None:
    await made(shop)
    await shop.say("zhou", "永盛欠5000 明天给")
    assert any("净欠 4万" in text for to, text in await told(shop) if to == "zhao")
    await shop.clock.advance(timedelta(days=3))
    await shop.service.scheduler.tick()
    await shop.say("zhou", "永盛欠6000 下周给")
    await shop.clock.advance(timedelta(minutes=11))
    texts = [text for to, text in await told(shop) if to == "zhao" and text.startswith("日报")]
    assert "净欠 5.1万" in texts[0]


async def test_who_is_no_manager_by_then_hears_nothing(shop: Company) -> None:
    await made(shop)

    def demote(uow: UnitOfWork) -> None:
        person = uow.staff.get("zhao")
        assert person is not None
        uow.staff.put(replace(person, role="warehouse"))

    await shop.service.database.write(demote)
    assert "zhao" not in {to for to, _ in await told(shop)}


async def test_one_that_had_to_wait_over_night_is_not_sent(shop: Company) -> None:
    await made(shop)
    await shop.clock.advance(timedelta(days=1))  # to a Saturday
    assert await told(shop) == []


async def test_a_salesperson_hears_of_his_customers_in_one_list(shop: Company) -> None:
    await sold(shop)
    await shop.say("li", "李四欠900 12月7号给")
    await told(shop)
    await shop.clock.advance(timedelta(hours=21, minutes=30))
    found = [text for to, text in await told(shop) if to == "li"]
    assert found == ["你的待办 12月4日(周五)\n今天到期：华泰机电 8,000\n快到期：李四 900(12月7日)"]
    rows = await shop.service.database.read(lambda uow: uow.outbox.list())
    assert not [row for row in rows if ":owner:" in row.unique_key]
    friday = date(2026, 12, 4)
    said = await shop.service.database.read(lambda uow: uow.stages.heard_on(friday, "owner", "li"))
    assert [view.stages["owner"] for view in said] == [0]  # of what was only just sold the ladder is silent


async def test_a_weekly_review_tells_what_was_confirmed_after_its_week(shop: Company) -> None:
    await sold(shop)
    await shop.say("lijie", "打开到账确认")
    await shop.say("li", "华泰打了3000")
    await shop.clock.advance(timedelta(days=4))  # Monday noon
    await told(shop)
    await shop.say("lijie", "待到账")
    await shop.say("lijie", "都到了")
    review = await shop.say("zhao", "周报")
    assert "回款 3,000" in review
    await shop.clock.advance(timedelta(days=7))
    review = await shop.say("zhao", "周报")
    assert review.splitlines()[1:3] == ["回款 0，新欠 0", "另有更早日子的回款 3,000，这周才入账"]


async def test_on_a_weekend_finance_is_left_alone_with_what_waits(shop: Company) -> None:
    await sold(shop)
    await shop.say("lijie", "打开到账确认")
    await shop.say("li", "华泰打了3000")
    await told(shop)
    waiting = [text async for text in _lists(shop, 1)] + [text async for text in _lists(shop, 1)]
    assert [text.splitlines()[0] for text in waiting] == ["待到账 1笔，共 3,000.00"]


async def _lists(shop: Company, days: int) -> AsyncIterator[str]:
    """Friday noon, then Saturday noon: what finance is shown."""
    await shop.clock.advance(timedelta(days=days, minutes=15))
    shop.platform.sent.clear()
    await shop.service.scheduler.tick()
    while await shop.service.delivery.drain():
        continue
    for to, text in shop.platform.sent:
        if to == "lijie" and text.startswith("待到账"):
            yield text
