"""What is said in an office all day and concerns no customer's account: nothing is booked, asked, listed or set."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    "text",
    [
        "仓库钥匙放前台抽屉了",
        "放车上了",
        "东西给你放门口了",
        "放松点",
        "钥匙交给小陈了",
        "谁有空帮我拿下快递",
        "谁借我个充电器用下",
        "有没有人一起点奶茶",
        "谁发的广告",
        "快递退回去了",
        "包裹退回去了",
        "拿了一箱苹果 大家吃",
        "晚上八点开会 别忘了带本子",
        "周四盘点 别忘了",
        "我先撤了",
        "地址发我一下",
        "文件发我一份",
        "月报明天交",
        "双十一买了2000块东西 心疼",
        "房价跌到8000了",
        "团建每人交200",
        "你什么时候回来",
        "会议室谁在用",
    ],
)
def test_chatter_stays_without_an_answer(text: str) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (Intent.NONE, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("放了吧", Intent.APPROVE),
        ("放3万", Intent.APPROVE),
        ("先不放", Intent.APPROVE),
        ("撤了", Intent.UNDO),
        ("明天别忘了去远洲收款", Intent.REMIND),
        ("青禾的发我", Intent.CHASE),
        ("把青禾转给小陈", Intent.HAND_OVER),
        ("大家一共欠多少", Intent.QUERY_BALANCE),
        ("今天去了青禾", Intent.FOLLOW_UP_NOTE),
    ],
)
def test_the_same_words_of_business_are_still_understood(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent
