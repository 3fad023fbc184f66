"""“永盛坏账核销 5000”, in chat; what was written off is still claimed."""

from __future__ import annotations

import pytest

from storage.check import problems
from tests.handlers.cast import Chat


@pytest.fixture
def customer(chat: Chat) -> int:
    """永盛 owes 8,000."""
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠8000 月底")
    return customer


def test_sales_ask_and_the_manager_writes_it_off(chat: Chat, customer: int) -> None:
    assert "已问赵总" in chat.says("zhou", "永盛坏账核销 5000 老板跑了")
    assert chat.told("zhao").splitlines()[0] == "老周要坏账核销：永盛装饰 5,000.00（老板跑了）"
    assert chat.net(customer) == 800_000
    assert "账销案存，照样能要" in chat.says("zhao", "1")
    assert chat.net(customer) == 300_000
    assert "坏账核销了" in chat.told("zhou")


def test_the_managers_no_leaves_the_debt(chat: Chat, customer: int) -> None:
    chat.says("zhou", "永盛坏账核销 5000 破产了")
    assert "没同意" in chat.says("zhao", "不批")
    assert chat.net(customer) == 800_000


@pytest.mark.parametrize(("answer", "reason"), [("2", "破产注销"), ("厂子烧了", "厂子烧了")])
def test_a_reason_is_asked_for(chat: Chat, customer: int, answer: str, reason: str) -> None:
    assert "为什么核销" in chat.says("zhao", "永盛坏账核销 5000")
    assert f"（{reason}）" in chat.says("zhao", answer)
    chat.says("zhao", "1")
    assert chat.net(customer) == 300_000


def test_a_sum_is_asked_for(chat: Chat, customer: int) -> None:
    assert "全部 8,000.00" in chat.says("zhao", "永盛坏账核销 老板跑了")
    assert "8,000.00（老板跑了）" in chat.says("zhao", "1")
    chat.says("zhao", "1")
    assert chat.net(customer) == 0


def test_no_more_than_is_owed(chat: Chat, customer: int) -> None:
    assert "只欠 8,000.00" in chat.says("zhao", "永盛坏账核销 9000 老板跑了")


def test_two_persons_where_the_company_wants_them(chat: Chat, customer: int) -> None:
    chat.sets("write_off_two_persons", "true")
    chat.says("zhou", "永盛坏账核销 5000 老板跑了")
    assert "已问李姐" in chat.says("zhao", "1")
    assert chat.net(customer) == 800_000
    chat.says("lijie", "1")
    assert chat.net(customer) == 300_000


def test_later_money_is_a_recovery_and_the_books_hold(chat: Chat, customer: int) -> None:
    chat.says("zhao", "永盛坏账核销 5000 老板跑了")
    chat.says("zhao", "1")
    assert chat.says("lijie", "核销过的").splitlines()[1] == "1 永盛装饰 5,000.00（12月1日）"
    assert "还能要 3,000.00" in chat.says("zhou", "收回坏账 永盛 2000")
    assert chat.net(customer) == 300_000
    assert chat.says("lijie", "永盛核销过的").endswith("，收回 2,000.00")
    assert chat.database.read_now(lambda uow: list(problems(uow))) == []


def test_a_write_off_is_taken_back(chat: Chat, customer: int) -> None:
    chat.says("zhao", "永盛坏账核销 5000 老板跑了")
    chat.says("zhao", "1")
    assert chat.says("zhao", "撤销").startswith("撤销了")
    assert chat.net(customer) == 800_000
    assert chat.says("zhao", "核销过的") == "没有核销过的坏账"


def test_what_comes_beyond_the_claim_is_a_payment(chat: Chat, customer: int) -> None:
    chat.says("zhao", "永盛坏账核销 5000 老板跑了")
    chat.says("zhao", "1")
    assert "多的 1,000.00 当回款" in chat.says("zhou", "收回坏账 永盛 6000")
    assert chat.net(customer) == 200_000
    assert chat.database.read_now(lambda uow: list(problems(uow))) == []


def test_a_write_off_with_money_on_it_is_not_taken_back(chat: Chat, customer: int) -> None:
    chat.says("zhao", "永盛坏账核销 5000 老板跑了")
    chat.says("zhao", "1")
    chat.says("zhou", "收回坏账 永盛 2000")
    chat.says("zhao", "撤销")
    assert chat.net(customer) == 300_000
    assert chat.database.read_now(lambda uow: list(problems(uow))) == []


def test_a_number_of_his_debt_is_no_sum(chat: Chat, customer: int) -> None:
    assert chat.says("zhao", "永盛的1001核销掉 收不回来了").splitlines()[-1].startswith("1 全部 8,000.00")
    assert chat.net(customer) == 800_000


@pytest.mark.parametrize(
    ("words", "asked"),
    [("永盛坏账核销 -500 老板跑了", "核销多少？"), ("收回坏账 永盛 -200", "“-200”是多少钱？")],
)
def test_a_sum_below_nothing_is_asked_about(chat: Chat, customer: int, words: str, asked: str) -> None:
    assert asked in chat.says("zhao", words)
    assert chat.net(customer) == 800_000
