"""Plain talk about money: what came, what is owed and when, which of two figures counts, what only he says."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


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
        ("远洲欠12个半蚊 三个礼拜还", 1250, date(2026, 12, 24)),
        ("老曹欠500 年初八给", 50000, date(2027, 2, 13)),
        ("远洲欠12500年底给", 1250000, date(2026, 12, 31)),
        ("青禾欠三百半 一个半月还", 35000, date(2027, 1, 17)),
        ("顾九欠800 月底前三天还", 80000, date(2026, 12, 28)),
        ("老曹欠2600 元旦假期前付", 260000, date(2026, 12, 31)),
        ("老曹欠二十五仙 不迟于12月25号还", 25, date(2026, 12, 25)),
    ],
)
def test_a_debt_and_its_day(text: str, amount: int, due: date) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (Intent.RECORD_DEBT, None)
    assert (reading.records[0].amount, reading.records[0].due_on) == (amount, due)


@pytest.mark.parametrize("said", ["负五百", "大于500", "500 dollars"])
def test_a_sum_that_is_none_is_asked_about(said: str) -> None:
    question = heard(f"远洲欠{said}").question
    assert question is not None
    assert question.kind in ("vague_amount", "foreign_money")


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


@pytest.mark.parametrize(
    "text", ["催款函硬气点 写上违约金条款", "给青禾的律师函里加上逾期利息", "对账单加上滞纳金条款"]
)
def test_how_a_letter_is_worded_posts_no_fee(text: str) -> None:
    assert heard(text).intent is not Intent.LATE_FEE


@pytest.mark.parametrize(
    ("text", "intent", "amount"),
    [
        ("青禾那300尾款核销", Intent.WRITE_OFF, 30000),
        ("远洲核销尾款86", Intent.WRITE_OFF, 8600),
        ("青禾付了300 尾款核销", Intent.RECORD_PAYMENT, 30000),
        ("青禾承兑汇票8万 收下了", Intent.RECORD_PAYMENT, 8000000),
        ("远洲今天下班前付4200", Intent.PROMISE, 420000),
        ("远洲今天下班前付了4200", Intent.RECORD_PAYMENT, 420000),
        ("远洲计划12月20日付款21000", Intent.PROMISE, 2100000),
        ("青禾5000这笔实际只收到4975", Intent.CORRECT, 497500),
        ("青禾这笔手续费扣了9.9 实到990.1", Intent.RECORD_PAYMENT, 99010),
        ("青禾付30000 先冲#1003 余下冲#1004", Intent.RECORD_PAYMENT, 3000000),
        ("青禾那5000实收4975", Intent.CORRECT, 497500),
        ("青禾货款5000 实收4975", Intent.RECORD_DEBT, 500000),
    ],
)
def test_what_a_sum_was(text: str, intent: Intent, amount: int) -> None:
    reading = heard(text)
    assert (reading.question, reading.records[0].intent, reading.records[0].amount) == (None, intent, amount)


def test_a_promise_by_the_evening_is_of_today() -> None:
    assert heard("远洲今天下班前付4200").records[0].due_on == date(2026, 12, 3)


@pytest.mark.parametrize("text", ["青禾那张票作废重开", "远洲的发票冲红了", "青禾那张专票撤掉"])
def test_an_invoice_that_is_void_takes_no_debt_back(text: str) -> None:
    assert heard(text).intent is Intent.FOLLOW_UP_NOTE


def test_where_sum_and_day_run_together_the_sum_is_asked() -> None:
    asked = heard("青禾6000十五给").question
    assert asked is not None
    assert asked.kind == "vague_amount"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("青禾还了3000，也可能是3500", "amount_range"),
        ("远洲拿了40箱 可能是6000也可能是6400", "amount_range"),
        ("青禾付了，单子看不清 可能是7200", "vague_amount"),
        ("青禾 字太潦草 可能是7200", "debt_or_payment"),
    ],
)
def test_a_sum_he_is_not_sure_of_is_asked(text: str, kind: str) -> None:
    asked = heard(text).question
    assert asked is not None
    assert asked.kind == kind


def test_a_limit_said_softly_keeps_the_facts_before_it() -> None:
    reading = heard("青禾还了9000 又赊了4100的板子 额度给他提到三万吧")
    assert [record.intent for record in reading.records] == [
        Intent.RECORD_PAYMENT,
        Intent.RECORD_DEBT,
        Intent.CREDIT_LIMIT,
    ]


def test_the_denied_sum_behind_the_right_one_is_the_old_one() -> None:
    record = heard("青禾那笔应该是9600不是6900").records[0]
    assert (record.amount, record.extra["old_amount"]) == (960000, "6900")


@pytest.mark.parametrize(
    "text",
    ["青禾转来31,500 应收31,200 多的先放着", "青禾打来31500 应收31200", "青禾收到31500 应付31200 多收300"],
)
def test_what_he_had_to_pay_is_no_debt_of_its_own(text: str) -> None:
    (paid,) = heard(text).records
    assert (paid.intent, paid.amount, paid.extra["overpaid"]) == (Intent.RECORD_PAYMENT, 3150000, "300")


def test_more_owed_than_came_is_not_taken_for_it() -> None:
    assert len(heard("青禾打来5000 应收8000").records) == 2
