"""A changed rule of reminding shows what it makes of the next workday."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from ledger.receivable import Part
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

TODAY = date(2026, 12, 3)


def one_debt(uow: UnitOfWork) -> None:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    uow.journal.debt(
        customer_id=customer.id, principal=300_00, issued_on=TODAY - timedelta(60), actor="zhou",
        parts=[Part(300_00, TODAY - timedelta(3))], salesperson="zhou",
    )  # fmt: skip


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        await opened.service.database.write(one_debt)
        yield opened


async def told(shop: Company) -> list[str]:
    while await shop.service.delivery.drain():
        continue
    return [text for to, text in shop.platform.sent if to == "zhao"]


async def test_the_one_who_changes_it_sees_what_it_does(shop: Company) -> None:
    assert "不催的小额 100元 → 500元" in await shop.say("zhao", "不催的小额改成500")
    assert await told(shop) == [
        "按新规矩，12月4日(周五)会提醒：\n给客户 0家（原来1）\n给业务员 0笔（原来1）\n销售群 0笔（原来1）"
    ]


async def test_a_change_that_changes_nothing_shows_nothing(shop: Company) -> None:
    await shop.say("zhao", "不催的小额改成100")
    await shop.say("zhao", "撤销时限改成48小时")
    assert await told(shop) == []


async def test_silence_is_said_too(shop: Company) -> None:
    await shop.service.database.write(lambda uow: uow.settings.put("remind_minimum", "900", by="zhao"))
    await shop.say("zhao", "催款时间改成9点半")
    assert (await told(shop))[-1] == "按新规矩，12月4日(周五)没有要提醒的"


async def test_the_days_of_a_ladder_are_set_by_chat_and_show_what_they_do(shop: Company) -> None:
    answer = await shop.say("zhao", "客户提醒日改成 提前3天、7天、30天")
    assert answer == (
        "改好了 ✓ 客户提醒日 提前30天、提前15天、提前3天、1天、7天、15天、30天、60天、90天 → 提前3天、7天、30天"
    )
    assert (await told(shop))[-1].splitlines()[1] == "给客户 0家（原来1）"
    assert "→ 提前3天、7天" in await shop.say("zhao", "客户提醒日去掉30天")
    assert "→ 提前3天、1天、7天" in await shop.say("zhao", "客户提醒日加上1天")


async def test_a_day_that_the_ladder_has_not_changes_nothing(shop: Company) -> None:
    for words in ("业务员提醒日改成20天", "业务员提醒日是哪几天"):
        answer = await shop.say("zhao", words)
        assert answer.splitlines()[:2] == [
            "没改。业务员提醒日现在是 提前3天、当天、1天、7天、15天、30天、60天、90天",
            "能选的：提前3天、当天、1天、7天、15天、30天、60天、90天",
        ]
    assert await shop.say("zhou", "客户提醒日改成7天") != answer
    assert await told(shop) == []


async def test_one_customer_has_days_of_his_own_and_tomorrow_is_shown(shop: Company) -> None:
    answer = await shop.say("zhao", "永盛装饰的客户提醒日改成 7天、30天")
    assert answer.startswith("改好了 ✓ 永盛装饰的客户提醒日 提前30天、")
    assert answer.endswith("→ 7天、30天")
    assert (await told(shop))[-1].splitlines()[1] == "给客户 0家（原来1）"
    assert "永盛装饰的客户提醒日 7天、30天 → 1天、7天、30天" in await shop.say("zhao", "永盛的提醒日加上1天")
    assert "客户提醒日现在是 提前30天" in await shop.say("zhao", "客户提醒日是哪几天")
    assert "→ 提前30天、提前15天" in await shop.say("zhao", "永盛的客户提醒日改成和公司一样")
    rows = await shop.service.database.read(
        lambda uow: uow.settings.history("stages_customer", customer=uow.customers.by_name("永盛装饰").id)  # type: ignore[union-attr]
    )
    assert [row.version for row in rows] == [3, 2, 1]


async def test_a_kind_of_customers_has_days_of_its_own(shop: Company) -> None:
    answer = await shop.say("zhao", "重点客户的业务员提醒日改成 7天、30天")
    assert answer == "没改。没有“重点”类的客户\n先给客户定类别，如“永盛 类别重点”"
    await shop.say("zhou", "永盛 类别重点")
    assert "不是" not in await shop.say("zhao", "重点客户的业务员提醒日改成 7天、30天")
    assert "给业务员 0笔（原来1）" in (await told(shop))[-1].splitlines()
    assert "有的是：重点" in await shop.say("zhao", "普通客户提醒日改成7天")
    answer = await shop.say("zhao", "重点客户的业务员提醒日改成20天")
    assert answer.splitlines()[0] == "没改。重点客户的业务员提醒日现在是 7天、30天"


async def test_the_days_of_one_customer_are_not_everybodys_to_change(shop: Company) -> None:
    assert "改好了" not in await shop.say("zhou", "永盛装饰的客户提醒日改成 7天、30天")
    assert "改好了" not in await shop.say("zhao", "没听过五金的客户提醒日改成 7天、30天")
    assert await told(shop) == []


async def test_a_ladder_goes_back_to_what_was_shipped(shop: Company) -> None:
    await shop.say("zhao", "客户提醒日改成7天、30天")
    assert "7天、30天 → 提前30天、提前15天" in await shop.say("zhao", "客户提醒日恢复默认")


@pytest.mark.parametrize(
    ("words", "kept"), [("每周最多催3次", "一周最多催 2天 → 3天"), ("提醒间隔改成5天", "催款间隔 3天 → 5天")]
)
async def test_limits_are_set_as_people_call_them(shop: Company, words: str, kept: str) -> None:
    assert kept in await shop.say("zhao", words)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("永盛每周最多催1次", "永盛装饰的一周最多催 2天 → 1天"),
        ("永盛每月最多提醒三次", "永盛装饰的一月最多催 6天 → 3天"),
        ("永盛的催款间隔改成7天", "永盛装饰的催款间隔 3天 → 7天"),
        ("重点客户催款间隔改成5天", "重点客户的催款间隔 3天 → 5天"),
        ("每周最多提醒1次", "一周最多催 2天 → 1天"),
    ],
)
async def test_how_often_is_set_for_one_customer_one_kind_or_all(
    shop: Company, words: str, answer: str
) -> None:
    await shop.say("zhao", "永盛 类别重点")
    assert await shop.say("zhao", words) == f"改好了 ✓ {answer}"
    assert (await told(shop))[-1].startswith("按新规矩，12月4日(周五)会提醒：")


async def test_how_often_is_again_as_for_the_company(shop: Company) -> None:
    await shop.say("zhao", "永盛每周最多催1次")
    assert (await shop.say("zhao", "永盛每周最多催几次")).startswith("没改。永盛装饰的一周最多催现在是 1天")
    assert await shop.say("zhao", "永盛每周最多催和公司一样") == "改好了 ✓ 永盛装饰的一周最多催 1天 → 2天"
    assert (await shop.say("zhou", "永盛每周最多催5次")).startswith("没改")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("改成10天", "10天"),
        ("改成一周", "7天"),
        ("改为两个星期", "14天"),
        ("别3天了，改成7天", "7天"),
        ("从3天调到十五天", "15天"),
        ("设为半个月", "15天"),
        ("改成每周一次", "7天"),
    ],
)
async def test_the_gap_is_the_one_it_is_changed_to_in_its_unit(shop: Company, words: str, days: str) -> None:
    await shop.say("zhao", "新增客户 鑫源贸易公司 业务员老周")
    told = await shop.say("zhao", f"以后鑫源贸易公司的催款间隔{words}")
    assert told == f"改好了 ✓ 鑫源贸易公司的催款间隔 3天 → {days}"
    assert f"{days} → 3天" in await shop.say("zhao", "鑫源贸易公司的催款间隔和公司一样")


async def test_the_least_gap_of_all_has_a_unit_too(shop: Company) -> None:
    assert "催款间隔 3天 → 14天" in await shop.say("zhao", "最少间隔改成两周")
