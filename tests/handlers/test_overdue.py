from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers import overdue
from tests.handlers.cast import Chat
from tests.handlers.desk import TODAY, Desk


def late(desk: Desk, name: str, fen: int, days: int, owner: str = "wang") -> int:
    customer = desk.books.customer(name, owner=owner)
    due = TODAY - timedelta(days=days)
    desk.books.debt(customer, fen, due - timedelta(days=30), due)
    return customer


def test_who_is_late_largest_first(desk: Desk) -> None:
    late(desk, "永盛装饰", 3_200_000, 32)
    late(desk, "宏达五金", 5_000_000, 3)
    assert desk.asks(overdue.run).splitlines() == [
        "超期 2家，共 82,000.00",
        "1 宏达五金 50,000.00 超3天",
        "2 永盛装饰 32,000.00 超32天",
    ]


def test_by_days_the_longest_comes_first(desk: Desk) -> None:
    late(desk, "永盛装饰", 3_200_000, 62)
    late(desk, "宏达五金", 5_000_000, 33)
    late(desk, "恒通电器", 9_000_000, 29)
    lines = desk.asks(overdue.run, days_over=30).splitlines()
    assert lines[0] == "超期30天以上 2家，共 82,000.00"
    assert lines[1].startswith("1 永盛装饰")


def test_by_amount_and_by_top(desk: Desk) -> None:
    late(desk, "永盛装饰", 3_200_000, 62)
    late(desk, "宏达五金", 90_000, 33)
    assert desk.asks(overdue.run, min_amount="10000").startswith("超期1万以上 1家，共 32,000.00")
    assert "1 宏达五金" in desk.asks(overdue.run, order="amount_asc", top=1)


def test_the_manager_sees_his_people_with_their_names_in_ten_thousands(desk: Desk) -> None:
    late(desk, "永盛装饰", 3_200_000, 32)
    late(desk, "宏达五金", 5_000_000, 3, owner="qian")
    text = desk.asks(overdue.run, by="zhao")
    assert "超期 2家，共 8.2万" in text
    assert "1 宏达五金 5万 超3天 小李" in text


def test_the_eleventh_is_counted(desk: Desk) -> None:
    for n in range(12):
        late(desk, f"客户{n}", 100_00, 5)
    assert "还有2家，共 200.00" in desk.asks(overdue.run)


def test_one_customer_lists_what_is_late(desk: Desk) -> None:
    customer = late(desk, "永盛装饰", 3_200_000, 32)
    desk.books.debt(customer, 100_00, TODAY)
    assert desk.asks(overdue.run, customer).splitlines() == [
        "永盛装饰 超期 32,000.00，最久32天，净欠共 32,100.00",
        "#1001 32,000.00 11月1日到期，超32天",
    ]


def test_due_today_is_not_late(desk: Desk) -> None:
    customer = late(desk, "永盛装饰", 3_200_000, 0)
    assert desk.asks(overdue.run) == "你的客户没有超期的"
    assert desk.asks(overdue.run, customer) == "永盛装饰 没有超期的，净欠 32,000.00"


def test_others_are_not_shown(desk: Desk) -> None:
    customer = late(desk, "永盛装饰", 3_200_000, 32)
    assert "32,000" not in desk.asks(overdue.run, by="qian")
    assert "是老周的客户" in desk.asks(overdue.run, customer, by="qian")
    assert "看不了这个" in desk.asks(overdue.run, by="wu")


def test_two_items_say_that_the_oldest_is_meant(desk: Desk) -> None:
    customer = late(desk, "永盛装饰", 3_200_000, 32)
    desk.books.debt(customer, 100_00, date(2026, 10, 1), date(2026, 12, 1))
    assert "1 永盛装饰 32,100.00 最久超32天" in desk.asks(overdue.run)


def test_what_was_late_on_a_day_gone_by_is_told_as_of_then(desk: Desk) -> None:
    late(desk, "永盛装饰", 3_200_000, 62)
    late(desk, "宏达五金", 90_000, 3)
    then = TODAY - timedelta(days=33)
    answer = desk.asks(overdue.run, as_of=then)
    assert "超期 32,000.00" in answer
    assert f"{then.month}月{then.day}日" in answer


@pytest.mark.parametrize("name", ["小李", "老周"])
def test_what_a_colleague_looks_after_is_his_alone(chat: Chat, name: str) -> None:
    chat.customer("李四", owner="zhou")  # whom 小李 might mean, too
    chat.customer("宏达五金", owner="li")
    chat.says("zhou", "李四欠2000 月底")
    chat.says("li", "宏达欠3000 月底")
    owed = {"小李": "3,000", "老周": "2,000"}[name]
    for asked in (f"{name}手上还有多少没收回来", f"{name}欠多少"):
        assert chat.says("zhao", asked).startswith(f"{name}名下净欠 {owed}，")
    assert chat.says("zhao", f"{name}的超期有哪些") == f"{name}名下没有超期的"
    assert "不归你看" in chat.says({"小李": "zhou", "老周": "li"}[name], f"{name}手上还有多少没收回来")
