"""Plain talk: what is asked with 不, whose sums come in turn, what is let go whole, who will pay when."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        # asked
        ("青禾还该咱们钱不", Intent.QUERY_BALANCE),
        ("查账 远洲五金", Intent.QUERY_BALANCE),
        ("查账", Intent.HELP),
        ("老曹是差800还是850", Intent.QUERY_BALANCE),
        ("长乐的账期到几号", Intent.QUERY_DUE),
        ("哪家到期了到现在没付", Intent.QUERY_OVERDUE),
        ("该付没付的", Intent.QUERY_OVERDUE),
        ("超账期没结的有谁", Intent.QUERY_OVERDUE),
        ("欠了半年没给的客户", Intent.QUERY_OVERDUE),
        ("拖欠最久的几家", Intent.QUERY_OVERDUE),
        ("上个月谁进货最多", Intent.REPORT),
        ("远洲怎么没人去催", Intent.QUERY_BALANCE),
        ("青禾为啥没人催", Intent.SILENCE_REASON),
        ("你能干嘛", Intent.HELP),
        # taken back, put right
        ("前面那笔不算数 退回去", Intent.UNDO),
        ("那笔打少了一个零", Intent.CORRECT),
        ("上一笔的账期改成45天", Intent.CORRECT),
        ("刚才那笔是转账收的 不是微信", Intent.CORRECT),
        # his word
        ("老曹点头了 下周三给我转八千", Intent.PROMISE),
        ("远洲说再拖到20号", Intent.PROMISE),
        ("青禾会计讲款子下周三下来安排", Intent.PROMISE),
        ("顾九说卖了车再还", Intent.PROMISE),
        ("老曹说收到甲方的钱就给咱6000", Intent.PROMISE),
        ("顾九说先给一半 剩下的过完年再说", Intent.PROMISE),
        # what he holds against it
        ("远洲说价格应该是26", Intent.DISPUTE),
        ("长乐说上回多收了他一箱", Intent.DISPUTE),
        ("悦来说这批盘子不是他们订的", Intent.DISPUTE),
        ("老曹讲10月那单他没签字", Intent.DISPUTE),
        ("青禾说送错规格了 钱先扣着", Intent.DISPUTE),
        ("悦来说灯罩生锈了 他不掏钱", Intent.DISPUTE),
        # and others
        ("顾九过两天再说 人在休息", Intent.FOLLOW_UP_NOTE),
        ("青禾停几天再说", Intent.HOLD),
        ("老曹顶多只能赊3000", Intent.CREDIT_LIMIT),
        ("最多就让顾九欠2000", Intent.CREDIT_LIMIT),
        ("远洲不许超过5万", Intent.CREDIT_LIMIT),
        ("关掉自动催收", Intent.SETTING),
        ("新来的出纳叫陈芳", Intent.STAFF_UPDATE),
        ("单位通知下周放假", Intent.NONE),
        ("明天去远洲对账", Intent.TASK),
        ("老马 你周五跑一趟远洲", Intent.TASK),
        ("三天后提醒我跟进青禾", Intent.REMIND),
        ("青禾那单快到期了 提前一周跟我说", Intent.REMIND),
        ("远洲到期的时候叫我", Intent.REMIND),
        ("远洲的提醒停两周", Intent.HOLD),
        ("给超期的都发一遍提醒", Intent.CHASE),
        ("发个提醒给长乐", Intent.CHASE),
        ("去要一下顾九的钱", Intent.CHASE),
        ("帮我问老曹要钱", Intent.CHASE),
        ("青禾该催了", Intent.CHASE),
        ("节日里不要给客户发提醒", Intent.NONE),
        ("给我说说青禾", Intent.STORY),
        ("远洲要拉3万的货 能给吗", Intent.MAY_DELIVER),
        ("顾九再发两万行不行", Intent.MAY_DELIVER),
        ("悦来能不能再拿4000的酒", Intent.MAY_DELIVER),
        ("给远洲放2万", Intent.APPROVE),
        ("1、3收到 2还没", Intent.CONFIRM_RECEIPTS),
        ("长乐地址：东门街12号", Intent.FOLLOW_UP_NOTE),
        ("青禾下周二来交钱", Intent.PROMISE),
        ("老曹要月底才能打款", Intent.PROMISE),
        ("顾九过两天给600", Intent.PROMISE),
        ("长乐扣着质保金3万5", Intent.RECORD_DEBT),
    ],
)
def test_what_is_meant(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("老曹欠的260免了", Intent.WRITE_OFF),
        ("顾九那35块不收了", Intent.WRITE_OFF),
        ("远洲倒闭了 4300核销", Intent.WRITE_OFF),
        ("顾九那190不追究了 勾掉", Intent.WRITE_OFF),
        ("老曹零头7块免了", Intent.RETURN_OR_DISCOUNT),
        ("给远洲免了300", Intent.RETURN_OR_DISCOUNT),
        ("青禾板子破了 赔他480 冲账", Intent.RETURN_OR_DISCOUNT),
        ("远洲4300核销 钱到了", Intent.RECORD_PAYMENT),
        ("老曹借走800", Intent.RECORD_DEBT),
    ],
)
def test_a_debt_let_go_whole_is_no_discount(text: str, intent: Intent) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (intent, None)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("青禾和远洲分别欠4200、2600", [("青禾建材", 420000), ("远洲五金", 260000)]),
        ("老曹顾九都付了 分别900和750", [("老曹", 90000), ("顾九", 75000)]),
        ("长乐多打了200 一共付了8200", [("长乐装饰", 820000)]),
    ],
)
def test_sums_said_in_turn_are_each_ones_own(text: str, facts: list[tuple[str, int]]) -> None:
    reading = heard(text)
    assert [(record.customer and record.customer.name, record.amount) for record in reading.records] == facts
    assert reading.question is None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("青禾欠4200 后天上午送来", date(2026, 12, 5)),
        ("远洲五金货款1280没结 周六送过来", date(2026, 12, 5)),
        ("老曹赊360 下周二带来", date(2026, 12, 8)),
    ],
)
def test_a_day_on_which_money_is_brought_is_the_due_day(text: str, due: date) -> None:
    reading = heard(text)
    assert (reading.records[0].due_on, reading.question) == (due, None)


def test_a_day_for_both_together_is_each_ones() -> None:
    days = [record.due_on for record in heard("老曹赊900 顾九赊750 月底一起结").records]
    assert days == [date(2026, 12, 31)] * 2


@pytest.mark.parametrize("text", ["老曹用砖抵了3000货款", "青禾是欠1万还是1万2"])
def test_what_is_set_off_or_doubted_is_not_booked(text: str) -> None:
    reading = heard(text)
    assert reading.question is not None or reading.intent is Intent.QUERY_BALANCE


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("顾九3600每周还600 还到清", "each", "600"),
        ("远洲15000 12月1月2月各5000", "each", "5000"),
        ("青禾8000对半 月底一半 下月底一半", "periods", 2),
        ("远洲8万按季度付 每季度2万", "each", "20000"),
        ("顾九那9000分三期 每期3000 下月5号开始", "day_of_month", 5),
    ],
)
def test_a_plan_of_weeks_and_quarters(text: str, key: str, value: object) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (Intent.INSTALLMENT, None)
    assert reading.records[0].extra[key] == value
