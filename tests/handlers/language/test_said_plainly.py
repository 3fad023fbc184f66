"""What people ask and tell in other words still: dialect, haste, and the things of an office that are no accounts."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    "text",
    [
        "驾照快到期了",
        "宽带到期",
        "公章谁拿走了",
        "仓库盘点表谁拿了",
        "谁把我的送货单拿走了",
        "发票机坏了",
        "交警贴条了",
        "扫描发我邮箱",
        "周三下午三点开会，带上报表",
        "体检报告出来了",
        "空调修好了 花了300",
        "违章扣3分",
        "拼车回家 一人20",
        "周六火锅AA 一人80 去的扣1",
        "老曹没还那350，谁说还了",
    ],
)
def test_what_is_no_account_stays_without_an_answer(text: str) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (Intent.NONE, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("算下青禾的账", Intent.QUERY_BALANCE),
        ("把青禾的账拉出来", Intent.QUERY_BALANCE),
        ("青禾今天打钱没有", Intent.QUERY_BALANCE),
        ("老曹欠着没", Intent.QUERY_BALANCE),
        ("欠我们钱的有几家", Intent.QUERY_BALANCE),
        ("有几个客户没结账", Intent.QUERY_BALANCE),
        ("青禾账期到了没", Intent.QUERY_DUE),
        ("青禾该给钱了吧", Intent.QUERY_DUE),
        ("青禾是月底给吧", Intent.QUERY_DUE),
        ("谁的账期到了", Intent.QUERY_DUE),
        ("快到期的", Intent.QUERY_DUE),
        ("什么时候到期", Intent.QUERY_DUE),
        ("谁超了", Intent.QUERY_OVERDUE),
        ("拖欠客户名单", Intent.QUERY_OVERDUE),
        ("哪些客户老拖", Intent.QUERY_OVERDUE),
        ("好几个月没给的", Intent.QUERY_OVERDUE),
        ("到今天还没按时给钱的列出来", Intent.QUERY_OVERDUE),
        ("青禾过账期了吗", Intent.QUERY_OVERDUE),
        ("青禾逾期情况", Intent.QUERY_OVERDUE),
        ("把客户欠款列个表", Intent.REPORT),
        ("欠款最多的三家", Intent.REPORT),
        ("各业务员回款", Intent.REPORT),
        ("青禾说只收到18件 不是20件", Intent.DISPUTE),
        ("青禾说没这么多", Intent.DISPUTE),
        ("青禾说那笔记重了", Intent.DISPUTE),
        ("青禾说他转过账了", Intent.DISPUTE),
        ("青禾说15号之前肯定到", Intent.PROMISE),
        ("青禾会计请假一周", Intent.FOLLOW_UP_NOTE),
        ("青禾合同到期了", Intent.FOLLOW_UP_NOTE),
        ("青禾要等发票到了再付", Intent.FOLLOW_UP_NOTE),
        ("青禾同意分期 具体再谈", Intent.FOLLOW_UP_NOTE),
        ("青禾微信把我拉黑了", Intent.FOLLOW_UP_NOTE),
        ("明天记得去青禾收款", Intent.REMIND),
        ("哎呀搞混了 刚刚那条作废", Intent.UNDO),
        ("刚才那笔应该月底到期", Intent.CORRECT),
        ("刚才那单单号是8836", Intent.CORRECT),
        ("刚才那个数不对", Intent.CORRECT),
        ("写反了 是3600", Intent.CORRECT),
    ],
)
def test_what_is_meant(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


def test_what_he_says_he_owes_is_no_debt_of_ours_to_book() -> None:
    reading = heard("青禾说只欠3000")
    assert (reading.intent, reading.records[0].amount) == (Intent.DISPUTE, None)
