"""Money booked to another debt than the one that was meant."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def books(chat: Chat) -> Chat:
    chat.customer("永盛装饰", owner="zhou")
    chat.says("zhou", "永盛7月8号拿了5000 月底给")
    chat.says("zhou", "永盛10月8号拿了6000 下月底给")
    chat.says("zhou", "永盛打了2000")
    return chat


@pytest.mark.parametrize(
    "words",
    [
        "刚才那笔是还10月那单的",
        "永盛那2000是付#1002的",
        "永盛刚才那笔冲错了，应该冲10月那单",
        "上面那笔应该冲1002那单",
        "刚才那笔改冲#1002",
    ],
)
def test_it_goes_where_it_was_meant_to(books: Chat, words: str) -> None:
    assert books.says("zhou", words).splitlines() == [
        "改好了 ✓ 永盛装饰 回款 2,000.00：冲 #1002，余 4,000.00",
        "净欠 9,000.00，超期 0",
    ]


def test_where_no_debt_is_named_it_is_asked_with_what_is_open(books: Chat) -> None:
    assert books.says("zhou", "永盛2000冲错了").splitlines() == [
        "先不动。永盛装饰 回款 2,000.00 该冲哪笔？",
        "1 #1001 还欠 3,000.00",
        "2 #1002 还欠 6,000.00",
        "3 不冲，先存着",
    ]
    assert "#1002，余 4,000.00" in books.says("zhou", "1002")


def test_a_deposit_is_kept_for_what_comes(books: Chat) -> None:
    books.says("zhou", "永盛2000冲错了")
    assert "先存着，不冲账" in books.says("zhou", "3")
    assert "#1001 5,000.00" in books.says("zhou", "永盛欠多少")


def test_what_is_over_goes_to_the_oldest(books: Chat) -> None:
    books.says("zhou", "永盛微信又付了7000")
    books.says("zhou", "2")
    assert "#1002 结清" in books.says("zhou", "永盛那7000是还10月那单的")


def test_another_sum_than_was_booked_moves_nothing(books: Chat) -> None:
    assert books.says("zhou", "永盛定金500冲错了").startswith("没改。")
    assert "#1001 3,000.00" in books.says("zhou", "永盛欠多少")


def test_money_that_waits_for_finance_is_booked_there_when_it_comes(chat: Chat) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.customer("永盛装饰", owner="zhou")
    chat.says("zhou", "永盛7月8号拿了5000 月底给")
    chat.says("zhou", "永盛10月8号拿了6000 下月底给")
    chat.says("zhou", "永盛打了2000")
    assert "到账后冲 #1002" in chat.says("zhou", "刚才那笔是还10月那单的")
    chat.says("lijie", "待到账")
    chat.says("lijie", "都到了")
    assert "#1002 4,000.00" in chat.says("zhou", "永盛欠多少")


@pytest.mark.parametrize(
    "words",
    [
        "永盛10月那单是月底付的",
        "永盛那单是付清的",
        "那笔应该付了吧",
        "永盛那笔还了5000",
        "永盛那单下月底要付货款",
        "永盛那笔应该付5000",
        "刚才那笔应该付12月底",
        "永盛那单应该付到12月底",
        "刚才永盛那笔应该冲宏达那单",
    ],
)
def test_other_words_about_paying_move_nothing(books: Chat, words: str) -> None:
    assert "改好了" not in books.says("zhou", words)
    assert "#1001 3,000.00" in books.says("zhou", "永盛欠多少")


@pytest.mark.parametrize("words", ["永盛刚才又打了2000 是付10月的", "永盛刚才微信转了2000要冲10月那单"])
def test_the_same_sum_once_more_is_not_the_booked_one(books: Chat, words: str) -> None:
    assert "改好了" not in books.says("zhou", words)


@pytest.mark.parametrize(
    "words", ["永盛那2000是预付下一批的货款，不是还之前的", "永盛刚才那2000是定金", "刚才那笔算定金"]
)
def test_money_paid_ahead_is_kept(books: Chat, words: str) -> None:
    assert "先存着，不冲账" in books.says("zhou", words)
    assert "#1001 5,000.00" in books.says("zhou", "永盛欠多少")


def test_a_deposit_that_was_not_booked_is_a_payment(books: Chat) -> None:
    assert books.says("zhou", "永盛微信付了500定金").startswith(("永盛装饰 回款 500.00", "先没记。刚记过"))


def test_finance_says_it_of_money_that_sales_reported(books: Chat) -> None:
    assert "先存着，不冲账" in books.says("lijie", "永盛那2000是定金")


def test_what_finance_confirmed_is_finances_to_move(books: Chat) -> None:
    books.sets("confirmation_of_receipts", "true")
    books.says("zhou", "永盛微信又打了700")
    books.says("zhou", "2")
    assert books.says("zhou", "永盛那700是定金").startswith("先不动。永盛装饰 700.00 还没到账")
    books.says("lijie", "待到账")
    books.says("lijie", "都到了")
    assert books.says("zhou", "永盛那700是定金").startswith("没动。#1004 财务确认过了")
    assert "先存着，不冲账" in books.says("lijie", "永盛那700是定金")


def test_confirmed_by_finance_since_it_was_asked_it_is_finances(chat: Chat) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.customer("永盛装饰", owner="zhou")
    chat.says("zhou", "永盛10月8号拿了6000 下月底给")
    chat.says("zhou", "永盛打了2000")
    chat.says("zhou", "永盛2000冲错了")
    chat.says("lijie", "待到账")
    chat.says("lijie", "都到了")
    assert "改好了" not in chat.says("zhou", "1001")


@pytest.mark.parametrize(
    "words", ["那批货是付款提货的", "那边要冲账", "那车是结7月的账", "刚才那个单子应该付4000"]
)
def test_goods_and_places_are_no_money(books: Chat, words: str) -> None:
    assert "冲" not in books.says("zhou", words)


def test_a_move_is_not_taken_back_as_the_payment_itself(books: Chat) -> None:
    books.says("zhou", "永盛那2000是付#1002的")
    assert books.says("zhou", "撤销").startswith("这笔回款没动")
    books.says("zhou", "刚才那笔应该冲#1001")
    assert "#1001 3,000.00" in books.says("zhou", "永盛欠多少")


def test_money_of_a_colleagues_customer_is_not_his_to_move(books: Chat) -> None:
    assert books.says("li", "永盛那2000冲错了").startswith("永盛装饰是老周的客户")
