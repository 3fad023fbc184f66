from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from handlers import due
from tests.handlers.desk import TODAY, Desk

WEEK: dict[str, Any] = {"from": TODAY, "to": date(2026, 12, 6)}


def owing(desk: Desk) -> int:
    """老周's 永盛 has 5,000 due on Saturday and 800 due in January; 小李's 宏达 7,000 due on Friday."""
    mine = desk.books.customer("永盛装饰", owner="wang")
    desk.books.debt(mine, 500_000, date(2026, 11, 5), date(2026, 12, 5))
    desk.books.debt(mine, 80_000, date(2026, 12, 1), date(2027, 1, 15))
    theirs = desk.books.customer("宏达五金", owner="qian")
    desk.books.debt(theirs, 700_000, date(2026, 11, 4), date(2026, 12, 4))
    return mine


def test_a_period_lists_the_speakers_own_items_by_day(desk: Desk) -> None:
    owing(desk)
    assert desk.asks(due.run, **WEEK).splitlines() == [
        "12月3日到12月6日到期1笔，共 5,000.00",
        "12月5日(周六) 永盛装饰 5,000.00 #1001",
    ]


def test_finance_sees_everybodys_and_may_ask_for_the_largest(desk: Desk) -> None:
    owing(desk)
    lines = desk.asks(due.run, by="li", order="amount_desc", **WEEK).splitlines()
    assert lines[0] == "12月3日到12月6日到期2笔，共 12,000.00"
    assert "宏达五金 7,000.00" in lines[1]
    assert len(desk.asks(due.run, by="li", top=1).splitlines()) == 2


def test_without_a_period_it_is_the_next_week(desk: Desk) -> None:
    owing(desk)
    assert desk.asks(due.run).startswith("12月3日到12月10日到期1笔")


def test_money_that_was_due_before_is_mentioned(desk: Desk) -> None:
    desk.books.debt(desk.books.customer(), 3_000_00, date(2026, 10, 1), date(2026, 11, 1))
    assert desk.asks(due.run).splitlines() == [
        "12月3日到12月10日没有到期的",
        "另有早该付的 3,000.00，说“谁超期了”",
    ]


def test_one_customer_lists_all_days_unless_a_period_is_named(desk: Desk) -> None:
    mine = owing(desk)
    assert "永盛装饰 到期2笔，共 5,800.00" in desk.asks(due.run, mine)
    one = desk.asks(due.run, mine, **WEEK)
    assert "永盛装饰 12月3日到12月6日到期1笔" in one
    assert "没有要到期的" in desk.asks(due.run, desk.books.customer("恒通"))


def test_a_long_list_says_what_it_leaves_out(desk: Desk) -> None:
    customer = desk.books.customer()
    for n in range(12):
        desk.books.debt(customer, 100_00, TODAY, TODAY + timedelta(days=n % 5))
    assert "还有2笔，共 200.00" in desk.asks(due.run)


def test_a_clerk_gets_no_list(desk: Desk) -> None:
    assert "看不了这个" in desk.asks(due.run, by="sun")


def test_a_colleagues_customer_is_not_shown(desk: Desk) -> None:
    assert "是老周的客户" in desk.asks(due.run, owing(desk), by="qian")
