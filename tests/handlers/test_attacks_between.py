"""What changed between the question and the answer: roles, settings, sums that were shown, money that waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat


@pytest.fixture
def owing(chat: Chat) -> int:
    """永盛 owes 12,036 as #1001."""
    customer = chat.customer("永盛装饰", "zhou")
    chat.says("zhou", "永盛拿了12036 月底给")
    return customer


def becomes(chat: Chat, who: str, role: str) -> None:
    def write(uow: UnitOfWork) -> None:
        person = uow.staff.get(who)
        assert person is not None
        uow.staff.put(replace(person, role=role))

    chat.database.write_now(write)


@pytest.mark.parametrize(
    ("asks", "hours", "judge"),
    [("永盛额度改成5万", 0, "zhao"), ("撤销", 30, "lijie"), ("#1001 改成5000", 0, "lijie")],
)
def test_a_judge_who_lost_his_role_decides_nothing(
    chat: Chat, owing: int, asks: str, hours: int, judge: str
) -> None:
    chat.clock.move(hours=hours)
    asker = "li" if asks.startswith("#") else "zhou"
    chat.says(asker, asks)
    assert "1 同意 2 不同意" in chat.told(judge)
    becomes(chat, judge, "sales")
    assert chat.says(judge, "1").startswith("没动。这件事现在不归你点头")
    assert chat.told(asker).startswith("没办成")
    assert chat.net(owing) == 1_203_600
    assert chat.look(owing).credit_limit is None


def test_a_discount_above_the_limit_is_not_dropped_by_the_word_that_money_came(
    chat: Chat, owing: int
) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.says("zhou", "永盛结清了 微信11700")
    assert "到账时再问" in chat.says("zhou", "1")
    chat.says("lijie", "待到账")
    chat.says("lijie", "都到了")
    assert chat.net(owing) == 33_600
    assert "抹零 336.00，行吗" in chat.told("lijie")
    chat.says("lijie", "1")
    assert chat.net(owing) == 0


def test_a_discount_that_is_only_asked_for_is_not_called_dropped(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛结清了 微信11700")
    assert "抹掉" not in chat.says("zhou", "1")
    becomes(chat, "lijie", "sales")
    assert chat.says("lijie", "1").startswith("没记，这件事现在不归你点头")
    assert chat.net(owing) == 33_600


def test_money_changed_since_the_list_is_shown_again_before_it_is_confirmed(chat: Chat, owing: int) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.says("zhou", "永盛打了500")
    chat.says("lijie", "待到账")
    chat.says("zhou", "#1002 改成5000")
    answer = chat.says("lijie", "1到了")
    assert answer.startswith("1 刚改过，没动")
    assert "5,000.00" in answer
    assert chat.net(owing) == 1_203_600
    chat.says("lijie", "1到了")
    assert chat.net(owing) == 703_600


def test_money_withdrawn_since_the_list_moves_no_other_line_up(chat: Chat, owing: int) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.says("zhou", "永盛打了500")
    chat.clock.move(minutes=6)
    chat.says("zhou", "永盛打了700")
    chat.says("lijie", "待到账")
    chat.says("zhou", "撤销 #1002")
    assert chat.says("lijie", "1到了").startswith("1 早处理过了；2 继续等")
    assert chat.net(owing) == 1_203_600


def test_another_days_draft_is_not_replaced_by_a_new_sentence(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛欠几千")
    chat.clock.move(days=1)
    assert "还有1笔没记" in chat.says("zhou", "永盛欠5000 月底")
    chat.says("zhou", "3000")
    assert chat.net(owing) == 2_003_600


def test_one_report_sent_twice_is_shown_to_its_owner_as_one(chat: Chat, owing: int) -> None:
    for _ in range(2):
        chat.says("li", "永盛拿了800 月底给")
    chat.says("zhou", "1")
    assert "同一笔" in chat.says("zhou", "1")
    assert chat.says("zhou", "1").startswith("记好了")
    for _ in range(2):
        chat.clock.move(minutes=20)
        chat.says("zhou", "1")
    assert chat.net(owing) == 1_283_600


def test_a_settled_record_named_by_number_takes_no_sum_that_looks_like_it(chat: Chat, owing: int) -> None:
    chat.says("zhou", "收到永盛12036")
    chat.clock.move(minutes=6)
    chat.says("zhou", "永盛拿了1001 月底给")
    chat.clock.move(minutes=6)
    assert chat.says("zhou", "收到永盛500 抵 #1001").startswith("先没记")


def test_a_return_above_any_one_debt_leaves_none_open(chat: Chat, owing: int) -> None:
    assert "#1001" in chat.says("zhou", "永盛退了13000")
    assert "净欠" not in chat.says("zhou", "永盛")
    assert chat.net(owing) == -96_400


def test_the_story_tells_what_was_promised(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说下周五付3000")
    assert "说好12月11日付 3,000.00" in chat.says("zhou", "永盛怎么回事")
    chat.clock.move(days=14)
    assert "，过了4天" in chat.says("zhao", "永盛怎么回事")
