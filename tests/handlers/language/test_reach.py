"""Wordings of one sense that differ in order, in dialect and in what stands around the fact."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

DEBTS = [
    ("青禾作业本五千本 每本1块8 月底给钱", 900_000, date(2026, 12, 31)),
    ("悦来酒店欠2150 二月二给", 215_000, date(2027, 3, 9)),
    ("长乐过年海报 230 欠着", 23_000, None),
    ("顾九欠8千6 春节后15号给", 860_000, date(2027, 2, 15)),
    ("老曹 单页2000张 合计960元 没付", 96_000, None),
    ("远洲 换硬盘两块 1360 挂账", 136_000, None),
    ("蓝鲸电器电饭煲一个 260 记账", 26_000, None),
    ("青禾运费我们先垫的 380 让他还", 38_000, None),
    ("长乐 蕾丝 9150 压批 下批货来付这批", 915_000, None),
    ("悦来酒店进货五千整，初八开门就给", 500_000, date(2026, 12, 16)),
    ("顾九拿货 6205轴承200套 8.5一套 月底", 170_000, date(2026, 12, 31)),
    ("青禾两万一 7月15给", 2_100_000, date(2027, 7, 15)),
    ("老曹拿了12盒针头没付 说下周二来结 一盒35", 42_000, date(2026, 12, 8)),
    ("远洲除夕前给 先挂八千六", 860_000, date(2027, 2, 5)),
]


@pytest.mark.parametrize(("text", "fen", "due"), DEBTS)
def test_it_is_a_debt(text: str, fen: int, due: date | None) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(r.intent, r.amount, r.due_on) for r in reading.records] == [(Intent.RECORD_DEBT, fen, due)]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("青禾拿张支票来 5,950", 595_000),
        ("昨天对公进的28000是长乐的货款", 2_800_000),
        ("老曹现金5,900在我这 明天交财务", 590_000),
        ("顾九回款56,780元 手续费15元另扣", 5_678_000),
        ("远洲又到一笔 6k", 600_000),
        ("周五青禾转的七千三 到了没记吧 帮记上", 730_000),
    ],
)
def test_it_is_a_payment(text: str, fen: int) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(r.intent, r.amount) for r in reading.records] == [(Intent.RECORD_PAYMENT, fen)]


@pytest.mark.parametrize(
    ("text", "fen", "day"),
    [
        ("长乐：本周内给八千", 800_000, date(2026, 12, 6)),
        ("青禾董事长点头了，12月20号付五万二", 5_200_000, date(2026, 12, 20)),
        ("老曹说卖了棉花就把4千给我", 400_000, None),
        ("悦来酒店财务说走流程 25号放款", None, date(2026, 12, 25)),
    ],
)
def test_it_is_a_promise(text: str, fen: int | None, day: date | None) -> None:
    first = heard(text).records[0]
    assert (first.intent, first.amount, first.due_on) == (Intent.PROMISE, fen, day)


@pytest.mark.parametrize(
    "text", ["明年目标回款800万 冲！", "【建设银行】您尾号3306的账户支出人民币1200.00元，余额88,450.21元"]
)
def test_it_is_no_affair_of_the_books(text: str) -> None:
    assert heard(text).intent is Intent.NONE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("新客户 海之味大排档 拿货1420 下周一付", "海之味大排档"),
        ("给新开的启航驾校做招牌 5200元 没付", "启航驾校"),
        ("客户宏锦制衣首单 面料11800 账期30天", "宏锦制衣"),
        ("对面新开的福来面馆赊了三百六", "福来面馆"),
        ("海蓝洗涤 头一回做 赊4400 9号付", "海蓝洗涤"),
        ("新地装修 5000 月底", "新地装修"),
        ("大江装饰 5000 月底还", "大江装饰"),
    ],
)
def test_a_new_customer_is_cut_out_of_the_words_around_him(text: str, name: str) -> None:
    customer = heard(text).records[0].customer
    assert customer is not None
    assert customer.text == name


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("青禾付了9000 剩下300给他抹了", 30_000),
        ("老曹还了1300，还差200他说不给了算抹零", 20_000),
        ("顾九 给钱了 700 多的35.5不要了", 3_550),
    ],
)
def test_what_is_let_go_of_the_rest_is_its_own_fact(text: str, rest: int) -> None:
    paid, let_go = heard(text).records
    assert (paid.intent, let_go.intent) == (Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT)
    assert let_go.amount == rest


def test_the_day_of_the_rest_is_the_debts() -> None:
    owed, paid = heard("青禾拉料9600 当场给了3600 还欠6000 1月8号给").records
    assert (owed.amount, owed.due_on, paid.amount) == (960_000, date(2027, 1, 8), 360_000)


def test_each_promise_has_its_day() -> None:
    records = heard("老曹说后天付3000，下周六付4000").records
    days = [(record.amount, record.due_on) for record in records]
    assert days == [(300_000, date(2026, 12, 5)), (400_000, date(2026, 12, 12))]


def test_what_stands_in_brackets_is_no_second_payment() -> None:
    (record,) = heard("老曹 还1500（原欠1800）").records
    assert (record.intent, record.amount) == (Intent.RECORD_PAYMENT, 150_000)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("同意 让他装", Intent.APPROVE),
        ("可以发 但只能一半 1万5", Intent.APPROVE),
        ("青禾的不批，先让他还钱", Intent.APPROVE),
        ("准了，青禾那车今天放行", Intent.APPROVE),
        ("第一笔没看到，其他的ok", Intent.CONFIRM_RECEIPTS),
        ("王素珍转的那个是青禾的 她妈", Intent.CLAIM),
        ("待认领第2笔我的 是青禾", Intent.CLAIM),
        ("周末别给我推送", Intent.SETTING),
        ("把老吴的权限改成仓库", Intent.STAFF_UPDATE),
        ("王芳是新来的财务，给她开通", Intent.STAFF_UPDATE),
        ("加个销售 小郑", Intent.STAFF_UPDATE),
        ("青禾家里办丧事，这个月不要去催他", Intent.HOLD),
        ("青禾的催款暂停一星期", Intent.HOLD),
        ("青禾那边停几天再催", Intent.HOLD),
        ("逾期的今天全部催一遍", Intent.CHASE),
        ("青禾咋整的 拖这么些天", Intent.STORY),
        ("1063作废", Intent.UNDO),
        ("为啥青禾今天没收到催款", Intent.SILENCE_REASON),
        ("青禾以后就叫青禾数码", Intent.CUSTOMER_UPDATE),
        ("六一那天提醒我给青禾对账", Intent.REMIND),
    ],
)
def test_what_else_is_wanted(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


@pytest.mark.parametrize(
    "amount", ["2200", "两千二", "3万", "五百", "三千五百块", "800元", "3k", "百八", "5000整"]
)
@pytest.mark.parametrize(
    "day", ["月底", "周五", "下周三", "下月5号", "1月15号", "腊月二十", "年底", "明天", "礼拜五", "正月十五"]
)
def test_a_sum_and_its_day_need_no_space_between(amount: str, day: str) -> None:
    apart, together = heard(f"青禾欠{amount} {day}给"), heard(f"青禾欠{amount}{day}给")
    if together.question is not None:  # 22001月15号: nobody can tell
        return
    assert [(r.amount, r.due_on) for r in together.records] == [(r.amount, r.due_on) for r in apart.records]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("青禾那5000还没付呢", "meant"),
        ("青禾5000的货退了一半", "vague_amount"),
        ("王总打了十万过来", "which_customer"),
        ("给纸厂打了3万2", "debt_or_payment"),
        ("收老曹现金2600 抹掉零头不算 就2600", "two_amounts"),
        ("青禾欠22001月15给", "vague_amount"),
    ],
)
def test_it_is_asked_about(text: str, kind: str) -> None:
    question = heard(text).question
    assert question is not None
    assert question.kind == kind


@pytest.mark.parametrize(
    ("text", "intent", "key", "value"),
    [
        ("把单号补上 8831", Intent.CORRECT, "doc_no", "8831"),
        ("1042 多记了200", Intent.CORRECT, "delta", "-200"),
        ("那笔不是现金是微信", Intent.CORRECT, "method", "微信"),
        ("删掉青禾", Intent.UNDO, "unsure", True),
        ("撤销青禾那笔", Intent.UNDO, "unsure", None),
        ("半夜12点提醒我", Intent.REMIND, "time", "00:00"),
        ("3点半提醒我去青禾", Intent.REMIND, "time", "15:30"),
        ("03:30提醒我去青禾", Intent.REMIND, "time", "03:30"),
        ("凌晨3点提醒我", Intent.REMIND, "time", "03:00"),
        ("中午1点提醒我", Intent.REMIND, "time", "13:00"),
        ("9点提醒我", Intent.REMIND, "time", "09:00"),
        ("青禾到期当天喊我", Intent.REMIND, "relative", 0),
        ("青禾不能再赊了", Intent.HOLD, "stops", "delivery"),
        ("青禾有哪些异议", Intent.DISPUTE, "action", "list"),
        ("7天内要收的", Intent.QUERY_DUE, "from", date(2026, 12, 3)),
    ],
)
def test_an_order_carries_what_it_is_about(text: str, intent: Intent, key: str, value: object) -> None:
    (record,) = heard(text).records
    assert (record.intent, record.extra.get(key)) == (intent, value)


def test_why_one_is_not_paid_may_be_its_invoice() -> None:
    record = heard("#1042 没开票").records[0]
    assert (record.intent, record.extra["number"], record.extra["reason"]) == (
        Intent.FOLLOW_UP_NOTE,
        1042,
        "没开票",
    )
