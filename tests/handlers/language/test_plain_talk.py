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


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("今天收：青禾3000 远洲2500", [("青禾建材", 300000), ("远洲五金", 250000)]),
        ("收远洲两笔 一笔1万 一笔8800", [("远洲五金", 1000000), ("远洲五金", 880000)]),
        ("老曹860\n顾九 1200\n以上现金已收", [("老曹", 86000), ("顾九", 120000)]),
        ("青禾打了一万 扣掉手续费10块到账9990", [("青禾建材", 1000000)]),
        ("顾九3680付了一半 1840", [("顾九", 184000)]),
        ("长乐说转了，我查了下 13000到了", [("长乐装饰", 1300000)]),
        ("老曹微信红包360 还我的", [("老曹", 36000)]),
        ("青禾付货款1.2万 对应单号JM-0088", [("青禾建材", 1200000)]),
    ],
)
def test_money_that_came_is_heard_whole(text: str, facts: list[tuple[str, int]]) -> None:
    reading = heard(text)
    assert [(record.customer and record.customer.name, record.amount) for record in reading.records] == facts
    assert (reading.intent, reading.question) == (Intent.RECORD_PAYMENT, None)


@pytest.mark.parametrize(
    ("text", "amount", "due"),
    [
        ("登记欠款：青禾，金额 7,300，期限 45 天", 730000, date(2027, 1, 17)),
        ("青禾欠款 8000 30天 从1号算起", 800000, date(2026, 12, 31)),
        ("远洲欠2,940 到期：12.25", 294000, date(2026, 12, 25)),
        ("顾九先欠着 两千六 下个月8号发工资给", 260000, date(2027, 1, 8)),
        ("18号前要付的 远洲 欠货款一万四千五", 1450000, date(2026, 12, 18)),
        ("老曹欠1w2 说好年后初十给", 1200000, date(2027, 2, 15)),
        ("长乐欠4，500元 月底", 450000, date(2026, 12, 31)),
    ],
)
def test_a_debt_and_its_day(text: str, amount: int, due: date) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (Intent.RECORD_DEBT, None)
    assert (reading.records[0].amount, reading.records[0].due_on) == (amount, due)


def test_what_is_left_for_a_day_is_promised_beside_the_payment() -> None:
    paid, rest = heard("老曹现金还了两千 剩下月底").records
    assert (paid.amount, rest.intent, rest.due_on) == (200000, Intent.PROMISE, date(2026, 12, 31))


def test_a_rate_beside_a_debt_is_agreed_and_the_debt_booked() -> None:
    debt, fee = heard("老曹欠5000 违约金每天千分之一").records
    assert (debt.intent, debt.amount) == (Intent.RECORD_DEBT, 500000)
    assert (fee.intent, fee.extra["rate"]) == (Intent.LATE_FEE, "0.001/day")


@pytest.mark.parametrize(
    ("text", "intent", "amount"),
    [
        ("老曹打九折 少收320", Intent.RETURN_OR_DISCOUNT, 32000),
        ("远洲打折 让750", Intent.RETURN_OR_DISCOUNT, 75000),
        ("老曹的鸡蛋是342 刚才打成432了", Intent.CORRECT, 34200),
    ],
)
def test_which_of_two_figures_counts(text: str, intent: Intent, amount: int) -> None:
    reading = heard(text)
    assert (reading.intent, reading.records[0].amount, reading.question) == (intent, amount, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我手上的客户一共挂多少账", Intent.QUERY_BALANCE),
        ("明天去青禾送货 注意别压坏", Intent.TASK),
        ("孩子学费交了8000", Intent.NONE),
    ],
)
def test_what_books_nothing(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


def test_a_sum_to_be_noted_without_a_name_is_asked_about() -> None:
    reading = heard("记一笔3000")
    assert reading.question is not None
    assert reading.question.kind == "missing_customer"


@pytest.mark.parametrize(
    ("text", "intent", "amount"),
    [
        ("上条多打了个0 是1200", Intent.CORRECT, 120000),
        ("弄反了 上一条不是欠 是还的", Intent.CORRECT, None),
        ("刚才写的月底不对，是下周三", Intent.CORRECT, None),
        ("老曹那5万拖了几天了", Intent.QUERY_OVERDUE, None),
        ("9月和10月的赊账放一块比比", Intent.REPORT, None),
        ("远洲要求先对账再付款", Intent.FOLLOW_UP_NOTE, None),
        ("回款要咋个记", Intent.HELP, None),
        ("蓝鲸电器插座发霉退回一盒 两千零八十 冲上月账", Intent.RETURN_OR_DISCOUNT, 208000),
        ("青禾打来11000，比账上少100", Intent.RECORD_PAYMENT, 1100000),
        ("远洲还8000 其中3000是他弟代付的", Intent.RECORD_PAYMENT, 800000),
        ("青禾付7350 冲3200和4150那两笔", Intent.RECORD_PAYMENT, 735000),
        ("远洲货款18900未回款 票到30天", Intent.RECORD_DEBT, 1890000),
        ("青禾 合同HT2026-118 欠15万 20号付", Intent.RECORD_DEBT, 15000000),
        ("嗯帮我记一下老曹拿了羊肉串啥的一共是四千一百二十块钱他说十天以后给", Intent.RECORD_DEBT, 412000),
    ],
)
def test_more_of_what_is_meant(text: str, intent: Intent, amount: int | None) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (intent, None)
    assert reading.records[0].amount == amount


@pytest.mark.parametrize("text", ["青禾欠4500 元 月底", "青禾欠4500元月底"])
def test_yuan_before_a_months_end_is_no_january(text: str) -> None:
    assert heard(text).records[0].due_on == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["青禾1096元没付，后天送钱来", "青禾欠1096 后天带钱过来"])
