"""“能装车吗”, in chat."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def near_the_limit(chat: Chat) -> int:
    """永盛, limit 100,000, owes 69,600."""
    customer = chat.customer("永盛装饰", credit_limit=10_000_000)
    chat.says("zhou", "永盛欠69600 月底")
    chat.told("zhao")
    return customer


def test_within_the_limit_it_is_yes(chat: Chat, near_the_limit: int) -> None:
    assert chat.says("wu", "永盛来拉3万 能装车吗") == "可以装：永盛装饰没有超期，额度还够。"


def test_over_the_limit_it_is_no_and_the_approver_is_asked(chat: Chat, near_the_limit: int) -> None:
    assert chat.says("wu", "永盛来拉5万 能装车吗") == "先别装：超额度2万，已问赵总。"
    assert chat.told("zhao") == "老吴问：永盛装饰来拉5万能装吗？\n超额度2万\n1 放行 2 不放，或“放3万”"


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("放3万", "可以装3万以内，赵总批的，今天有效。"),
        ("放行", "可以装5万以内，赵总批的，今天有效。"),
        ("1", "可以装5万以内，赵总批的，今天有效。"),
        ("不批", "别装：永盛装饰，赵总没批。"),
        ("2", "别装：永盛装饰，赵总没批。"),
    ],
)
def test_the_approver_lets_go_all_a_part_or_nothing(
    chat: Chat, near_the_limit: int, word: str, told: str
) -> None:
    chat.says("wu", "永盛来拉5万 能装车吗")
    chat.says("zhao", word)
    assert chat.told("wu") == told


def test_a_word_the_next_day_lets_nothing_go(chat: Chat, near_the_limit: int) -> None:
    chat.says("wu", "永盛来拉5万 能装车吗")
    chat.clock.move(days=1)
    assert "过了不算" in chat.says("zhao", "放行")
    assert chat.told("wu") == ""


def test_overdue_money_is_a_reason(chat: Chat, near_the_limit: int) -> None:
    chat.clock.move(days=40)
    assert chat.says("zhou", "永盛能发吗") == "先别装：有超期7万，已问赵总。"


def test_somebody_elses_yes_is_no_approval(chat: Chat, near_the_limit: int) -> None:
    chat.says("wu", "永盛来拉5万 能装车吗")
    assert chat.says("li", "放行") == ""
    assert chat.told("wu") == ""
