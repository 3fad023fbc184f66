"""What one hears from a customer, in chat."""

from __future__ import annotations

import pytest

from storage.follow_ups import FollowUpView
from tests.handlers.cast import Chat


def kept(chat: Chat, customer: int) -> list[FollowUpView]:
    return list(chat.database.read_now(lambda uow: uow.follow_ups.of_customer(customer)))


def test_a_visit_is_noted(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("zhou", "拜访了永盛").startswith("记下了 ✓ 永盛装饰")
    assert [(one.kind, one.channel) for one in kept(chat, customer)] == [("note", "visit")]


def test_nobody_answering_offers_a_reminder(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("zhou", "永盛电话没人接").endswith("明天再打？说“明天提醒我打给永盛装饰”")
    assert [one.channel for one in kept(chat, customer)] == ["phone"]


def test_a_visit_with_a_word_is_a_follow_up_and_a_promise(chat: Chat) -> None:
    customer = chat.customer("宏达五金")
    chat.says("zhou", "宏达欠5千 12月5日")
    assert chat.says("zhou", "今天上门拜访了宏达，王总答应月底付").startswith(
        "记下了 ✓ 宏达五金王总说好12月31日(周四)付"
    )
    (note,) = kept(chat, customer)
    assert (note.channel, note.person) == ("visit", "王总")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("永盛没钱", "没钱"),
        ("永盛在走流程", "走流程"),
        ("永盛没开票不付", "没开票"),
        ("永盛老板跑了", "跑了"),
    ],
)
def test_a_reason_of_delay_stands_on_the_overdue_items(chat: Chat, words: str, reason: str) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 12月5日")
    chat.says("zhou", "永盛欠8千 下月底")
    chat.clock.move(days=10)
    assert f"没付的原因：{reason}，#1001" in chat.says("zhou", words)
    debts = chat.database.read_now(lambda uow: uow.receivables.of_customer(customer))
    assert [debt.delay_reason for debt in debts] == [reason, ""]


def test_a_reason_may_name_its_debt(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠8千 下月底")
    assert "没付的原因：走流程，#1001" in chat.says("zhou", "#1001 走流程")
    debts = chat.database.read_now(lambda uow: uow.receivables.of_customer(customer))
    assert [debt.delay_reason for debt in debts] == ["走流程"]


def test_whose_it_is_is_asked_and_the_words_are_kept(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("zhou", "拜访了大同五金").startswith("没记。")
    assert chat.says("zhou", "永盛装饰").startswith("记下了 ✓ 永盛装饰\n拜访了大同五金")
    assert [one.kind for one in kept(chat, customer)] == ["note"]


def test_a_customer_who_is_gone_is_told_to_the_manager_at_once(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5000 12月5日")
    assert "已告诉经理" in chat.says("zhou", "永盛老板跑路了 电话打不通")
    assert chat.told("zhao") == (
        "老周说永盛装饰跑了：\n永盛老板跑路了 电话打不通\n净欠 5,000.00，超期 0\n"
        "停货回“永盛装饰停货”，来龙去脉回“永盛装饰怎么回事”"
    )
