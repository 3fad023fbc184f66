"""A morning's lines beside what was asked since (P17)."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat
from tests.handlers.mornings import DUE, ISSUED, WANTED, ask, net, three_of


@pytest.fixture
def asked(chat: Chat) -> Chat:
    assert len(ask(three_of(chat))) == 1
    return chat


def debts(chat: Chat) -> list[int]:
    return [net(chat, name) for name in WANTED]


def test_an_option_copied_with_its_number_is_for_the_question_that_shows_it(asked: Chat) -> None:
    asked.says("zhou", "1")
    assert "永盛装饰 多少钱" in asked.says("zhou", "2其实付了")
    asked.says("zhou", "8000")
    assert debts(asked) == [0, 3_000, 5_000]


def test_another_line_is_answered_by_words_that_are_no_option_of_that_number(asked: Chat) -> None:
    asked.says("zhou", "1")
    assert asked.says("zhou", "3没回").startswith("记下了 ✓ 张三建材没回")
    assert "永盛装饰 多少钱" in asked.says("zhou", "2 其实付了")


def test_a_sum_behind_the_number_of_an_option_is_booked_for_nobody_else(asked: Chat) -> None:
    asked.says("zhou", "1")
    assert "永盛装饰" in asked.says("zhou", "2付了8000")
    assert net(asked, "宏达五金") == 3_000


@pytest.mark.parametrize("text", ["2其实付了", "3付了5000"])
def test_a_list_of_yesterday_does_not_take_what_is_said_to_the_question_of_today(
    asked: Chat, text: str
) -> None:
    asked.says("zhou", "1没付")
    asked.owes(asked.customer("华泰机电"), 900, ISSUED, DUE)
    asked.says("zhou", "华泰说今天付900")
    asked.says("zhou", "永盛月底付")
    asked.clock.move(days=1)
    [(_, text_asked)] = ask(asked)
    assert text_asked.startswith("华泰机电")
    asked.says("zhou", text)
    asked.says("zhou", "700")
    assert debts(asked) == [8_000, 3_000, 5_000]
