"""A person who acts for several customers, and a link that says for whom it was made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.counter.whose import scene_of
from storage.unit_of_work import UnitOfWork
from tests.bot.jobs.test_reminders import owes
from tests.bot.kf.counter import KF, LIU, STRANGER, KfShop

TODAY = date(2026, 12, 3)
LATE = TODAY - timedelta(10)
WHICH = "收到。请问说的是哪家的？回数字就行：\n1 {}\n2 {}"


async def net(shop: KfShop, name: str) -> int:
    def read(uow: UnitOfWork) -> int:
        customer = uow.customers.by_name(name)
        assert customer is not None
        return uow.customers.position(customer.id, TODAY).net

    return await shop.shop.service.database.read(read)


@pytest.fixture
async def two(shop: KfShop) -> KfShop:
    """刘会计 keeps the books of 永盛 and of 宏达."""
    for name in ("永盛装饰", "宏达五金"):
        await owes(shop.shop, name, 1_200_000, LATE)
        await shop.link(name)
    return shop


async def asked(shop: KfShop, text: str) -> list[str]:
    (question,) = await shop.write(text)
    assert question.startswith("收到。请问说的是哪家的？")
    return [line[2:] for line in question.splitlines()[1:]]


async def test_a_payment_of_one_of_two_is_asked_about_and_put_down_for_the_one_he_says(two: KfShop) -> None:
    names = await asked(two, "昨天转了8000")
    assert await two.write("2") == ["收到，谢谢您。已请老周查收，到账后给您回话。"]
    await two.shop.say("zhou", "1")
    assert [await net(two, name) for name in names] == [1_200_000, 400_000]


async def test_the_words_are_with_the_salesperson_while_he_is_asked(two: KfShop) -> None:
    await asked(two, "昨天转了8000")
    (told,) = two.heard("zhou")
    assert told.endswith("微信客服里说：\n“昨天转了8000”\n已问他是哪家的")
    assert "也管" in told


async def test_the_answer_may_be_a_name(two: KfShop) -> None:
    await asked(two, "昨天转了8000")
    await two.write("宏达的")
    await two.shop.say("zhou", "1")
    assert await net(two, "宏达五金") == 400_000


async def test_who_names_the_customer_is_not_asked(two: KfShop) -> None:
    assert await two.write("宏达的货款昨天转了8000") == ["收到，谢谢您。已请老周查收，到账后给您回话。"]
    await two.shop.say("zhou", "1")
    assert await net(two, "宏达五金") == 400_000


async def test_another_message_instead_of_an_answer_is_heard_for_itself(two: KfShop) -> None:
    await asked(two, "这批货质量有问题")
    assert (await two.write("发票开了吗"))[0].startswith("收到，已转告老周")
    assert await two.write("1") != ["好的，已转告老周，会和您逐笔核对。"]


async def test_what_is_no_sum_and_no_money_names_all_of_them_to_the_salesperson_once(two: KfShop) -> None:
    await two.write("发票开了吗")
    (told,) = two.heard("zhou")
    assert "永盛装饰" in told
    assert "宏达五金" in told


async def test_a_link_made_for_a_customer_proposes_him_to_his_salesperson(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 500_000, TODAY)

    def scene(uow: UnitOfWork) -> str:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        return scene_of(customer.id)

    param = await shop.shop.service.database.read(scene)
    await shop.call(shop.counter.kf.entered(KF, STRANGER, scene_param=param))
    await shop.write("我欠多少", who=STRANGER)
    (question,) = shop.heard("zhou")
    assert "从发给这家的客服链接进来，是吗？1 永盛装饰" in question
    await shop.shop.say("zhou", "1")
    await shop.shop.say("zhou", "1")
    await shop.deliver()
    assert "未结货款 5,000.00 元" in shop.phone(STRANGER)[-1]


@pytest.mark.parametrize("param", ["c999999", "c", "没有这家", "c" + "9" * 60, "<xml>"])
async def test_a_link_that_names_nobody_proposes_nobody(shop: KfShop, param: str) -> None:
    await shop.call(shop.counter.kf.entered(KF, LIU, scene_param=param))
    await shop.write("在吗")
    assert shop.heard("lijie")[0].endswith("是哪家的？发客户名，不是客户回“不是”")


async def test_taking_back_which_one_he_meant_voids_the_question_and_it_may_be_said_again(
    two: KfShop,
) -> None:
    names = await asked(two, "昨天转了8000")
    await two.write("1")
    await two.call(two.counter.kf.recalled(KF, LIU))
    await two.deliver()
    assert two.heard("zhou")[-1].endswith("“1”\n问到的那条作废，没记账")
    assert "撤回了" in two.heard("lijie")[-1]
    await asked(two, "昨天转了8000")
    await two.write("1")
    await two.shop.say("zhou", "1")
    assert [await net(two, name) for name in names] == [400_000, 1_200_000]


async def test_a_message_taken_back_while_he_is_asked_which_waits_no_more(two: KfShop) -> None:
    await asked(two, "昨天转了8000")
    await two.call(two.counter.kf.recalled(KF, LIU))
    await two.write("2")
    assert not any("1 记回款" in text for text in two.heard("zhou"))
