"""One-off reminders, in chat; that they come at their time is tested with the jobs."""

from __future__ import annotations

import pytest

from tests.handlers.cast import ZONE, Chat


def waiting(chat: Chat, who: str = "zhou") -> list[tuple[str, str]]:
    rows = chat.database.read_now(lambda uow: uow.reminders.waiting_of(who))
    return [(f"{row.due_at.astimezone(ZONE):%m-%d %H:%M}", row.words) for row in rows]


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("周五提醒我去永盛收钱", "12-04 08:50"),
        ("明天下午3点提醒我给永盛打电话", "12-02 15:00"),
        ("今天提醒我给永盛打电话", "12-01 11:00"),
        ("下午3点提醒我给永盛打电话", "12-01 15:00"),
        ("早上9点提醒我给永盛打电话", "12-02 09:00"),
        ("半小时后提醒我给永盛打电话", "12-01 10:30"),
        ("两个小时后提醒我给永盛打电话", "12-01 12:00"),
    ],
)
def test_it_comes_when_it_was_asked_for(chat: Chat, words: str, at: str) -> None:
    chat.customer("永盛装饰")
    assert chat.says("zhou", words).startswith("好，12月")
    assert waiting(chat) == [(at, words.partition("提醒我")[2])]


def test_before_a_due_day(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 12月20日")
    chat.says("zhou", "永盛到期前两天提醒我")
    assert [at for at, _ in waiting(chat)] == ["12-18 08:50"]


def test_a_time_gone_by_is_said(chat: Chat) -> None:
    assert chat.says("zhou", "今天早上9点提醒我开会") == "没记。12月1日 09:00 已经过了\n发个后面的时间"
    assert waiting(chat) == []


def test_no_time_is_asked_for(chat: Chat) -> None:
    chat.customer("永盛装饰")
    assert chat.says("zhou", "提醒我去永盛收钱").startswith("没记。哪天提醒你？")


def test_the_same_twice_is_one(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "周五提醒我去永盛收钱")
    assert "记过了" in chat.says("zhou", "周五提醒我去永盛收钱")
    assert len(waiting(chat)) == 1


def test_they_are_listed_and_cancelled_by_number(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "周五提醒我去永盛收钱")
    chat.says("zhou", "明天下午3点提醒我开会")
    assert chat.says("zhou", "我的提醒") == (
        "等着的提醒\n1 12月2日 15:00 开会\n2 12月4日 08:50 去永盛收钱\n不要了回“取消提醒1”"
    )
    assert chat.says("zhou", "取消提醒2") == "取消了 ✓ 12月4日 08:50\n去永盛收钱"
    assert len(waiting(chat)) == 1


def test_one_is_cancelled_by_its_day_or_its_customer(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "周五提醒我去永盛收钱")
    chat.says("zhou", "明天下午3点提醒我开会")
    assert chat.says("zhou", "取消周五的提醒").startswith("取消了 ✓ 12月4日")
    assert chat.says("zhou", "取消永盛的提醒") == "没找着这个提醒，说“我的提醒”看看"


def test_of_several_it_is_asked_which(chat: Chat) -> None:
    chat.says("zhou", "明天下午3点提醒我开会")
    chat.says("zhou", "明天下午4点提醒我开会")
    assert chat.says("zhou", "取消提醒").endswith("取消哪个？回“取消提醒1”")
    assert len(waiting(chat)) == 2


def test_undo_takes_it_back(chat: Chat) -> None:
    chat.says("zhou", "明天下午3点提醒我开会")
    assert chat.says("zhou", "撤销") == "撤了 ✓ 那个提醒不响了"
    assert waiting(chat) == []


def test_everybody_sees_his_own(chat: Chat) -> None:
    chat.says("zhou", "明天下午3点提醒我开会")
    assert chat.says("li", "我的提醒") == "没有等着的提醒"


def test_a_while_without_end_is_asked_about(chat: Chat) -> None:
    assert "哪天提醒你" in chat.says("zhou", "999999999小时后提醒我去永盛")
