from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers import story
from handlers.story import Situation, advice
from tests.handlers.desk import TODAY, Desk


def test_a_customer_in_six_lines(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    for month in (7, 8, 9):
        issued = date(2026, month, 1)
        desk.books.debt(customer, 1_000_000, issued, issued + timedelta(days=30))
        desk.books.payment(customer, 1_000_000, issued + timedelta(days=39))
    desk.books.debt(customer, 3_200_000, date(2026, 10, 1), date(2026, 11, 1))
    desk.books.run(lambda uow: uow.customers.update(customer, credit_limit=10_000_000))
    assert desk.asks(story.run, customer, by="zhao").splitlines() == [
        "永盛装饰 净欠 3.2万，其中超期 3.2万",
        "最久的 #1007 超32天；平时晚9天付",
        "上次付款 10月10日 1万",
        "没记过说好哪天付",
        "额度 10万，已用32%",
        "建议：比平时拖得久，让老周去一趟",
    ]


def test_a_new_customer_has_a_story_too(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    desk.books.debt(customer, 1_000_00, TODAY)
    text = desk.asks(story.run, customer)
    assert "净欠 1,000.00，超期 0" in text
    assert "没有超期的；还看不出习惯\n还没付过款" in text
    assert "没设额度\n建议：正常" in text


def test_who_has_to_go_himself_is_not_told_to_send_himself(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    desk.books.debt(customer, 3_200_000, date(2026, 10, 1), date(2026, 11, 20))
    assert desk.asks(story.run, customer).endswith("建议：打个电话催一下")
    assert desk.asks(story.run, customer, by="zhao").endswith("建议：让老周打个电话催一下")


def test_a_payment_taken_back_is_not_the_last_one(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    paid = desk.books.payment(customer, 100_00, date(2026, 11, 1))
    desk.books.run(lambda uow: uow.journal.reverse(paid.entry.id, reason="mistake", actor="wang"))
    assert "还没付过款" in desk.asks(story.run, customer)


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (Situation(net=0, overdue=0, days_late=0, usual_days=None, limit=None), "clear"),
        (Situation(net=100, overdue=100, days_late=91, usual_days=90, limit=None), "letter"),
        (Situation(net=101, overdue=0, days_late=0, usual_days=None, limit=100), "stop"),
        (Situation(net=100, overdue=100, days_late=25, usual_days=9, limit=None), "visit"),
        (Situation(net=100, overdue=100, days_late=24, usual_days=9, limit=None), "call"),
        (Situation(net=90, overdue=0, days_late=0, usual_days=None, limit=100), "near_limit"),
        (Situation(net=89, overdue=0, days_late=0, usual_days=None, limit=100), "wait"),
    ],
)
def test_the_gravest_advice_comes_first(situation: Situation, expected: str) -> None:
    assert advice(situation) == expected


def test_only_who_may_hear_it(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    assert "是老周的客户" in desk.asks(story.run, customer, by="qian")
