"""What is asked in the morning, in a real service: one message a person, once, whatever becomes of the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.jobs import promises
from ledger.receivable import Part
from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

ZONE = ZoneInfo("Asia/Shanghai")
ASKED = (
    "3家等你回话：\n1 永盛装饰王总说好4号付 8,000，没到\n2 宏达五金说好4号付 3,000，没到\n"
    "3 张三建材 5,000，4号的话术，对方怎么说\n一起回，如“1付了 2没回 3说月底”"
)


def owe(uow: UnitOfWork) -> None:
    for name, fen in (("永盛装饰", 1_200_000), ("宏达五金", 300_000), ("张三建材", 500_000)):
        customer = uow.customers.by_name(name)
        assert customer is not None
        uow.journal.debt(
            customer_id=customer.id, principal=fen, issued_on=date(2026, 11, 20), actor="admin",
            parts=[Part(fen, date(2026, 12, 2))], salesperson="zhou",
        )  # fmt: skip


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    """It is nine on Monday, 7 December: 永盛 and 宏达 had promised for Friday, on which 张三 was sent a text."""
    async with company(migrated_url) as opened:
        await opened.service.database.write(owe)
        await opened.say("zhou", "永盛王总说明天打8000")
        await opened.say("zhou", "宏达说明天付3000")
        await opened.clock.advance(datetime(2026, 12, 4, 16, tzinfo=ZONE) - opened.clock.now())
        await opened.say("zhou", "张三的发我")
        await opened.say("zhou", "转了")
        await opened.clock.advance(datetime(2026, 12, 7, 9, tzinfo=ZONE) - opened.clock.now())
        yield opened


async def heard(shop: Company) -> list[str]:
    """What 老周 is asked of his customers by now."""
    shop.platform.sent.clear()
    await shop.service.scheduler.tick()
    while await shop.service.delivery.drain():
        continue
    return [text for to, text in shop.platform.sent if to == "zhou" and "回话" in text]


async def test_one_message_asks_all_and_has_no_buttons(shop: Company) -> None:
    assert await heard(shop) == [ASKED]
    assert [card for to, card in shop.platform.cards if to == "zhou" and "回话" in str(card)] == []
    assert await heard(shop) == []


async def test_the_list_of_the_morning_does_not_ask_it_as_well(shop: Company) -> None:
    await shop.service.database.write(lambda uow: uow.settings.put("todo", "true", by="admin"))
    assert await heard(shop) == [ASKED]
    [todo] = [text for to, text in shop.platform.sent if to == "zhou" and "你的待办" in text]
    assert "永盛装饰 4,000，超5天：说好12月4日付没到\n" in todo


async def test_two_machines_ask_once(shop: Company) -> None:
    context = shop.service.scheduler._context
    await asyncio.gather(promises.run(context), promises.run(replace(context)))
    assert await heard(shop) == [ASKED]


async def test_what_was_planned_before_a_kill_is_sent_once(shop: Company) -> None:
    await promises.run(shop.service.scheduler._context)
    assert await heard(shop) == [ASKED]
    assert await shop.say("zhou", "3没回") != ""
    assert await heard(shop) == []


async def test_the_time_is_the_companys(shop: Company) -> None:
    await shop.service.database.write(lambda uow: uow.settings.put("follow_up_at", "09:30", by="admin"))
    assert await heard(shop) == []
    await shop.clock.advance(datetime(2026, 12, 7, 9, 31, tzinfo=ZONE) - shop.clock.now())
    assert await heard(shop) == [ASKED]


async def test_who_leaves_passes_on_what_is_still_asked_of_him(shop: Company) -> None:
    await heard(shop)
    await shop.say("zhou", "1没付")
    await shop.say("zhao", "老周不干了 客户给小李")
    shop.platform.sent.clear()
    await shop.say("zhao", "1")
    while await shop.service.delivery.drain():
        continue
    asked = [text.splitlines()[0] for to, text in shop.platform.sent if to == "li" and "4 " in text]
    assert asked == ["宏达五金说好4号付 3,000，到今天没到。", "张三建材：对方怎么说？"]


async def test_an_answer_delivered_twice_is_one(shop: Company) -> None:
    await heard(shop)
    first = await shop.say("zhou", "1说18号 2没付", number=77)
    assert await shop.say("zhou", "1说18号 2没付", number=77) == first
    assert await shop.service.database.read(lambda uow: list(problems(uow))) == []
