"""Warnings in chat: told once with measures to tap, listed by customer, dealt with, marked as false and counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers import standing
from ledger.warning import EarlyWarning
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import ZONE, Chat

TODAY = date(2026, 12, 1)


@pytest.fixture
def customer(chat: Chat) -> int:
    """永盛 owes one thing, a hundred days over: mostly and long overdue."""
    customer = chat.customer("永盛装饰")
    due = TODAY - timedelta(days=100)
    chat.owes(customer, 50_000, due - timedelta(days=30), due)
    return customer


def looked(chat: Chat, *customers: int) -> int:
    today = chat.clock.now.date()

    def look(uow: UnitOfWork) -> int:
        before = uow.now
        noted = standing.look(uow, customers, today, with_grades=False)
        standing.tell(uow, before, chat.clock.now.astimezone(ZONE), "app")
        return noted.warnings

    return chat.database.write_now(look)


def test_a_customers_warnings_are_answered_with_his_name(chat: Chat, customer: int) -> None:
    assert chat.says("zhou", "永盛预警") == "永盛装饰 没有要处理的预警"
    assert looked(chat, customer) == 2
    assert chat.says("zhou", "永盛预警").startswith("永盛装饰 预警 2条")


def test_goods_are_stopped_by_one_tap(chat: Chat, customer: int) -> None:
    looked(chat, customer)
    listed = chat.says("zhao", "预警").splitlines()
    number = next(line[0] for line in listed if "先停货" in line)
    assert chat.says("zhao", f"处理{number}").endswith("1 先停货 2 账期减半 3 明天上门 4 误报 5 先记一笔")
    assert "停货了 ✓ 永盛装饰" in chat.says("zhao", "1")
    assert chat.look(customer).state == "blocked"
    assert "1条" in chat.says("zhao", "永盛预警")


def test_a_visit_becomes_a_task_of_the_owner(chat: Chat, customer: int) -> None:
    looked(chat, customer)
    chat.says("zhao", "预警")
    chat.says("zhao", "处理1")
    assert "老周" in chat.says("zhao", "4")
    assert "上门一趟" in chat.told("zhou")
    assert "上门一趟" in chat.says("zhou", "我的任务")


def test_who_may_not_set_limits_is_offered_what_he_may(chat: Chat) -> None:
    customer = chat.customer("鑫源商贸", credit_limit=1_000_000)
    chat.owes(customer, 9_500, TODAY, TODAY + timedelta(days=30))
    looked(chat, customer)
    every = "1 重定额度 2 先停货 3 账期减半 4 明天上门 5 误报 6 先记一笔"  # a card has six buttons at most
    assert chat.says("zhao", "处理1").splitlines()[-1] == every
    offered = chat.says("zhou", "处理1").splitlines()
    assert offered[1:] == ["该重定额度，这要经理定", "1 先停货 2 账期减半 3 明天上门 4 误报 5 先记一笔"]
    assert "先盯着" in chat.says("zhou", "5")
    assert "没有要处理的预警" in chat.says("zhou", "鑫源预警")
    words = chat.database.read_now(lambda uow: [one.words for one in uow.follow_ups.of_customer(customer)])
    assert words == ["预警看过了 先盯着"]


def test_a_number_after_the_mornings_warnings_picks_one_and_the_rest_follow(
    chat: Chat, customer: int
) -> None:
    looked(chat, customer)
    assert chat.says("zhao", "2").endswith("1 先停货 2 账期减半 3 明天上门 4 误报 5 先记一笔")
    heard = chat.says("zhao", "1")
    assert heard.startswith("停货了 ✓ 永盛装饰")
    assert heard.splitlines()[-2].startswith("预警：永盛装饰")
    assert "误报" in chat.says("zhao", "5")
    assert chat.says("zhao", "永盛预警") == "永盛装饰 没有要处理的预警"


def test_what_was_asked_after_the_warnings_is_answered_first(chat: Chat, customer: int) -> None:
    looked(chat, customer)
    chat.says("zhao", "新地装修 5000 月底")
    assert chat.says("zhao", "1").startswith("记好了 ✓ 新客户 新地装修")


def test_after_other_talk_a_bare_number_is_not_for_the_warning(chat: Chat, customer: int) -> None:
    looked(chat, customer)
    chat.says("zhao", "永盛欠多少")
    assert chat.says("zhao", "1") == ""
    assert chat.look(customer).state == "active"


def test_a_bare_number_of_a_later_day_is_not_for_an_old_warning(chat: Chat, customer: int) -> None:
    looked(chat, customer)
    chat.clock.move(days=1)
    assert chat.says("zhao", "1") == ""


def test_a_false_alarm_is_counted(chat: Chat, customer: int) -> None:
    looked(chat, customer)
    chat.says("zhao", "预警")
    assert "说第几条" in chat.says("zhao", "误报")
    chat.says("zhao", "误报1")
    assert chat.says("zhao", "预警统计").startswith("报过 2条，误报 1条")


def test_a_line_is_closed_with_a_note_that_is_kept(chat: Chat, customer: int) -> None:
    looked(chat, customer)
    chat.says("zhou", "预警")
    assert "记为处理了" in chat.says("zhou", "处理了1 老板说月底付")
    notes = chat.database.read_now(lambda uow: [one.words for one in uow.follow_ups.of_customer(customer)])
    assert notes == ["老板说月底付"]


def test_a_clock_that_ends_soon_is_told_to_finance_too_each_step_once(chat: Chat) -> None:
    customer = chat.customer("宏达五金")
    chat.owes(customer, 8_000, date(2023, 12, 1), date(2024, 1, 10))
    looked(chat, customer)
    rows = chat.database.read_now(lambda uow: list(uow.outbox.list()))
    assert {row.target for row in rows} == {"zhou", "zhao", "lijie"}
    assert "#1001 8,000 诉讼时效还剩40天。盖章对账或拿还款计划" in chat.says("lijie", "宏达预警")
    assert looked(chat, customer) == 0
    chat.clock.move(days=15)
    assert looked(chat, customer) == 1
    assert chat.says("lijie", "宏达预警").count("诉讼时效") == 1


def test_a_restarted_clock_ends_its_alarm(chat: Chat) -> None:
    customer = chat.customer("宏达五金")
    chat.owes(customer, 8_000, date(2023, 12, 1), date(2024, 1, 10))
    looked(chat, customer)
    chat.says("zhou", "宏达对账单盖章了")
    assert "诉讼时效" not in chat.says("lijie", "宏达预警")


def test_a_temporary_limit_counts_for_the_warning(chat: Chat) -> None:
    customer = chat.customer("鑫源商贸", credit_limit=1_000_000)
    chat.owes(customer, 9_500, TODAY, TODAY + timedelta(days=30))
    chat.says("zhao", "鑫源临时额度3万 到月底")
    assert looked(chat, customer) == 0
    chat.clock.move(days=31)
    assert looked(chat, customer) >= 1
    assert "额度快用完" in chat.says("zhao", "鑫源预警")


def test_a_single_one_needs_no_number(chat: Chat) -> None:
    customer = chat.customer("鑫源商贸", credit_limit=1_000_000)
    chat.owes(customer, 9_500, TODAY, TODAY + timedelta(days=30))
    looked(chat, customer)
    assert chat.says("zhao", "误报") == "第1条记为误报，不再提"


def test_terms_are_halved_by_one_tap(chat: Chat, customer: int) -> None:
    chat.says("zhao", "永盛账期60天")

    def sign(uow: UnitOfWork) -> None:

        uow.credit_warnings.add(customer, EarlyWarning("slowed", "2026-12", "shorten_terms", 30, 5))

    chat.database.write_now(sign)
    chat.says("zhao", "永盛预警")
    chat.says("zhao", "处理1")
    assert "账期60天→30天" in chat.says("zhao", "1")
    assert chat.look(customer).terms == "net:30"


def test_clocks_that_end_soon_stand_in_the_digests(chat: Chat) -> None:
    customer = chat.customer("宏达五金")
    chat.owes(customer, 8_000, date(2023, 12, 1), date(2024, 1, 10))
    looked(chat, customer)
    assert "快过诉讼时效1笔 8,000：宏达五金#1001(剩40天)" in chat.says("zhao", "日报")
    assert "快过诉讼时效 1笔 8,000.00：宏达五金 第1001号(剩40天)" in chat.says("lijie", "日报")
