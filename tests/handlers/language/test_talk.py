"""Everything said that is no money fact: orders, questions, promises, chores."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "intent", "extra"),
    [
        ("撤销", Intent.UNDO, {}),
        ("撤回这条", Intent.UNDO, {}),
        ("刚才那笔不要了", Intent.UNDO, {}),
        ("撤销 #2071", Intent.UNDO, {"number": 2071}),
        ("改成7300", Intent.CORRECT, {"field": "amount"}),
        ("日期改到月底", Intent.CORRECT, {"field": "due_date"}),
        ("#2071 改成930", Intent.CORRECT, {"field": "amount", "number": 2071}),
        ("上一笔少记了60", Intent.CORRECT, {"field": "amount", "delta": "60"}),
        ("客户改成顾九", Intent.CORRECT, {"field": "customer"}),
        ("备注加一句 等验收", Intent.CORRECT, {"field": "note", "note": "等验收"}),
        ("刚才那笔备注写上 送二号仓库", Intent.CORRECT, {"field": "note", "note": "送二号仓库"}),
        ("#2071", Intent.DETAIL, {"number": 2071}),
        ("2071", Intent.DETAIL, {"number": 2071}),
        ("票开了 #2071 票号30945512", Intent.INVOICE, {"number": 2071, "invoice_no": "30945512"}),
        ("都到了", Intent.CONFIRM_RECEIPTS, {"all": True}),
        ("1、3到了 2没到", Intent.CONFIRM_RECEIPTS, {"arrived": [1, 3], "missing": [2]}),
        (
            "1到了，2的没看到，3是7880",
            Intent.CONFIRM_RECEIPTS,
            {"arrived": [1, 3], "missing": [2], "sums": [[3, 788000]]},
        ),
        ("对公收到3万 贺大年 不知道谁的", Intent.UNCLAIMED_MONEY, {"payer": "贺大年", "account": "对公"}),
        ("加 小贺 内勤", Intent.STAFF_UPDATE, {"name": "小贺", "role": "clerk"}),
        ("小贺离职了", Intent.STAFF_UPDATE, {"action": "leave"}),
        ("把青禾转给小贺", Intent.HAND_OVER, {"to_staff": "小贺"}),
        ("让小贺明天去一趟长乐", Intent.TASK, {"assignee": "小贺"}),
        ("青禾又叫大青", Intent.CUSTOMER_UPDATE, {"alias": "大青"}),
        ("青禾 账期45天 额度30万", Intent.CUSTOMER_UPDATE, {"terms_days": 45, "limit": "300000"}),
        ("长乐先别催", Intent.HOLD, {}),
        ("为什么没催长乐", Intent.SILENCE_REASON, {}),
        ("催一下长乐", Intent.CHASE, {}),
        ("长乐怎么回事", Intent.STORY, {}),
        ("长乐来拉3万 能装车吗", Intent.MAY_DELIVER, {}),
        ("放2万", Intent.APPROVE, {"partly": True}),
        ("在吗", Intent.GREETING, {}),
        ("这个咋用", Intent.HELP, {}),
        ("悦来说菜有问题 拒付", Intent.DISPUTE, {"reason": None}),
        ("青禾老板不在", Intent.FOLLOW_UP_NOTE, {}),
        ("悦来到期前两天提醒我", Intent.REMIND, {"relative": -2}),
    ],
)
def test_what_is_wanted(text: str, intent: Intent, extra: dict[str, Any]) -> None:
    reading = heard(text)
    assert reading.intent is intent
    got = reading.records[0].extra
    assert {key: got.get(key) for key in extra} == extra


@pytest.mark.parametrize(
    ("text", "intent", "extra"),
    [
        ("青禾欠多少", Intent.QUERY_BALANCE, {}),
        ("青禾", Intent.QUERY_BALANCE, {}),
        ("青禾是不是付了4000", Intent.QUERY_BALANCE, {}),
        ("外面一共欠我们多少", Intent.QUERY_BALANCE, {"scope": "all"}),
        ("下周到期的", Intent.QUERY_DUE, {"from": date(2026, 12, 7), "to": date(2026, 12, 13)}),
        ("20号前要收的", Intent.QUERY_DUE, {"from": date(2026, 12, 3), "to": date(2026, 12, 20)}),
        ("青禾几号还", Intent.QUERY_DUE, {}),
        ("逾期超过45天的", Intent.QUERY_OVERDUE, {"days_over": 45}),
        ("逾期2万以上的", Intent.QUERY_OVERDUE, {"min_amount": "20000"}),
        (
            "青禾 10月对账单",
            Intent.STATEMENT,
            {"period_from": date(2026, 10, 1), "period_to": date(2026, 10, 31)},
        ),
        (
            "上个月收了多少",
            Intent.REPORT,
            {"period_from": date(2026, 11, 1), "period_to": date(2026, 11, 30)},
        ),
        ("导出应收明细", Intent.EXPORT, {}),
    ],
)
def test_what_is_asked(text: str, intent: Intent, extra: dict[str, Any]) -> None:
    reading = heard(text)
    assert reading.intent is intent
    got = reading.records[0].extra
    assert {key: got.get(key) for key in extra} == extra


@pytest.mark.parametrize(
    ("text", "amount", "day", "fraction"),
    [
        ("悦来说下月5号付清", None, date(2027, 1, 5), "1"),
        ("顾九答应周五给600", 60_000, date(2026, 12, 4), None),
        ("今天上门拜访了远洲，答应月底", None, date(2026, 12, 31), None),
        ("老曹说过完年再给", None, None, None),
    ],
)
def test_a_promise(text: str, amount: int | None, day: date | None, fraction: str | None) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert reading.intent is Intent.PROMISE
    assert (record.amount, record.due_on, record.extra.get("fraction")) == (amount, day, fraction)


def test_half_of_what_is_asked() -> None:
    reading = heard("长乐说下周五先打一半")
    assert reading.question is not None
    assert (reading.question.kind, reading.question.data["fraction"]) == ("fraction", "0.5")


@pytest.mark.parametrize(
    ("text", "total", "extra"),
    [
        ("青禾 9000 分三期 每月1号", 900_000, {"periods": 3, "day_of_month": 1}),
        ("顾九的6000分4期每期1500", 600_000, {"periods": 4, "each": "1500"}),
        (
            "老曹那5000，月底还2000，下月底还3000",
            500_000,
            {"schedule": [["2000", "2026-12-31"], ["3000", "2027-01-31"]]},
        ),
        ("顾九每月还500", None, {"each": "500"}),
        ("老曹先付三千 余款月底", None, {"schedule": [["3000", None], [None, "2026-12-31"]]}),
    ],
)
def test_a_plan(text: str, total: int | None, extra: dict[str, Any]) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert (reading.intent, record.amount) == (Intent.INSTALLMENT, total)
    assert {key: record.extra.get(key) for key in extra} == extra


def test_a_plan_with_fewer_sums_than_days_is_asked_about() -> None:
    reading = heard("青禾还款计划 周五500 五一 一共5000")
    assert reading.question is not None
    assert (reading.question.kind, reading.question.data["text"]) == ("left_over", "五一")


def test_a_limit_is_money_but_no_debt() -> None:
    (record,) = heard("长乐信用额度调到8万").records
    assert (record.intent, record.amount) == (Intent.CREDIT_LIMIT, 8_000_000)
