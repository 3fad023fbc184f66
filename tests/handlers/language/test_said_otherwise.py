"""More ways of saying it: bank lines, bills, days, plans, corrections, questions."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

DEBT, PAID = Intent.RECORD_DEBT, Intent.RECORD_PAYMENT


@pytest.mark.parametrize(
    ("text", "intent", "yuan"),
    [
        ("收青禾承兑一张50000 明年3月20到期", PAID, 50_000),
        ("青禾背书给我们承兑一张3万 6月8日到期", PAID, 30_000),
        ("今早对公户头进了青禾37,450", PAID, 37_450),
        ("贷方28,500.00 对方户名青禾建材 摘要货款 2026-12-02 余额163,204.77", PAID, 28_500),
        ("老曹微信红包给了200", PAID, 200),
        ("刚才在顾九家坐了会儿他把那三百块给我了还请我喝茶", PAID, 300),
        ("青禾先付一万，剩下的月底再说", PAID, 10_000),
        ("老曹3600到账了 给他开张票", PAID, 3_600),
        ("青禾 周二到的款 8700", PAID, 8_700),
        ("长乐转了两万一 还差四百没结", PAID, 21_000),
        ("远洲4300到账了 给我核销掉", PAID, 4_300),
        ("老曹还七百二 备注老账", PAID, 720),
        ("老曹欠四百块 发了工资给 28号", DEBT, 400),
        ("远洲转来15800 手续费另扣10块", PAID, 15_800),
        ("青禾欠10600月底", DEBT, 10_600),
        ("长乐?不是 是青禾 欠5000", DEBT, 5_000),
        ("给青禾发的管子 5000 没付", DEBT, 5_000),
        ("悦来瓷砖18箱每箱62 老板娘说钱过几天给", DEBT, 1_116),
        ("南桥早餐店(新的)赊饮料575", DEBT, 575),
        ("顾九那130别要了 人跑了", Intent.WRITE_OFF, 130),
    ],
)
def test_what_it_is_and_how_much(text: str, intent: Intent, yuan: int) -> None:
    record = heard(text).records[0]
    assert (record.intent, record.amount) == (intent, yuan * 100)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("青禾 2.35万 记欠款 8/8还", date(2027, 8, 8)),
        ("青禾3000 赊了 下个月今天", date(2027, 1, 3)),
    ],
)
def test_when_it_falls_due(text: str, due: date) -> None:
    assert heard(text).records[0].due_on == due


@pytest.mark.parametrize(
    ("text", "kind"), [("青禾 11号 1100", "debt_or_payment"), ("12/8 老曹 800", "debt_or_payment")]
)
def test_a_bare_day_before_a_sum_without_a_verb_is_asked_about(text: str, kind: str) -> None:
    question = heard(text).question
    assert question is not None
    assert question.kind == kind


@pytest.mark.parametrize(
    ("text", "parts", "each"),
    [
        ("青禾 900 分三次 1月1号 2月1号 3月1号各300", 3, "300"),
        ("青禾4800分12周还 每周一400", 12, "400"),
        ("青禾2.4万分两笔 12月8号和1月8号各一半", 2, "12000"),
    ],
)
def test_a_plan_keeps_its_parts(text: str, parts: int, each: str) -> None:
    (plan,) = heard(text).records
    assert (plan.intent, plan.extra["periods"], plan.extra["each"]) == (Intent.INSTALLMENT, parts, each)


def test_a_part_first_and_the_rest_later_are_two_promises() -> None:
    first, rest = heard("青禾说下周四先给1200 余款12月20号").records
    assert (first.amount, first.due_on) == (120_000, date(2026, 12, 10))
    assert (rest.intent, rest.amount, rest.due_on) == (Intent.PROMISE, None, date(2026, 12, 20))


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [("青禾4750改4570", "4750", 457_000), ("青禾那单2750写成2570了 更正一下", "2570", 275_000)],
)
def test_digits_turned_round_are_put_right(text: str, old: str, new: int) -> None:
    (record,) = heard(text).records
    assert (record.intent, record.amount, record.extra["old_amount"]) == (Intent.CORRECT, new, old)


def test_the_name_denied_is_the_old_one() -> None:
    (record,) = heard("刚那笔不是远洲的，是青禾的").records
    assert record.customer is not None
    assert (record.customer.name, record.extra["old_customer"]) == ("青禾建材", "远洲五金")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("远洲五金超了几天了", Intent.QUERY_OVERDUE),
        ("拖了俩月以上没给的都有谁", Intent.QUERY_OVERDUE),
        ("到日子还没给钱的都有谁", Intent.QUERY_OVERDUE),
        ("上个月谁答应的没兑现", Intent.REPORT),
        ("给我青禾的对账单", Intent.STATEMENT),
        ("青禾链接停用", Intent.LINK),
        ("青禾额度清零", Intent.CREDIT_LIMIT),
        ("青禾 远洲 别分两户", Intent.MERGE),
        ("刚给青禾记的那条收回", Intent.UNDO),
        ("刚才那笔到期往后推10天", Intent.CORRECT),
        ("备注补上：送货找门卫老郑", Intent.CORRECT),
        ("录一笔回款要咋打字", Intent.HELP),
        ("对账函已经寄给青禾了 11月的", Intent.FOLLOW_UP_NOTE),
        ("青禾换会计了 新来的姓温 只认盖章对账单", Intent.FOLLOW_UP_NOTE),
    ],
)
def test_what_it_is_for(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


def test_a_day_gone_by_asks_how_the_books_stood_then() -> None:
    assert heard("10月底超期多少").records[0].extra["as_of"] == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("青禾送货3200 收现1200 余2000记账", [(DEBT, 3200), (PAID, 1200)]),
        ("青禾收货6800 退货300", [(DEBT, 6800), (Intent.RETURN_OR_DISCOUNT, 300)]),
        ("青禾拉货4500 运费150我们出", [(DEBT, 4500)]),
        ("青禾上月欠的2300和这月的1800一起付了", [(PAID, 2300), (PAID, 1800)]),
        ("青禾付了3000 还有2000在路上", [(PAID, 3000)]),
        ("青禾5000 现金结的", [(PAID, 5000)]),
    ],
)
def test_each_sum_goes_its_own_way(text: str, facts: list[tuple[Intent, int]]) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(record.intent, (record.amount or 0) // 100) for record in reading.records] == facts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("顾九结账9800 收9500", "two_amounts"),
        ("青禾欠12000 给他优惠到11500", "vague_amount"),
    ],
)
def test_a_sum_that_may_be_two_things_is_asked_about(text: str, kind: str) -> None:
    question = heard(text).question
    assert question is not None
    assert question.kind == kind


def test_the_rest_and_its_day_are_not_run_together() -> None:
    debt = heard("青禾拉走两吨钢材 单价3800 先付了3000 余下月底").records[0]
    assert debt.due_on == date(2026, 12, 31)


def test_booked_anew_puts_the_sum_right() -> None:
    (record,) = heard("把青禾昨天那笔3000删了 重新记2800").records
    assert (record.intent, record.amount, record.extra["old_amount"]) == (Intent.CORRECT, 280_000, "3000")


def test_the_sum_that_is_divided_is_none_of_its_parts() -> None:
    plan = heard("长乐那9000分三笔 月底4000 下月底3000 剩下的2月底").records[0]
    assert (plan.amount, plan.extra["schedule"]) == (
        900_000,
        [["4000", "2026-12-31"], ["3000", "2027-01-31"], ["2000", "2027-02-28"]],
    )


def test_days_as_many_as_parts_share_the_sum() -> None:
    plan = heard("长乐那7000改成分两期 月底和下月底").records[0]
    assert plan.extra["schedule"] == [["3500", "2026-12-31"], ["3500", "2027-01-31"]]


@pytest.mark.parametrize(
    ("text", "yuan", "what"),
    [
        ("青禾付800 还差多少", 800, "record_payment"),
        ("青禾打了1200，还欠多少", 1_200, "record_payment"),
        ("欠我三千的老曹今天还了一千", 3_000, "record_debt"),
    ],
)
def test_what_may_be_meant_otherwise_is_asked(text: str, yuan: int, what: str) -> None:
    question = heard(text).question
    assert question is not None
    assert (question.kind, question.data["amount"], question.data["what"]) == ("meant", yuan * 100, what)


def test_how_he_came_is_no_part_of_a_new_name() -> None:
    record = heard("第一次合作的客户天工门窗厂 欠8300 月底").records[0]
    assert record.customer is not None
    assert (record.customer.text, record.amount) == ("天工门窗厂", 830_000)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("老曹那4100到底登记没有", Intent.QUERY_BALANCE),
        ("少写了个零 刚才那笔是43000", Intent.CORRECT),
        ("后天9点开会 都准时", Intent.NONE),
        ("老曹3600 三周还完 每周五收1200", Intent.INSTALLMENT),
    ],
)
def test_what_is_wanted(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent
