"""Many at once: a crowd, one message ten times over, two processes with stale names, and awkward texts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.incoming import Incoming
from bot.wiring import build
from storage.check import problems
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Company]:
    async with company(database_url) as opened:
        yield opened


def text(shop: Company, sender: str, words: str, key: str) -> Incoming:
    return Incoming(channel="app", key=key, sender=sender, kind="text", sent_at=shop.clock.now(), text=words)


def debts(uow: UnitOfWork) -> list[tuple[str, int]]:
    names = {customer.id: customer.name for customer in uow.customers.all()}
    found = [debt for number in names for debt in uow.receivables.of_customer(number) if debt.state == "open"]
    return sorted((names[debt.customer_id], debt.principal) for debt in found)


def sound(uow: UnitOfWork) -> list[object]:
    return list(problems(uow))


def hire(uow: UnitOfWork) -> None:
    for number in range(30):
        uow.staff.put(StaffView(f"s{number}", f"销售{number}", "clerk"))


async def test_a_crowd_of_thirty_loses_and_doubles_nothing(shop: Company) -> None:
    await shop.service.database.write(hire)
    names = ("永盛", "张三建材", "宏达", "华泰", "李四")
    said = [
        text(shop, f"s{n % 30}", f"{names[n % 5]}拿了{1000 + n} 单号D{n} 月底给", f"crowd{n}")
        for n in range(300)
    ]
    answers = await asyncio.gather(*(shop.service.dispatcher.answer(one) for one in said))
    assert sum(answer.first.startswith("记好了") for answer in answers) == 300
    found = await shop.service.database.read(debts)
    assert sorted(fen for _, fen in found) == [(1000 + n) * 100 for n in range(300)]
    assert await shop.service.database.read(sound) == []


async def test_one_message_ten_times_at_once_is_one_debt_and_one_answer(shop: Company) -> None:
    inner = shop.text("zhou", "永盛拿了1200 月底给", number=77)
    responses = await asyncio.gather(*(shop.post(inner) for _ in range(10)))
    assert len({shop.opened(response) for response in responses}) == 1
    assert await shop.service.database.read(debts) == [("永盛装饰", 1_200_00)]


async def test_a_row_that_the_database_refuses_is_answered_and_locks_nobody_out(shop: Company) -> None:
    await shop.say("zhou", "永盛拿了1200 月底给")
    await shop.service.database.write(
        lambda uow: uow.connection.exec_driver_sql("CREATE UNIQUE INDEX one_promise ON promise (corp_id)")
    )
    await shop.say("zhou", "永盛王总说下周五付200")
    inner = shop.text("zhou", "永盛王总说下周六付300", number=78)
    first, again = [shop.opened(await shop.post(inner)) for _ in range(2)]
    assert first == again != ""
    assert (await shop.say("zhou", "永盛欠多少")).startswith("永盛装饰 净欠 1,200.00")


async def test_two_processes_share_one_company(shop: Company) -> None:
    other = build(shop.service.settings, clock=shop.clock, transport=httpx.MockTransport(shop.platform))
    await other.start(works=False)
    try:
        await shop.say("zhou", "宝利来五金 欠4500 月底")
        await shop.say("zhou", "1")  # the other process has not heard of this customer
        told = await other.dispatcher.answer(text(shop, "zhou", "收到宝利来500", "other1"))
        assert "冲最早的 #1001，余 4,000.00" in told.first
        halves = [
            *(
                shop.service.dispatcher.answer(text(shop, "zhou", f"永盛拿了{n}00 单号A{n} 月底", f"a{n}"))
                for n in range(1, 40)
            ),
            *(
                other.dispatcher.answer(text(shop, "li", f"李四拿了{n}00 单号B{n} 月底", f"b{n}"))
                for n in range(1, 40)
            ),
        ]
        answers = await asyncio.gather(*halves)
        assert all(answer.first.startswith("记好了") for answer in answers)
        assert len(await shop.service.database.read(debts)) == 79
        assert await shop.service.database.read(sound) == []
    finally:
        await other.stop()


async def test_the_same_message_in_two_processes_is_one_debt(shop: Company) -> None:
    other = build(shop.service.settings, clock=shop.clock, transport=httpx.MockTransport(shop.platform))
    await other.start(works=False)
    try:
        said = text(shop, "zhou", "永盛拿了1200 月底给", "both")
        answers = await asyncio.gather(
            *(service.dispatcher.answer(said) for service in (shop.service, other) * 5)
        )
        assert len({answer.first for answer in answers}) == 1
        assert await shop.service.database.read(debts) == [("永盛装饰", 1_200_00)]
    finally:
        await other.stop()


async def test_two_speakers_make_one_customer_of_a_new_name_at_once(shop: Company) -> None:
    for who in ("zhou", "li"):
        assert "没见过" in await shop.say(who, "宝利来五金 欠4500 月底")
    first = await asyncio.gather(shop.say("zhou", "1"), shop.say("li", "1"))
    assert sum(answer.startswith("记好了") for answer in first) == 1
    assert sum(answer.startswith("先报给") for answer in first) == 1
    assert await shop.service.database.read(debts) == [("宝利来五金", 4_500_00)]


AWKWARD = (
    *("永盛欠0", "永盛欠0.001", "永盛欠-500", "永盛欠负500 月底", "永盛欠NaN", "永盛欠1e9 月底", "永盛欠∞"),
    *(
        "{{ 7*7 }} 欠100 月底",
        "<xml><a>欠100</a></xml>",
        "]]>欠100 月底",
        "永盛]]>欠",
        "\u0000永盛",
        "🙂🙂欠100 月底",
    ),
    *(
        "永" * 200 + "欠100 月底",
        "永盛\n欠\n\n",
        "'; DROP TABLE entry; --",
        "%s %d {0} {name}",
        "#",
        "##1",
        "#99999999999999999999",
    ),
    *(
        "撤销 #0",
        "撤销 #99999999999999999999999",
        "0",
        "-1",
        "１２３４５６７８９０１２３４５６７８９",
        "是" * 700,
        "1" * 2048,
    ),
    *(
        "永盛欠100000000000000 月底",
        "永盛 2026年2月30日 欠100",
        "永盛 2月29日 欠100",
        "永盛欠100 0000年0月0日还",
        "\u202e永盛欠100",
    ),
)


@pytest.mark.parametrize("words", AWKWARD, ids=range(len(AWKWARD)))
async def test_awkward_words_are_answered_or_passed_over_and_book_nothing_odd(
    shop: Company, words: str
) -> None:
    answer = await shop.service.dispatcher.answer(text(shop, "zhou", words, "awkward"))
    assert "出了岔子" not in answer.first
    again = await shop.service.dispatcher.answer(text(shop, "zhou", "1", "awkward2"))
    kept = await shop.service.database.read(
        lambda uow: [uow.inbox.find("app", key) for key in ("awkward", "awkward2")]
    )
    assert [found.state for found in kept if found is not None] == ["answered", "answered"], (answer, again)
    assert all(0 < fen < 10**16 for _, fen in await shop.service.database.read(debts))
    assert await shop.service.database.read(sound) == []


async def test_a_name_with_marks_comes_back_whole_in_a_sealed_answer(shop: Company) -> None:
    name = "甲]]>乙{{x}}<b>商行"
    number = await shop.service.dispatcher.answer(text(shop, "zhou", "永盛拿了100 月底", "n1"))
    assert "#1001" in number.first

    def rename(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        uow.customers.update(customer.id, name=name)

    await shop.service.database.write(rename)
    answer = (await shop.say("zhou", "#1001")).replace("]]]]><![CDATA[>", "]]>")  # as an XML reader joins it
    assert answer.startswith("#1001 甲]]>乙{{x}}<b>商行 100.00")


@pytest.mark.parametrize(
    "off", [timedelta(minutes=-9), timedelta(minutes=9), timedelta(minutes=-11), timedelta(minutes=11)]
)
async def test_the_platforms_time_counts_within_ten_minutes(shop: Company, off: timedelta) -> None:
    midnight = shop.clock.now().replace(hour=16, minute=0)  # midnight in Shanghai
    await shop.clock.advance(midnight - timedelta(minutes=5) - shop.clock.now())
    said = Incoming(
        channel="app",
        key="m",
        sender="zhou",
        kind="text",
        sent_at=shop.clock.now() + off,
        text="永盛拿了1200 账期30天",
    )
    await shop.service.dispatcher.answer(said)
    debt = await shop.service.database.read(lambda uow: uow.receivables.by_number(1001))
    assert debt is not None
    assert debt.issued_on.day == (4 if off == timedelta(minutes=9) else 3)
