"""Tasks for others, in chat (P22)."""

from __future__ import annotations

from datetime import date

import pytest

from handlers import task_due
from storage.tasks import TaskView
from tests.handlers.cast import CHANNEL, ZONE, Chat


@pytest.fixture
def customer(chat: Chat) -> int:
    """永盛 owes 12,000, since yesterday overdue."""
    customer = chat.customer("永盛装饰")
    chat.owes(customer, 12_000, date(2026, 11, 1), date(2026, 11, 30))
    return customer


def tasks(chat: Chat, customer: int) -> list[TaskView]:
    return list(chat.database.read_now(lambda uow: uow.tasks.of_customer(customer)))


def test_a_task_reaches_whom_it_is_given_to(chat: Chat, customer: int) -> None:
    assert chat.says("zhao", "让老周明天去一趟永盛") == (
        "交代下去了 ✓ 老周，12月2日\n去一趟永盛\n办了会告诉你"
    )
    assert chat.told("zhou") == (
        "赵总交代你，12月2日(周三)：\n去一趟永盛\n永盛装饰 超期 12,000.00\n办了回“办完了”，有话一起说"
    )
    assert [(one.assignee, one.given_by, one.channel) for one in tasks(chat, customer)] == [
        ("zhou", "zhao", "visit")
    ]


def test_it_is_about_the_customer_talked_of_last(chat: Chat, customer: int) -> None:
    chat.says("zhao", "永盛怎么回事")
    chat.says("zhao", "让老周明天去一趟")
    assert len(tasks(chat, customer)) == 1


def test_the_result_is_told_to_the_giver(chat: Chat, customer: int) -> None:
    chat.says("zhao", "让老周明天去一趟永盛")
    assert chat.says("zhou", "办完了，收到支票一张") == "好，记上了：办完了\n去一趟永盛\n已告诉赵总"
    assert chat.told("zhao") == "老周办完了：去一趟永盛\n办完了，收到支票一张"
    assert [(one.state, one.result) for one in tasks(chat, customer)] == [("done", "办完了，收到支票一张")]


def test_a_visit_told_as_such_is_the_result(chat: Chat, customer: int) -> None:
    chat.says("zhao", "让老周明天去一趟永盛")
    chat.says("zhou", "今天上门拜访了永盛，王总答应月底付")
    assert chat.told("zhao") == "老周办完了：去一趟永盛\n今天上门拜访了永盛，王总答应月底付"
    assert [one.state for one in tasks(chat, customer)] == ["done"]


def test_a_call_does_not_end_a_visit(chat: Chat, customer: int) -> None:
    chat.says("zhao", "让老周明天去一趟永盛")
    chat.says("zhou", "永盛电话没人接")
    assert [one.state for one in tasks(chat, customer)] == ["open"]


def test_undo_calls_it_off_and_tells_him(chat: Chat, customer: int) -> None:
    chat.says("zhao", "让老周明天去一趟永盛")
    chat.told("zhou")
    assert chat.says("zhao", "撤销") == "撤了 ✓ 那件事不用办了"
    assert chat.told("zhou") == "赵总说不用了：去一趟永盛"


def test_a_task_for_nobody_is_not_swallowed(chat: Chat, customer: int) -> None:
    assert chat.says("zhao", "让老郑明天去一趟").startswith("没交代。没有叫老郑的在岗同事")


def test_nobody_is_sent_to_a_colleagues_customer(chat: Chat, customer: int) -> None:
    assert chat.says("zhao", "让小李明天去一趟永盛").startswith("没交代。永盛装饰是老周的客户")
    assert tasks(chat, customer) == []


def test_what_is_to_be_done_is_listed_for_both(chat: Chat, customer: int) -> None:
    chat.says("zhao", "让老周明天去一趟永盛")
    assert chat.says("zhou", "我的任务") == ("要办的1件\n1 12月2日 去一趟永盛 赵总\n办了回“办完了”")
    assert chat.says("zhao", "我交代的事") == "交代出去的1件\n1 12月2日 去一趟永盛 老周"
    assert chat.says("zhou", "我交代的事") == "没有没办完的"


def test_done_with_nothing_to_do_says_so(chat: Chat) -> None:
    assert chat.says("zhou", "办完了") == "没有等你办的事"


def test_the_warehouse_sends_nobody(chat: Chat, customer: int) -> None:
    assert "仓库" in chat.says("wu", "让老周明天去一趟永盛")


def test_with_the_customer_go_his_tasks_and_disputes(chat: Chat, customer: int) -> None:
    chat.says("zhao", "让老周明天去一趟永盛")
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    chat.says("zhao", "把永盛转给小李")
    assert [one.assignee for one in tasks(chat, customer)] == ["li"]
    disputes = chat.database.read_now(lambda uow: uow.disputes.of_customer(customer))
    assert [one.owner for one in disputes] == ["li"]


def test_the_same_told_twice_is_one_task(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhao", "让老周明天去一趟永盛")
    chat.told("zhou")
    assert chat.says("zhao", "让老周明天去一趟永盛").startswith("交代过了 ✓ 老周")
    assert chat.told("zhou") == ""
    assert chat.says("zhou", "我的任务").startswith("要办的1件")


@pytest.fixture
def asked(chat: Chat, customer: int) -> Chat:
    """In the evening of its day 老周 is asked what came of it."""
    chat.says("zhao", "让老周今天去一趟永盛")
    now = chat.clock.now.astimezone(ZONE)
    chat.database.write_now(lambda uow: task_due.ask(uow, now, CHANNEL))
    chat.told("zhao")
    return chat


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("去了 王总不在", ""),
        ("没人接电话", ""),
        ("去了，王总说月底付一半", "说好12月31日(周四)付\n6,000.00"),
        ("见了王总了 说月底付", "说好12月31日(周四)付"),
        ("去了 付了5000", "永盛装饰 回款 5,000.00"),
        ("去了 说质量有问题", "有异议：质量"),
    ],
)
def test_what_came_of_it_is_told_in_ones_own_words(asked: Chat, customer: int, said: str, kept: str) -> None:
    answer = asked.says("zhou", said)
    assert answer.startswith("好，记上了：办完了\n去一趟永盛\n已告诉赵总")
    assert kept in answer
    assert said in asked.told("zhao")
    assert [one.state for one in tasks(asked, customer)] == ["done"]


@pytest.mark.parametrize("said", ["没人接 明天再打", "我不在公司 明天去", "打了5000"])
def test_what_is_no_result_closes_no_task(asked: Chat, customer: int, said: str) -> None:
    asked.says("zhou", said)
    assert [one.state for one in tasks(asked, customer)] == ["open"]


@pytest.mark.parametrize(
    "said",
    [
        "办了，宏达付了5000",
        "送了，宏达水泥5000",
        "打了 宏达8000",
        "去了，拿了5000的货",
        "去了，宏达说下周五付5000",
        "宏达没人接",
        "打过了，改成下周",
    ],
)
def test_what_is_of_somebody_else_or_a_sum_of_its_own_is_no_result(
    asked: Chat, customer: int, said: str
) -> None:
    asked.customer("宏达机械", owner="zhou")
    answer = asked.says("zhou", said)
    assert "办完了" not in answer
    assert "永盛装饰说好" not in answer
    assert [one.state for one in tasks(asked, customer)] == ["open"]
