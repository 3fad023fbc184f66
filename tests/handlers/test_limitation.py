"""The limitation clock in chat: until when, what restarts it, and the stamped statement that comes back."""

from __future__ import annotations

from datetime import date

import pytest

from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat

DUE = date(2024, 1, 10)


@pytest.fixture
def customer(chat: Chat) -> int:
    """永盛 owes 8,000 since January 2024: the clock ends on 10 January 2027, in 40 days."""
    customer = chat.customer("永盛装饰")
    chat.owes(customer, 8_000, date(2023, 12, 1), DUE)
    return customer


def test_the_clock_runs_three_years_from_the_due_day(chat: Chat, customer: int) -> None:
    shown = chat.says("zhou", "永盛诉讼时效到什么时候").splitlines()
    assert shown[1] == "#1001 8,000 到2027年1月10日，还剩40天（2024年1月10日到期起算）"
    assert "盖章对账单" in shown[2]


def test_a_payment_starts_it_again(chat: Chat, customer: int) -> None:
    chat.says("zhou", "永盛昨天打了1000")
    assert "到2029年11月30日（11月30日付过款）" in chat.says("zhou", "永盛时效")


def test_the_stamped_statement_that_comes_back_starts_it_again(chat: Chat, customer: int) -> None:
    chat.says("zhou", "永盛11月对账单")
    heard = chat.sends("zhou", "image", media_id="m1")
    assert heard.startswith("已存为永盛装饰11月对账相符。诉讼时效从今天重新算3年。")
    assert "到2029年12月1日（12月1日盖章对账）" in chat.says("lijie", "永盛诉讼时效")
    assert [
        kept.media_id
        for kept in chat.database.read_now(lambda uow: uow.attachments.of(f"customer:{customer}"))
    ] == ["m1"]


def test_it_is_taken_back(chat: Chat, customer: int) -> None:
    chat.says("zhou", "永盛对账单")
    chat.sends("zhou", "image", media_id="m1")
    assert "时效还按原来的算" in chat.says("zhou", "撤销")
    assert "2027年1月10日" in chat.says("zhou", "永盛时效")


def test_days_later_a_picture_is_asked_about(chat: Chat, customer: int) -> None:
    chat.says("zhou", "永盛11月对账单")
    chat.clock.move(days=3)
    assert "是永盛装饰11月盖好章的对账单吗" in chat.sends("zhou", "image", media_id="m1")
    assert "重新算3年" in chat.says("zhou", "1")


def test_another_picture_stays_a_picture(chat: Chat, customer: int) -> None:
    chat.says("zhou", "永盛11月对账单")
    chat.clock.move(days=3)
    chat.sends("zhou", "image", media_id="m1")
    chat.says("zhou", "3")
    assert "2027年1月10日" in chat.says("zhou", "永盛时效")


def test_a_picture_of_what_was_just_booked_is_its_own(chat: Chat, customer: int) -> None:
    chat.says("zhou", "永盛11月对账单")
    chat.says("zhou", "永盛拿了500 月底给")
    chat.sends("zhou", "image", media_id="m1")
    assert "#1001 8,000 到2027年1月10日" in chat.says("zhou", "永盛时效")


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("永盛对账单盖章了", "盖章对账"),
        ("永盛昨天写了还款计划", "写过还款计划"),
        ("永盛签收了催款函", "催款函"),
        ("起诉永盛了", "起诉"),
    ],
)
def test_what_restarts_it_can_be_said(chat: Chat, customer: int, said: str, cause: str) -> None:
    assert "重新算3年" in chat.says("zhou", said)
    assert cause in chat.says("zhou", "永盛时效")


@pytest.mark.parametrize(
    "said",
    [
        "永盛对账单还没盖章",
        "准备起诉永盛",
        "永盛签收了送货单",
        "永盛要起诉吗",
        "麻烦永盛把对账单盖章",
        "喊永盛把对账单签回",
        "永盛对账单明天盖章",
        "永盛对账单盖章一下",
        "建议起诉永盛",
    ],
)
def test_what_has_not_happened_restarts_nothing(chat: Chat, customer: int, said: str) -> None:
    chat.says("zhou", said)
    assert "2027年1月10日" in chat.says("zhou", "永盛时效")


def test_after_the_end_only_an_agreement_counts(chat: Chat, customer: int) -> None:
    chat.clock.move(days=60)
    assert "过了的只有对方再认账才算" in chat.says("zhou", "永盛时效")
    chat.says("zhou", "永盛签收了催款函")
    assert "已过" in chat.says("zhou", "永盛时效")
    assert "重新算3年" in chat.says("zhou", "永盛对账单盖章了")


def test_those_that_end_soon_are_listed_for_who_may_see_them(chat: Chat, customer: int) -> None:
    assert "1 永盛装饰 #1001 8,000 到2027年1月10日" in chat.says("zhao", "哪些快过时效")
    assert "没有" in chat.says("li", "哪些快过时效")
    assert "8,000" not in chat.says("wu", "哪些快过时效")


def test_a_text_that_was_passed_on_counts_as_a_demand(chat: Chat, customer: int) -> None:
    def passed_on(uow: UnitOfWork) -> None:
        words = "永盛装饰您好，货款8,000.00元约定1月10日付，已经到期，麻烦您本周付清。"
        uow.follow_ups.add("sent", noted_by="zhou", customer_id=customer, words=words)

    chat.database.write_now(passed_on)
    assert "发过催款话术" in chat.says("zhou", "永盛时效")


def test_a_proof_speaks_of_what_was_owed_then(chat: Chat, customer: int) -> None:
    chat.says("zhou", "永盛对账单盖章了")
    chat.owes(customer, 500, date(2023, 11, 1), date(2024, 2, 1))
    shown = chat.says("zhou", "永盛时效")
    assert "#1002 500 到2027年2月1日" in shown
    assert "#1001 8,000 到2029年12月1日" in shown
