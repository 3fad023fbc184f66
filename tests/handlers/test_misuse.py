"""Signs of misuse in chat: for the owner alone, with their numbers and what is behind them."""

from __future__ import annotations

from datetime import date

import pytest

from storage.staff import StaffView
from tests.handlers.cast import Chat

ASKED = "有没有异常操作"


@pytest.fixture
def shop(chat: Chat) -> Chat:
    chat.customer("永盛装饰")
    return chat


def undo_many(chat: Chat, times: int) -> None:
    for number in range(times):
        chat.clock.move(minutes=30)
        chat.says("zhou", f"永盛拿了{100 + number}块瓷砖 月底")
        chat.says("zhou", "撤销")


def test_a_quiet_month_is_said(shop: Chat) -> None:
    assert shop.says("zhao", ASKED) == "12月没看到异常：撤改、现金、抹零、补记、月底后改账都正常"


def test_much_undone_is_counted_and_shown(shop: Chat) -> None:
    undo_many(shop, 5)
    assert shop.says("zhao", ASKED).splitlines() == [
        "12月有1处要看一眼，不一定有事：",
        "1 老周 撤改5笔（记了5笔），共 510",
        "看明细回“异常1”",
    ]
    behind = shop.says("zhao", "异常1").splitlines()
    assert behind[:2] == ["老周 撤改的：", "#1005 永盛装饰 104，12月1日"]
    assert len(behind) == 6


def test_cash_long_in_hand(shop: Chat) -> None:
    shop.says("zhou", "收了永盛现金5000")
    shop.clock.move(days=4)
    assert "1 老周 手上现金 5,000，最久4天没交" in shop.says("zhao", ASKED)
    assert shop.says("zhao", "异常1").splitlines() == [
        "老周 手上的现金：",
        "#1001 永盛装饰 5,000，12月1日收的",
    ]


def test_facts_told_late(shop: Chat) -> None:
    for day in (10, 11, 12):
        shop.clock.move(minutes=30)
        shop.says("zhou", f"永盛11月{day}号拿了{day}00块瓷砖 账期60天")
    assert "1 老周 补记7天前的3笔，3,300" in shop.says("zhao", ASKED)
    assert shop.says("zhao", "异常1").splitlines()[1] == "#1003 永盛装饰 1,200，11月12日的账12月1日记"


def test_debts_of_who_left(shop: Chat) -> None:
    customer = shop.customer("宏达五金", owner="li")
    shop.owes(customer, 800, date(2026, 11, 1), date(2026, 12, 20))
    shop.says("admin", "小李离职了")
    assert "1 小李 已离职，1家还欠 800 没人接" in shop.says("zhao", ASKED)
    assert shop.says("zhao", "异常1").splitlines() == ["小李 没人接的客户：", "宏达五金 800"]


def test_last_month_is_asked_apart(shop: Chat) -> None:
    undo_many(shop, 5)
    shop.clock.move(days=35)
    assert shop.says("zhao", ASKED).startswith("1月没看到异常")
    assert "12月有1处" in shop.says("zhao", "上月异常操作")


def test_of_one_person(shop: Chat) -> None:
    undo_many(shop, 5)
    assert "12月，小李没看到异常" in shop.says("zhao", "小李的异常操作")
    assert "1 老周 撤改5笔" in shop.says("zhao", "老周的异常操作")


@pytest.mark.parametrize("who", ["zhou", "sun", "lijie", "wu"])
def test_nobody_else_hears_of_it(shop: Chat, who: str) -> None:
    undo_many(shop, 5)
    assert "撤改" not in shop.says(who, ASKED)


def test_a_manager_sees_his_people_and_never_himself(shop: Chat) -> None:
    shop.database.write_now(
        lambda uow: uow.staff.put(StaffView("qian", "钱主管", "manager", manager="zhao", reached=True))
    )
    undo_many(shop, 5)
    assert "没看到异常" in shop.says("qian", ASKED)
    assert "老周" in shop.says("admin", ASKED)


def test_a_line_that_is_not_there(shop: Chat) -> None:
    assert shop.says("zhao", "异常9").startswith("没有第9条")


def test_the_months_review_names_the_largest_for_managers_alone(shop: Chat) -> None:
    undo_many(shop, 5)
    shop.clock.move(days=35)
    line = "异常操作1处：老周 撤改5笔（记了5笔），共 510。发“上月异常操作”看"
    assert line in shop.says("zhao", "月报").splitlines()
    for who in ("zhou", "lijie"):
        assert "异常操作" not in shop.says(who, "月报")
    assert "异常操作" not in shop.says("zhao", "周报")


def test_of_two_heads_each_sees_his_own_people(shop: Chat) -> None:
    shop.says("zhou", "收了永盛现金5000")
    shop.database.write_now(lambda uow: uow.staff.put(StaffView("fang", "王芳", "manager", reached=True)))
    shop.clock.move(days=4)
    assert "老周" not in shop.says("fang", ASKED)
    assert "老周 手上现金 5,000" in shop.says("zhao", ASKED)
