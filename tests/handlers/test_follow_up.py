"""Notes, disputes, holds, tasks and reminders, in chat."""

from __future__ import annotations

from tests.handlers.cast import Chat


def kept(chat: Chat, customer: int) -> list[tuple[str, object]]:
    rows = chat.database.read_now(lambda uow: uow.follow_ups.of_customer(customer))
    return [(row.kind, str(row.next_on) if row.next_on else None) for row in rows]


def test_a_visit_is_noted(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("zhou", "拜访了永盛").startswith("记下了 ✓ 永盛装饰")
    assert kept(chat, customer) == [("note", None)]


def test_a_dispute_is_kept_and_the_account_stays(chat: Chat) -> None:
    customer = chat.customer("鑫源商贸")
    chat.says("zhou", "鑫源欠5千 月底")
    assert chat.says("zhou", "鑫源说质量有问题不付").startswith("记下了 ✓ 鑫源商贸 有异议：质量")
    assert kept(chat, customer) == [("dispute", None)]
    assert chat.net(customer) == 500_000


def test_a_hold_of_sales_ends_after_a_week(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("zhou", "永盛先别催") == "先不催永盛装饰（停到12月8日）"
    assert chat.says("zhou", "永盛月底前先别催") == "先不催永盛装饰（停到12月8日）"
    assert kept(chat, customer) == [("hold", "2026-12-08")] * 2


def test_a_task_reaches_whom_it_is_given_to(chat: Chat) -> None:
    chat.customer("永盛装饰")
    assert chat.says("zhao", "让老周明天去永盛一趟").startswith("交代下去了 ✓ 老周，12月2日")
    assert chat.told("zhou").startswith("赵总交代你，12月2日(周三)：")


def test_a_task_for_nobody_is_not_swallowed(chat: Chat) -> None:
    assert chat.says("zhao", "让老郑明天去一趟").startswith("没交代。没有叫老郑的在岗同事")


def test_a_reminder_waits_in_the_outbox_for_its_morning(chat: Chat) -> None:
    chat.customer("永盛装饰")
    assert chat.says("zhou", "周五提醒我去永盛收钱").startswith("好，12月4日(周五)早上提醒你")
    rows = chat.database.read_now(lambda uow: uow.outbox.list("waiting"))
    assert [(row.target, f"{row.not_before:%m-%d %H:%M}") for row in rows] == [("zhou", "12-04 00:45")]


def test_whose_it_is_is_asked_and_the_words_are_kept(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("zhou", "拜访了大同五金").startswith("没记。")
    assert chat.says("zhou", "永盛装饰").startswith("记下了 ✓ 永盛装饰\n拜访了大同五金")
    assert kept(chat, customer) == [("note", None)]
