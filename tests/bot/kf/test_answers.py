"""What a customer hears at the counter, and what his salesperson and finance hear of it. Nothing is booked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.unit_of_work import UnitOfWork
from tests.bot.jobs.test_reminders import owes
from tests.bot.kf.counter import LIU, STRANGER, KfShop

TODAY = date(2026, 12, 3)
LATE, SOON = TODAY - timedelta(10), TODAY + timedelta(20)
HARD_WORDS = ("欠", "逾期", "催", "超期")


async def position(shop: KfShop) -> int:
    def read(uow: UnitOfWork) -> int:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        return uow.customers.position(customer.id, TODAY).net

    return await shop.shop.service.database.read(read)


async def test_an_accountant_hears_the_net_sum_and_what_falls_due(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, LATE)
    await owes(shop.shop, "永盛装饰", 500_000, SOON)
    await shop.link()
    (answer,) = await shop.write("我欠多少")
    assert "未结货款 17,000.00 元，其中已到约定日子的 12,000.00 元" in answer
    assert answer.startswith("刘会计您好。")
    assert not any(word in answer for word in HARD_WORDS)


async def test_the_salesperson_hears_what_was_answered_once_a_day(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 500_000, SOON)
    await shop.link()
    await shop.write("我欠多少")
    await shop.write("还差多少货款")
    assert shop.heard("zhou") == ["永盛装饰 刘会计 微信客服里问了欠多少\n已回：未结 5,000.00"]


async def test_a_payment_is_proposed_to_the_salesperson_and_booked_by_his_word_alone(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, LATE)
    await shop.link()
    assert await shop.write("昨天转了8000") == ["收到，谢谢您。已请老周查收，到账后给您回话。"]
    assert await position(shop) == 1_200_000
    assert "说付了 8,000.00" in shop.heard("zhou")[0]
    assert "说付了 8,000.00" in shop.heard("lijie")[0]
    await shop.shop.say("zhou", "1")
    assert await position(shop) == 400_000


async def test_goods_contested_are_proposed_as_a_dispute(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, SOON)
    await shop.link()
    assert (await shop.write("这批瓷砖质量有问题"))[0].startswith("好的，已转告老周")
    assert "这批瓷砖质量有问题" in shop.heard("zhou")[0]
    assert "有异议" in await shop.shop.say("zhou", "1")


async def test_a_word_about_a_day_is_put_to_the_salesperson_as_a_promise(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, LATE)
    await shop.link()
    assert (await shop.write("下周五付8000"))[0].startswith("收到，已转告老周")
    assert "1 说好了要付" in shop.heard("zhou")[0]
    assert "12月11日" in await shop.shop.say("zhou", "1")


async def test_anything_else_goes_to_the_salesperson_word_by_word(shop: KfShop) -> None:
    await shop.link()
    assert (await shop.write("发票开了吗"))[0].startswith("收到，已转告老周")
    assert "“发票开了吗”" in shop.heard("zhou")[0]
    assert await shop.write("谢谢") == []


async def test_a_person_nobody_knows_hears_one_sentence_and_no_figures(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, LATE)
    (answer,) = await shop.write("永盛欠多少", who=STRANGER)
    assert answer.endswith("请问您是哪家单位的、怎么称呼？我们核对后马上回您。")
    assert await shop.write("在吗", who=STRANGER) == []
    assert shop.heard("lijie") == [
        "微信客服来了“阳光”：永盛欠多少\n是哪家的？发客户名，不是客户回“不是”",
        "微信客服的“阳光”又说：在吗\n还等您说是哪家的",
    ]


async def test_once_finance_says_whose_he_is_his_question_is_answered(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 500_000, SOON)
    await shop.write("您好", who=STRANGER)
    await shop.write("我欠多少", who=STRANGER)
    assert await shop.shop.say("lijie", "永盛") == "永盛装饰的“阳光”是做什么的？\n1 会计 2 老板 3 采购或现场"
    assert (await shop.shop.say("lijie", "1")).startswith("记好了 ✓ 阳光 是永盛装饰的会计")
    await shop.deliver()
    assert "未结货款 5,000.00 元" in shop.phone(STRANGER)[-1]
    assert any("李姐说微信客户 阳光 是永盛装饰的会计" in text for text in shop.heard("zhou"))


async def test_a_buyer_hears_no_sums(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, LATE)
    await shop.link(role="purchasing")
    assert (await shop.write("我们还欠多少"))[0].startswith("收到，已转告老周")


async def test_who_is_said_to_be_nobody_is_not_asked_about_again(shop: KfShop) -> None:
    await shop.write("推销办公用品", who=STRANGER)
    assert await shop.shop.say("lijie", "不是") == "知道了，阳光不是客户，以后不再问"
    await shop.shop.clock.advance(timedelta(days=1))
    shop.shop.platform.sent.clear()
    assert await shop.write("考虑一下", who=STRANGER) == []
    assert shop.heard("lijie") == []


async def test_a_customer_with_a_lawyer_hears_nothing_and_his_salesperson_everything(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, LATE)
    await shop.link()
    await shop.shop.say("zhou", "永盛请律师了 以后找律师")

    def hold(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        uow.holds.add(customer.id, "lawyer", held_by="zhao")

    await shop.shop.service.database.write(hold)
    shop.shop.platform.sent.clear()
    assert await shop.write("我欠多少") == []
    assert shop.heard("zhou")[-1].endswith("请了律师，没有自动回")


@pytest.mark.parametrize(("chosen", "says"), [("link", "已转告老周"), ("none", "已转告老周")])
async def test_the_company_decides_what_is_said(shop: KfShop, chosen: str, says: str) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, LATE)
    await shop.link()
    await shop.shop.service.database.write(
        lambda uow: uow.settings.put("customer_answers", chosen, by="zhao")
    )
    (answer,) = await shop.write("我欠多少")
    assert says in answer
    assert "12,000" not in answer


async def test_a_statement_is_a_text_where_no_page_can_be_reached(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, LATE)
    await shop.link()
    (answer,) = await shop.write("对账单发我一下")
    assert answer.startswith("永盛装饰 对账单")
    assert answer.endswith("请您核对，有出入随时说，谢谢。老周")


async def test_a_colleague_who_took_the_chat_over_speaks_himself(shop: KfShop) -> None:
    await shop.link()
    await shop.call(shop.counter.kf.took_over("wk1", LIU, "zhou"))
    assert await shop.write("我欠多少") == []
    await shop.call(shop.counter.kf.took_over("wk1", LIU, ""))
    assert len(await shop.write("我欠多少")) == 1
