"""抹零 without a sum, and money told beside something else."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def books(chat: Chat) -> Chat:
    chat.customer("张三建材")
    chat.customer("宏达五金")
    chat.says("zhou", "张三11月1号拿了23036 月底给")
    chat.says("zhou", "宏达11月1号拉的11000 账期10天")
    return chat


def test_an_odd_sum_that_is_not_wanted_settles_the_account_when_it_is_agreed(books: Chat) -> None:
    assert "差 36 元" in books.says("lijie", "张三打了23000 零头不要了")
    assert "抹掉 36.00" in books.says("lijie", "1")


def test_what_is_left_is_shown_before_it_is_dropped(books: Chat) -> None:
    books.says("lijie", "张三打了23000")
    assert "张三建材 还剩 36，抹掉吗？" in books.says("lijie", "抹个零")
    assert "抹零 36.00" in books.says("lijie", "1")


def test_what_is_no_odd_sum_is_not_offered(books: Chat) -> None:
    assert "多少钱" in books.says("lijie", "张三零头抹了")


def test_money_told_beside_a_denied_lateness_is_asked_about(books: Chat) -> None:
    assert "收到 11,000" in books.says("zhou", "宏达那个不是超期 昨天付了11000")
    assert "宏达五金 回款 11,000.00" in books.says("zhou", "1")


def test_money_that_came_from_another_changes_hands(books: Chat) -> None:
    books.says("lijie", "张三打了5000")
    assert "张三建材 → 宏达五金" in books.says("lijie", "张三的5000没到账 是宏达打的")


def test_our_own_debt_set_off_is_asked_about(books: Chat) -> None:
    assert "收到 3,000" in books.says("lijie", "宏达的货款用我们欠他的货款对冲3000")


def test_money_to_be_given_back_is_no_question_of_owed_or_received(books: Chat) -> None:
    assert "没有多付的钱可退" in books.says("lijie", "退给宏达3000")


def test_a_deposit_leaves_the_payment_that_waits_as_it_is(books: Chat) -> None:
    books.says("lijie", "张三打了23000 零头不要了")
    assert "张三建材 回款 23,000" in books.says("lijie", "张三定金500")


def test_a_difference_that_is_there_no_more_is_not_dropped(books: Chat) -> None:
    books.says("lijie", "张三打了23000 零头不要了")
    books.says("lijie", "张三定金500")
    answer = books.says("lijie", "1")
    assert "抹掉" not in answer
    assert "多付的 464.00" in answer
