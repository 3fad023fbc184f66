from __future__ import annotations

from functools import partial

from handlers import balance, debt, detail, greeting, help, overdue, payment
from handlers.examples import with_own
from tests.handlers.desk import TODAY, Desk

COMMANDS = (debt.COMMAND, payment.COMMAND, balance.COMMAND, overdue.COMMAND, detail.COMMAND, help.COMMAND)
run = partial(help.run, commands=COMMANDS)


def test_help_speaks_of_the_speakers_own_customers(desk: Desk) -> None:
    desk.books.customer("福满楼", owner="wang")
    lines = desk.asks(run).splitlines()
    assert lines[1] == "记欠款：福满楼拿了1.2万瓷砖 下月15给"
    assert lines[-1] == "错了回“撤销”，改数回“改成5200”"


def test_help_names_only_what_the_role_may_do(desk: Desk) -> None:
    assert "查余额" not in desk.asks(run, by="sun")
    assert "看一笔：#1027" in desk.asks(run, by="sun")
    assert "记欠款" not in desk.asks(run, by="wu")


def test_more_than_ten_commands_are_named(desk: Desk) -> None:
    many = partial(help.run, commands=COMMANDS * 3)
    assert "还会：" in desk.asks(many)


def test_a_greeting_gets_three_examples(desk: Desk) -> None:
    desk.books.customer("福满楼", owner="wang")
    desk.books.customer("鲁班木业", owner="wang")
    assert desk.asks(greeting.run).splitlines() == [
        "在。直接说就行，比如：",
        "福满楼拿了1.2万 下月15给",
        "收到鲁班木业5000",
        "福满楼欠多少",
    ]


def test_every_role_is_greeted_with_its_own_work(desk: Desk) -> None:
    assert "能发吗" in desk.asks(greeting.run, by="wu")
    assert "待确认" in desk.asks(greeting.run, by="li")
    assert "怎么回事" in desk.asks(greeting.run, by="zhao")


def test_finance_hears_of_those_most_overdue(desk: Desk) -> None:
    customer = desk.books.customer("福满楼", owner="qian")
    desk.books.debt(customer, 100_00, desk.books.now.date())
    assert "福满楼欠多少" in desk.asks(greeting.run, by="li")


def test_who_was_spoken_of_last_comes_first(desk: Desk) -> None:
    desk.books.customer("鲁班木业", owner="wang")
    last = desk.books.customer("福满楼", owner="wang")
    desk.asks(balance.run, last)
    assert "福满楼拿了1.2万" in desk.asks(greeting.run)


def test_the_warehouse_hears_of_customers_that_exist(desk: Desk) -> None:
    customer = desk.books.customer("福满楼", owner="qian")
    desk.books.debt(customer, 100_00, TODAY)
    assert "福满楼能发吗" in desk.asks(greeting.run, by="wu")


def test_names_are_replaced_one_by_one() -> None:
    examples = ["鑫源欠5千 宏达欠3千二", "张三建材 1.2万"]
    assert with_own(examples, ["甲", "乙"]) == ["甲欠5千 乙欠3千二", "甲 1.2万"]
    assert with_own(examples, []) == examples