def test_money_brought_on_a_day_falls_due_then(text: str) -> None:
    assert heard(text).records[0].due_on == date(2026, 12, 5)


@pytest.mark.parametrize("text", ["老曹375 还完了", "老曹 375 结了"])
def test_what_is_done_with_is_settled(text: str) -> None:
    assert heard(text).records[0].extra["settled"] is True


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("到现在还没打钱的有哪几家", Intent.QUERY_OVERDUE),
        ("哪些人老赖着不给", Intent.QUERY_OVERDUE),
        ("谁的账快到了", Intent.QUERY_DUE),
        ("下个月要收多少钱", Intent.QUERY_DUE),
        ("本季度逾期率", Intent.REPORT),
        ("青禾老板微信说明天下午转8000", Intent.PROMISE),
        ("青禾法人变更了 记一下", Intent.FOLLOW_UP_NOTE),
        ("刚记的删掉 他说没这回事", Intent.UNDO),
        ("远洲 4800 没收到款 30天", Intent.RECORD_DEBT),
        ("青禾转账两笔 5000和3000", Intent.RECORD_PAYMENT),
        ("财务说远洲的8200到了", Intent.RECORD_PAYMENT),
        ("老曹人没了 690核销吧", Intent.WRITE_OFF),
        ("欠条收到了 老曹 6500 腊月底还", Intent.RECORD_DEBT),
    ],
)
def test_still_more_of_what_is_meant(text: str, intent: Intent) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (intent, None)


@pytest.mark.parametrize("text", ["远洲说8200到了", "老曹抵了5000的运费"])
def test_what_only_he_says_came_is_asked_about(text: str) -> None:
    assert heard(text).question is not None


@pytest.mark.parametrize(
    ("text", "intent", "amount", "due"),
    [
        ("刚给远洲送了20盆花 一盆45 都没给钱", Intent.RECORD_DEBT, 90000, None),
        ("青禾提走钢筋 5吨 每吨4120 月底一次付清", Intent.RECORD_DEBT, 2060000, date(2026, 12, 31)),
        ("顾九又在我这拿了包烟 22块 先欠着", Intent.RECORD_DEBT, 2200, None),
        ("悦来要的海鲜 1,256.8 月底对账一起结", Intent.RECORD_DEBT, 125680, date(2026, 12, 31)),
        ("今天去远洲 拿回来四千块现金", Intent.RECORD_PAYMENT, 400000, None),
        ("顾九那五百要回来了", Intent.RECORD_PAYMENT, 50000, None),
        ("长乐 9300 昨天进的账", Intent.RECORD_PAYMENT, 930000, None),
        ("青禾财务答复 8号打款", Intent.PROMISE, None, date(2026, 12, 8)),
    ],
)
def test_what_came_and_what_is_owed(text: str, intent: Intent, amount: int | None, due: date | None) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (intent, None)
    assert (reading.records[0].amount, reading.records[0].due_on) == (amount, due)


@pytest.mark.parametrize("text", ["老曹转了 5、6千", "青禾这个月 15000"])
def test_a_range_or_a_bare_month_is_asked_about(text: str) -> None:
    assert heard(text).question is not None


def test_an_errand_is_no_question_about_a_new_customer() -> None:
    assert heard("谁有空帮我去趟银行").intent is Intent.NONE


@pytest.mark.parametrize(
    ("text", "number"),
    [("刚那笔漏了单号 XS-7788", "XS-7788"), ("补个单号 HD-20261124", "HD-20261124")],
)
def test_a_number_that_was_left_out_is_added(text: str, number: str) -> None:
    reading = heard(text)
    assert (reading.intent, reading.records[0].extra["doc_no"]) == (Intent.CORRECT, number)
