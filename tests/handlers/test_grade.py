"""What follows from a grade: the days of new debts, a limit that goes with it, and its history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers import standing
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat

TODAY = date(2026, 12, 1)


@pytest.fixture
def customer(chat: Chat) -> int:
    return chat.customer("永盛装饰", grade="D", credit_limit=10_000_000)


def proposed(chat: Chat, customer: int) -> None:
    """Three things fell due in the last months, and none was paid."""
    for late in (200, 150, 120):
        due = TODAY - timedelta(days=late)
        chat.owes(customer, 1_000, due - timedelta(days=30), due)

    def look(uow: UnitOfWork) -> None:
        standing.look(uow, [customer], TODAY, with_grades=True)

    chat.database.write_now(look)


def test_a_new_debt_of_a_poor_grade_has_fewer_days(chat: Chat, customer: int) -> None:
    said = chat.says("zhou", "永盛拿了500的货")
    assert "12月11日" in said
    assert "按他的等级账期10天" in said


def test_a_day_that_was_said_or_terms_of_his_own_go_first(chat: Chat, customer: int) -> None:
    assert "12月31日" in chat.says("zhou", "永盛拿了500 月底给")
    chat.says("zhou", "永盛账期25天")
    assert "12月26日" in chat.says("zhou", "永盛拿了700的货")


def test_a_good_grade_keeps_the_companys_days(chat: Chat) -> None:
    chat.customer("华泰机电", grade="A")
    assert "12月31日" in chat.says("zhou", "华泰拿了500的货")


def test_the_manager_sets_the_days_of_a_grade(chat: Chat, customer: int) -> None:
    assert "D级客户新账 账期5天" in chat.says("zhao", "D级账期5天")
    assert "12月6日" in chat.says("zhou", "永盛拿了500的货")
    assert "D级" not in chat.says("zhou", "D级账期50天")


def test_an_accepted_grade_names_the_limit_that_goes_with_it(chat: Chat) -> None:
    customer = chat.customer("永盛装饰", grade="B", credit_limit=10_000_000)
    proposed(chat, customer)
    chat.says("zhao", "评级")
    decided = chat.says("zhao", "同意1")
    letter = chat.look(customer).grade
    assert letter in ("D", "E")
    assert f"定好了：永盛装饰 {letter}级" in decided
    assert "额度建议" in decided
    assert chat.look(customer).credit_limit == 10_000_000


def test_the_history_names_who_decided(chat: Chat) -> None:
    customer = chat.customer("永盛装饰", grade="B")
    assert "以前没改过" in chat.says("zhao", "永盛等级历史")
    proposed(chat, customer)
    chat.says("zhao", "评级")
    chat.says("zhao", "同意1")
    chat.clock.move(days=1)
    chat.says("zhao", "永盛 等级A")
    lines = chat.says("zhou", "永盛等级历史").splitlines()
    assert lines[0] == "永盛装饰 现在是A级"
    assert lines[1].endswith("→A（赵总）")
    assert lines[2].startswith("12月1日 B→")
