from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers import statement
from tests.handlers.desk import TODAY, Desk


def account(desk: Desk) -> int:
    customer = desk.books.customer("永盛装饰", owner="wang")
    desk.books.debt(customer, 3_200_000, date(2026, 10, 10))
    desk.books.debt(customer, 1_200_000, date(2026, 11, 5))
    desk.books.payment(customer, 800_000, date(2026, 11, 20))
    return customer


def test_it_can_be_forwarded_as_it_is(desk: Desk) -> None:
    text = desk.asks(statement.run, account(desk), month=11)
    assert text.splitlines() == [
        "永盛装饰 对账单",
        "2026年11月1日至11月30日",
        "期初 32,000.00",
        "11月5日 货款 #1002 +12,000.00",
        "11月20日 付款 -8,000.00",
        "期末应付 36,000.00",
        "请您核对，有出入随时说，谢谢。老周",
    ]
    assert not any(word in text for word in ("欠", "逾期", "催"))


@pytest.mark.parametrize(
    ("extra", "today", "expected"),
    [
        ({}, date(2026, 12, 3), (date(2026, 11, 1), date(2026, 11, 30))),
        ({}, date(2026, 12, 9), (date(2026, 12, 1), date(2026, 12, 31))),
        ({"month": 12}, date(2026, 12, 3), (date(2026, 12, 1), date(2026, 12, 31))),
        ({"month": 2}, date(2026, 1, 9), (date(2025, 2, 1), date(2025, 2, 28))),
        ({"months": [12, 1]}, date(2026, 1, 9), (date(2025, 12, 1), date(2026, 1, 31))),
        (
            {"period_from": date(2026, 11, 3), "period_to": date(2026, 11, 9)},
            date(2026, 12, 3),
            (date(2026, 11, 3), date(2026, 11, 9)),
        ),
    ],
)
def test_the_period(extra: dict[str, Any], today: date, expected: tuple[date, date]) -> None:
    assert statement.period(extra, today) == expected


def test_many_movements_are_added_up(desk: Desk) -> None:
    customer = account(desk)
    for _ in range(11):
        desk.books.debt(customer, 100_00, TODAY)
    text = desk.asks(statement.run, customer, month=12)
    assert "共11笔往来：\n货款 11笔 +1,100.00" in text
    assert "期末应付 37,100.00" in text


def test_a_quiet_month_and_money_ahead(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    desk.books.payment(customer, 500_00, date(2026, 11, 1))
    text = desk.asks(statement.run, customer, month=12)
    assert "期初 预付 500.00\n这段日子没有往来\n期末应付 预付 500.00" in text


def test_a_new_customer_is_settled_with_this_month(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    desk.books.debt(customer, 100_00, TODAY)
    assert "2026年12月1日至12月3日\n期初 0.00\n12月3日 货款" in desk.asks(statement.run, customer)


def test_a_period_to_come_has_no_statement(desk: Desk) -> None:
    days: dict[str, Any] = {"period_from": date(2027, 1, 1), "period_to": date(2027, 1, 31)}
    assert "1月1日还没到" in desk.asks(statement.run, account(desk), **days)


def test_a_return_has_its_own_word(desk: Desk) -> None:
    customer = account(desk)
    desk.books.run(
        lambda uow: uow.journal.credit(
            "credit_note",
            customer_id=customer,
            amount=126_000,
            effective_on=TODAY,
            actor="wang",
            reason="return",
        )
    )
    assert "12月3日 退货 -1,260.00" in desk.asks(statement.run, customer, month=12)


def test_a_colleagues_customer_has_none(desk: Desk) -> None:
    assert "是老周的客户" in desk.asks(statement.run, account(desk), by="qian")
