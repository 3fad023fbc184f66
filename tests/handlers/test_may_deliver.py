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
        ("放3万", "可以装3万以内：永盛装饰，赵总批的，今天有效。"),
        ("放行", "可以装5万以内：永盛装饰，赵总批的，今天有效。"),
        ("1", "可以装5万以内：永盛装饰，赵总批的，今天有效。"),
        ("不批", "别装：永盛装饰，赵总没批。"),
        ("2", "别装：永盛装饰，赵总没批。"),
        ("放0", "别装：永盛装饰，赵总没批。"),
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


def test_goods_of_today_within_what_was_let_go_are_approved(chat: Chat, near_the_limit: int) -> None:
    chat.says("wu", "永盛来拉5万 能装车吗")
    chat.says("zhao", "放3万5")
    assert chat.says("wu", "永盛来拉3万5 能装车吗").startswith("可以装")
    chat.clock.move(minutes=10)
    assert "超额度未批" not in chat.says("zhou", "永盛拿了35000瓷砖 月底")
    chat.clock.move(minutes=10)
    assert "超额度未批" in chat.says("zhou", "永盛又拿了1000瓷砖 月底")


def test_what_was_let_go_ends_with_the_day(chat: Chat, near_the_limit: int) -> None:
    chat.says("wu", "永盛来拉5万 能装车吗")
    chat.says("zhao", "放行")
    chat.clock.move(days=1)
    assert chat.says("wu", "永盛来拉5万 能装车吗").startswith("先别装：超额度2万")


def test_a_stopped_customer_gets_nothing_until_it_is_lifted(chat: Chat, near_the_limit: int) -> None:
    chat.says("zhao", "永盛停货")
    assert chat.says("wu", "永盛来拉1万 能装车吗") == "先别装：停货了。要装先请赵总恢复发货。"
    assert chat.told("zhao") == ""


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("超额度发货改成只提醒", "可以装，不过永盛装饰超额度2万。"),
        ("超额度发货改成不放", "先别装：超额度2万。公司定了不放。"),
        ("超额度发货改成要批", "先别装：超额度2万，已问赵总。"),
    ],
)
def test_what_follows_is_set_in_chat(chat: Chat, near_the_limit: int, words: str, answer: str) -> None:
    chat.sets("delivery_over_limit", "warn" if "要批" in words else "approve")
    assert chat.says("zhao", words).startswith("改好了")
    assert chat.says("wu", "永盛来拉5万 能装车吗") == answer


def test_some_days_overdue_may_be_let_pass(chat: Chat, near_the_limit: int) -> None:
    assert "7天" in chat.says("zhao", "超期发货天数改成7")
    chat.clock.move(days=33)  # the end of the month is three days gone
    assert chat.says("zhou", "永盛能发吗") == "可以装：永盛装饰没有超期太久的，额度还够。3万以内。"


def test_goods_already_gone_are_booked_and_the_manager_hears(chat: Chat, near_the_limit: int) -> None:
    chat.clock.move(minutes=10)
    assert "超额度未批" in chat.says("zhou", "永盛拿了5万瓷砖 月底")
    assert chat.told("zhao").splitlines()[0] == "永盛装饰 超额度未批"
    assert chat.net(near_the_limit) == 11_960_000
