"""“钱到了告诉我”: money that somebody else booked is told to whom it concerns."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def books(chat: Chat) -> Chat:
    chat.customer("永盛装饰", owner="zhou")
    chat.says("zhou", "永盛欠9600 月底")
    return chat


def test_the_salesperson_hears_of_money_that_finance_booked(books: Chat) -> None:
    books.says("lijie", "永盛打了5000")
    assert books.told("zhou").splitlines()[:2] == ["到账了 ✓ 永盛装饰 5,000.00", "冲 #1001，余 4,600.00"]


def test_nobody_is_told_what_he_booked_himself(books: Chat) -> None:
    books.says("zhou", "永盛钱到了告诉我")
    books.says("zhou", "永盛打了5000")
    assert books.told("zhou") == ""


@pytest.mark.parametrize(
    "words", ["永盛钱到了告诉我", "永盛付款了通知我一声", "等永盛回款了提醒我", "永盛打钱了跟我说一声"]
)
def test_whoever_asked_hears_it_once(books: Chat, words: str) -> None:
    assert books.says("zhao", words).startswith("好，永盛装饰的钱一到账就告诉你")
    books.says("lijie", "永盛打了5000")
    assert books.told("zhao").startswith("到账了 ✓ 永盛装饰 5,000.00")
    books.says("lijie", "永盛现金又付了300")
    assert "300" not in books.told("zhao")


def test_what_was_asked_stands_among_the_reminders_and_can_be_taken_back(books: Chat) -> None:
    books.says("zhao", "永盛钱到了告诉我")
    assert "1 到账时 永盛钱到了告诉我" in books.says("zhao", "我的提醒")
    books.says("zhao", "取消提醒1")
    books.says("lijie", "永盛打了5000")
    assert books.told("zhao") == ""


def test_sums_of_a_colleagues_customer_are_not_promised(books: Chat) -> None:
    assert books.says("li", "永盛钱到了告诉我").startswith("永盛装饰是老周的客户")


def test_an_event_that_nobody_watches_is_not_promised_either(books: Chat) -> None:
    assert books.says("zhou", "永盛下单了告诉我").startswith("没记。哪天提醒你？")


def test_asked_twice_it_is_taken_back_with_one_word(books: Chat) -> None:
    books.says("zhou", "永盛钱到了告诉我")
    books.says("zhou", "永盛钱到了告诉我")
    books.says("zhou", "撤销")
    assert "到账时" not in books.says("zhou", "我的提醒")


def test_who_gave_the_customer_away_hears_no_sums_of_his(books: Chat) -> None:
    books.says("zhou", "永盛钱到了告诉我")
    books.says("zhao", "永盛转给小李")
    books.told("zhou")
    books.says("lijie", "永盛打了5000")
    assert books.told("zhou") == ""
