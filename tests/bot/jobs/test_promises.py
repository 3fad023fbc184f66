"""Promises, texts passed on, tasks and reminders, played forward in a real service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ledger.receivable import Part
from storage.check import problems
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    """It is noon on Thursday, 3 December 2026; 永盛 owes 12,000 since a while."""
    async with company(migrated_url) as opened:
        await opened.service.database.write(owe)
        yield opened


def owe(uow: UnitOfWork) -> None:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    uow.journal.debt(
        customer_id=customer.id, principal=1_200_000, issued_on=date(2026, 11, 20), actor="admin",
        parts=[Part(1_200_000, date(2026, 12, 2))], salesperson="zhou",
    )  # fmt: skip


async def told(shop: Company, at: str, who: str) -> list[str]:
    """What this person hears by that moment, whole."""
    await shop.clock.advance(datetime.fromisoformat(at).replace(tzinfo=ZONE) - shop.clock.now())
    shop.platform.sent.clear()
    for _ in range(2):
        await shop.service.scheduler.tick()
    while await shop.service.delivery.drain():
        continue
    return [
        text for to, text in shop.platform.sent if to == who and not text.startswith(("今天", "提醒", "早"))
    ]


def about(texts: list[str], word: str) -> list[str]:
    return [text for text in texts if word in text]


async def states(shop: Company) -> list[str]:
    def read(uow: UnitOfWork) -> list[str]:
        return [
            one.state for customer in uow.customers.all() for one in uow.promises.of_customer(customer.id)
        ]

    return await shop.service.database.read(read)


async def test_who_went_to_the_warehouse_is_not_asked_about_money(shop: Company) -> None:
    await shop.say("zhou", "永盛王总说下周五打8000")
    asked = about(await told(shop, "2026-12-14T09:00", "zhou"), "到今天没到")
    assert len(asked) == 1
    await shop.service.database.write(
        lambda uow: uow.staff.put(StaffView("zhou", "老周", "warehouse", manager="zhao", reached=True))
    )
    assert "8,000" not in await shop.say("zhou", "1")
    assert (await shop.say("zhou", "2")) == ""
    assert about(await told(shop, "2026-12-15T09:00", "zhou"), "永盛装饰") == []


async def test_the_owner_is_reminded_on_the_workday_before(shop: Company) -> None:
    await shop.say("zhou", "永盛王总说下周五打8000")
    assert about(await told(shop, "2026-12-09T09:00", "zhou"), "提前打个招呼") == []
    assert about(await told(shop, "2026-12-10T08:40", "zhou"), "提前打个招呼") == []
    assert about(await told(shop, "2026-12-10T09:00", "zhou"), "提前打个招呼") == [
        "永盛装饰王总说好12月11日(周五)付\n8,000.00，提前打个招呼"
    ]
    assert about(await told(shop, "2026-12-10T11:00", "zhou"), "提前打个招呼") == []


async def test_several_of_one_day_are_one_message(shop: Company) -> None:
    await shop.say("zhou", "永盛王总说下周五打8000")
    await shop.say("zhou", "宏达说下周五付")
    assert about(await told(shop, "2026-12-10T09:00", "zhou"), "提前打个招呼") == [
        "2家说好要付，提前打个招呼：\n永盛装饰王总 12月11日(周五) 8,000\n宏达五金 12月11日(周五) 没说数"
    ]
    assert about(await told(shop, "2026-12-10T11:00", "zhou"), "提前打个招呼") == []


async def test_the_day_after_he_is_asked_and_the_books_decide(shop: Company) -> None:
    await shop.say("zhou", "永盛王总说下周五打8000")
    assert about(await told(shop, "2026-12-12T09:00", "zhou"), "到今天没到") == []
    assert about(await told(shop, "2026-12-14T09:00", "zhou"), "到今天没到") == [
        "永盛装饰王总说好11号付 8,000，到今天没到。\n1 又改日子了 2 其实付了 3 他不认 4 还没问"
    ]
    assert await states(shop) == ["open"]
    await told(shop, "2026-12-15T00:10", "zhou")
    assert await states(shop) == ["broken"]


async def test_a_part_is_a_part(shop: Company) -> None:
    await shop.say("zhou", "永盛王总说下周五打8000")
    await shop.say("lijie", "永盛打了3000")
    assert "到今天只到 3,000。" in "".join(await told(shop, "2026-12-14T09:00", "zhou"))
    await told(shop, "2026-12-15T00:10", "zhou")
    assert await states(shop) == ["partly"]


async def test_money_in_time_keeps_it_and_nobody_is_asked(shop: Company) -> None:
    await shop.say("zhou", "永盛王总说下周五打8000")
    await shop.say("lijie", "永盛打了8000")
    assert about(await told(shop, "2026-12-14T09:00", "zhou"), "到今天") == []
    assert await states(shop) == ["kept"]


async def test_after_a_night_without_a_process_he_is_asked_all_the_same(shop: Company) -> None:
    await shop.say("zhou", "永盛王总说下周五打8000")
    assert len(about(await told(shop, "2026-12-16T09:00", "zhou"), "到今天没到")) == 1
    assert await states(shop) == ["broken"]


async def asked(shop: Company) -> None:
    await shop.say("zhou", "永盛王总说下周五打8000")
    await told(shop, "2026-12-14T09:00", "zhou")


async def test_another_day_is_a_new_promise(shop: Company) -> None:
    await asked(shop)
    assert await shop.say("zhou", "1") == "先没记。永盛装饰王总说了哪天？\n发个日子，如“下周五”；没说回“不”"
    assert (await shop.say("zhou", "18号")).startswith("记下了 ✓ 永盛装饰王总说好12月18日(周五)付\n8,000.00")
    assert await states(shop) == ["renegotiated", "open"]


async def test_he_has_paid_after_all(shop: Company) -> None:
    await asked(shop)
    assert "8,000.00" in await shop.say("zhou", "2")
    assert "回款 8,000.00" in await shop.say("zhou", "8000")
    await told(shop, "2026-12-15T00:10", "zhou")
    assert await states(shop) == ["kept"]


async def test_he_denies_it(shop: Company) -> None:
    await asked(shop)
    assert "有异议\n整笔 12,000.00" in await shop.say("zhou", "3")
    assert await states(shop) == ["withdrawn"]


async def test_not_asked_yet_is_asked_again_the_next_morning(shop: Company) -> None:
    await asked(shop)
    assert await shop.say("zhou", "4") == "好，12月15日(周二)上午再问你"
    assert len(about(await told(shop, "2026-12-15T09:00", "zhou"), "到今天没到")) == 1
    assert about(await told(shop, "2026-12-16T09:00", "zhou"), "到今天没到") == []


async def test_a_text_passed_on_is_asked_about_the_next_morning(shop: Company) -> None:
    bubble = await shop.say("zhou", "永盛的发我")
    assert bubble.startswith("您好，")
    assert "11月货款 12,000.00 元约定12月2日付" in bubble
    assert await shop.say("zhou", "转了") == "记下了 ✓ 转给永盛装饰了\n12月4日(周五)上午问你对方怎么说"
    assert about(await told(shop, "2026-12-04T09:00", "zhou"), "对方怎么说") == [
        "永盛装饰：对方怎么说？\n1 已付 2 说了日子 3 有异议 4 没回"
    ]
    assert (await shop.say("zhou", "2")).startswith("先没记。永盛装饰说了哪天？")
    assert (await shop.say("zhou", "下周五")).startswith("记下了 ✓ 永盛装饰说好12月11日(周五)付")


async def test_a_reminder_comes_at_its_time_and_once(shop: Company) -> None:
    await shop.say("zhou", "明天下午3点提醒我给永盛打电话")
    assert about(await told(shop, "2026-12-04T14:50", "zhou"), "到点了") == []
    assert len(about(await told(shop, "2026-12-04T15:01", "zhou"), "到点了")) == 1
    assert about(await told(shop, "2026-12-04T16:00", "zhou"), "到点了") == []


async def test_a_reminder_says_how_the_customer_stands_by_then(shop: Company) -> None:
    await shop.say("zhou", "明天下午3点提醒我去永盛收钱")
    await shop.say("zhou", "后天下午3点提醒我去永盛收钱")
    assert about(await told(shop, "2026-12-04T15:01", "zhou"), "到点了") == [
        "到点了：去永盛收钱\n永盛装饰 净欠 12,000.00，超期 12,000.00"
    ]
    await shop.say("zhou", "永盛付了12000")
    assert about(await told(shop, "2026-12-05T15:01", "zhou"), "到点了") == [
        "到点了：去永盛收钱\n永盛装饰现在不欠了"
    ]


async def test_a_task_is_asked_about_and_its_giver_hears(shop: Company) -> None:
    await shop.say("zhao", "让老周明天去一趟永盛")
    assert about(await told(shop, "2026-12-04T09:00", "zhou"), "怎么样了") == []
    assert len(about(await told(shop, "2026-12-04T17:30", "zhou"), "怎么样了？")) == 1
    shop.platform.sent.clear()
    assert (await shop.say("zhou", "1")).startswith("好，记上了：办完了")
    while await shop.service.delivery.drain():
        continue
    assert [text for to, text in shop.platform.sent if to == "zhao"] == ["老周办完了：去一趟永盛"]


async def test_a_task_without_a_word_is_told_to_its_giver_once(shop: Company) -> None:
    await shop.say("zhao", "让老周明天去一趟永盛")
    assert len(about(await told(shop, "2026-12-07T17:30", "zhao"), "还没回话")) == 1
    assert about(await told(shop, "2026-12-08T17:30", "zhao"), "还没回话") == []


async def test_the_books_stay_sound(shop: Company) -> None:
    await asked(shop)
    await shop.say("zhou", "1")
    await shop.say("zhou", "18号")
    await shop.say("lijie", "永盛打了12000")
    assert await shop.service.database.read(lambda uow: list(problems(uow))) == []


async def test_told_otherwise_the_question_waits_no_more(shop: Company) -> None:
    await asked(shop)
    assert (await shop.say("zhou", "今天去了永盛，王总说18号付8000")).startswith(
        "记下了 ✓ 永盛装饰王总说好12月18日"
    )
    assert await shop.say("zhou", "1") == ""


async def test_a_correction_is_no_answer_to_it(shop: Company) -> None:
    await asked(shop)
    await shop.say("zhou", "宏达1.3万 月底给")
    assert (await shop.say("zhou", "日期改到下月20号")).startswith("改好了 ✓ 宏达五金")


async def test_a_day_is_an_answer_to_it(shop: Company) -> None:
    await asked(shop)
    assert (await shop.say("zhou", "他说18号")).startswith("记下了 ✓ 永盛装饰王总说好12月18日")


@pytest.mark.parametrize(("paid", "before", "asked"), [("8000", "kept", 1), ("3000", "partly", 0)])
async def test_a_promise_is_judged_again_when_its_payment_bounces_later(
    shop: Company, paid: str, before: str, asked: int
) -> None:
    await shop.say("zhou", "永盛王总说下周五打8000")
    await shop.say("lijie", f"永盛打了{paid} 承兑")
    await told(shop, "2026-12-16T09:00", "zhou")
    assert await states(shop) == [before]
    await shop.say("lijie", "永盛那张承兑退票了")
    assert await states(shop) == ["open"]
    assert (
        len(about(await told(shop, "2026-12-17T09:00", "zhou"), "没到")) == asked
    )  # of the other he was before
    assert await states(shop) == ["broken"]


async def forwarded(shop: Company) -> None:
    """The morning question about 永盛 is open before 老周."""
    await shop.say("zhou", "永盛的发我")
    await shop.say("zhou", "转了")
    assert about(await told(shop, "2026-12-04T09:00", "zhou"), "永盛装饰：对方怎么说")


async def test_a_debt_of_somebody_new_is_no_answer_to_what_a_customer_says(shop: Company) -> None:
    await forwarded(shop)
    assert (await shop.say("zhou", "光华置业 3万 下月底")).startswith("先没记。“光华置业”没见过")
    assert await states(shop) == []


async def test_not_booked_means_what_was_not_booked_whatever_was_asked_since(shop: Company) -> None:
    await shop.say("zhou", "宏达打了钱")
    await forwarded(shop)
    assert await shop.say("zhou", "不记了") == "好，没记：宏达五金 回款 多少没说"


async def test_a_half_now_and_the_rest_later_stops_no_job(shop: Company) -> None:
    await shop.say("zhou", "永盛说12月20号前付一半，剩下1月底付")
    assert await states(shop) == ["open", "open"]
    await told(shop, "2026-12-04T09:30", "zhou")
    done = await shop.service.database.read(lambda uow: uow.job_runs.get("remind", date(2026, 12, 4)))
    assert done is not None
    assert done.state == "done"
