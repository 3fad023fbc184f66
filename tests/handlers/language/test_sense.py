"""What a message is for, in words that are near to something else."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("青禾这个月结了几次", Intent.QUERY_BALANCE),
        ("老曹还欠不欠", Intent.QUERY_BALANCE),
        ("顾九欠咱们几个钱", Intent.QUERY_BALANCE),
        ("远洲那几天付没付？", Intent.QUERY_BALANCE),
        ("列一下欠3万以上的", Intent.QUERY_BALANCE),
        ("今年回款总额", Intent.REPORT),
        ("青禾超额度没", Intent.MAY_DELIVER),
        ("青禾来提板子 大概两万 让走吗", Intent.MAY_DELIVER),
        ("远洲那边能不能先给3万的料？", Intent.MAY_DELIVER),
        ("不要撤销", Intent.NONE),
        ("放假期间别给客户发提醒", Intent.NONE),
        ("收到了远洲的对账单", Intent.FOLLOW_UP_NOTE),
        ("给远洲发过对账单了", Intent.FOLLOW_UP_NOTE),
        ("记一下 远洲对账找刘会计", Intent.FOLLOW_UP_NOTE),
        ("顾九说要是不降价就不给钱", Intent.FOLLOW_UP_NOTE),
        ("长乐的电话打不通 微信也没回", Intent.FOLLOW_UP_NOTE),
        ("远洲说上月早付过了", Intent.DISPUTE),
        ("顾九说不欠我们3000 退过货", Intent.DISPUTE),
        ("悦来那批有20条发霉 不付这部分钱", Intent.DISPUTE),
        ("小孙今天去一趟青禾那边", Intent.TASK),
        ("老曹的账先别急着要", Intent.HOLD),
        ("老曹3月20号到期的那笔展期一个月", Intent.CORRECT),
        ("青禾10月对账后金额2,340.50，开票后15天付", Intent.RECORD_DEBT),
        ("青禾6月加工费 3670 已经开票 账期60天", Intent.RECORD_DEBT),
        ("远洲垫片12袋 每袋￥16 货到5天付", Intent.RECORD_DEBT),
        ("老曹最多给他赊3万", Intent.CREDIT_LIMIT),
        ("青禾账期从30天改成45天", Intent.CUSTOMER_UPDATE),
        ("新客户 鼎丰建材 电话13800001111", Intent.CUSTOMER_UPDATE),
        ("小贺调去财务了", Intent.STAFF_UPDATE),
        ("老曹那笔800记重了", Intent.UNDO),
        ("金额不对 应该8600", Intent.CORRECT),
        ("单号错了 是8831", Intent.CORRECT),
        ("青禾上次付款是哪天", Intent.QUERY_BALANCE),
        ("给我发个远洲的对账单", Intent.STATEMENT),
        ("别忘了周五去长乐收钱", Intent.REMIND),
        ("悦来想再宽限几天", Intent.FOLLOW_UP_NOTE),
        ("这单远洲赚了3000", Intent.NONE),
        ("青禾 借：应收账款 5000 贷：收入 5000", Intent.NONE),
        ("超两个月没动静的客户", Intent.QUERY_OVERDUE),
    ],
)
def test_what_it_is_for(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("老曹又拉了一车 多少钱还没称", "missing_amount"),
        ("青禾拿了两卷布，多少钱我忘了", "missing_amount"),
        ("老曹千儿八百的先欠着", "vague_amount"),
        ("青禾欠5000 2月29日还", "impossible_date"),
        ("老曹说2月29号付清", "impossible_date"),
        ("#1042 坏账", "missing_amount"),
        ("蓝鲸电器 风扇3台 200元/台 9折 下月付", "vague_amount"),
    ],
)
def test_the_one_thing_missing_is_asked(text: str, kind: str) -> None:
    question = heard(text).question
    assert question is not None
    assert question.kind == kind


def test_a_number_names_the_debt_and_its_customer() -> None:
    reading = heard("#1042 还了5000")
    (fact,) = reading.records
    assert reading.question is None
    assert (fact.intent, fact.customer, fact.extra["number"]) == (Intent.RECORD_PAYMENT, None, 1042)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("青禾三千四 15号 赊", date(2026, 12, 15)),
        ("青禾三千四 月中 欠着", date(2026, 12, 15)),
        ("青禾一千二，欠着，两个礼拜", date(2026, 12, 17)),
        ("青禾一千二，挂着，半个月", date(2026, 12, 18)),
        ("老曹到今天1500还没给", None),
        ("悦来十一期间拉了两车 4200 都没给", None),
        ("青禾欠800 下季度第二个月10号付", date(2027, 2, 10)),
        ("远洲锁具18套 45一套 赊 双十二给", date(2026, 12, 12)),
    ],
)
def test_when_it_falls_due(text: str, due: date | None) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [fact.due_on for fact in reading.records] == [due]


def test_a_way_said_once_is_that_of_all() -> None:
    facts = heard("远洲付800 顾九付1,200 都是现金").records
    assert [fact.extra["method"] for fact in facts] == ["现金", "现金"]


def test_a_number_of_a_note_is_no_sum() -> None:
    (fact,) = heard("单号错了 是8831").records
    assert (fact.amount, fact.extra["doc_no"]) == (None, "8831")
