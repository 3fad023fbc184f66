"""Which day is the due day, which the day of the goods, which the day the money came."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

DEBT, PAYMENT, BACK = Intent.RECORD_DEBT, Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT


@pytest.mark.parametrize(
    ("text", "yuan", "came"),
    [
        ("青禾11月27日转账4300", 4300, date(2026, 11, 27)),
        ("11月27日收青禾4300", 4300, date(2026, 11, 27)),
        ("远洲 11月20号打来780", 780, date(2026, 11, 20)),
        ("远洲 11月20号微信收780", 780, date(2026, 11, 20)),
        ("青禾建材 11月30日电汇 9,000.00 手续费10元", 9000, date(2026, 11, 30)),
        ("长乐 11/25 收款 650", 650, date(2026, 11, 25)),
        ("长乐2号转来650 我刚看到", 650, date(2026, 12, 2)),
        ("长乐30号打来的650", 650, date(2026, 11, 30)),
        ("11.25 长乐打款650", 650, date(2026, 11, 25)),
        ("悦来11月20日现金300", 300, date(2026, 11, 20)),
        ("顾九 3月5日到账2200", 2200, date(2026, 3, 5)),
        ("顾九 12月份回款2200", 2200, None),
        ("入账 2026年11月25日 青禾建材 800元", 800, date(2026, 11, 25)),
    ],
)
def test_a_day_gone_by_is_the_day_the_money_came(text: str, yuan: int, came: date | None) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert reading.question is None
    assert (record.intent, record.amount, record.happened_on, record.due_on) == (
        PAYMENT,
        yuan * 100,
        came,
        None,
    )


@pytest.mark.parametrize(
    ("text", "yuan", "due", "booked"),
    [
        ("送货日期：11月27日 青禾 货款6,300元 账期45天", 6300, date(2027, 1, 11), date(2026, 11, 27)),
        ("11月3日 青禾 送货单3301 600元 账期30天", 600, date(2026, 12, 3), date(2026, 11, 3)),
        ("补录：11月3日 青禾 送货单3319 640元 账期30天", 640, date(2026, 12, 3), date(2026, 11, 3)),
        ("开单日期：2026-11-20 远洲五金 800 月底付", 800, date(2026, 12, 31), date(2026, 11, 20)),
        ("青禾11月20日发货，金额560，12月31日到期", 560, date(2026, 12, 31), date(2026, 11, 20)),
        ("顾九欠10月份的560", 560, None, None),
        ("顾九欠560 10天付清", 560, date(2026, 12, 13), None),
        ("顾九欠560 10个工作日付清", 560, date(2026, 12, 17), None),
        ("顾九欠560 半年后给", 560, date(2027, 6, 3), None),
        ("顾九欠560 仨月以后给", 560, date(2027, 3, 3), None),
        ("顾九欠560 仨工作日内给", 560, date(2026, 12, 8), None),
        ("顾九欠560 过仨月还", 560, date(2027, 3, 3), None),
        ("顾九欠560 腊月二十 给", 560, date(2027, 1, 27), None),
        ("顾九欠560 冬月二十八", 560, date(2027, 1, 5), None),
        ("顾九欠560 二月十六 阴历 给", 560, date(2027, 3, 23), None),
        ("顾九欠560 二月十六(农历)", 560, date(2027, 3, 23), None),
        ("顾九欠560 卅日数", 560, date(2027, 1, 2), None),
        ("顾九欠560 账期45", 560, date(2027, 1, 17), None),
        ("顾九欠560 下月月中", 560, date(2027, 1, 15), None),
        ("顾九这个月总共拿了560的酒 下月15号结", 560, date(2027, 1, 15), None),
        ("顾九的货560 老板说先欠着 下月15号给", 560, date(2027, 1, 15), None),
    ],
)
def test_due_and_booked(text: str, yuan: int, due: date | None, booked: date | None) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert reading.question is None
    assert (record.intent, record.amount, record.due_on, record.happened_on) == (
        DEBT,
        yuan * 100,
        due,
        booked,
    )


@pytest.mark.parametrize("text", ["青禾欠800 11月10日前付款", "青禾欠560 11月10日"])
def test_a_day_just_gone_by_is_asked_about_and_not_put_into_next_year(text: str) -> None:
    reading = heard(text)
    assert reading.question is not None
    assert reading.question.kind == "past_due"


def test_a_day_that_does_not_suit_gives_way_to_the_next() -> None:
    (record,) = heard("青禾说这个月给不上了 下月中旬吧").records
    assert (record.intent, record.due_on) == (Intent.PROMISE, date(2027, 1, 20))


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("送货单 NO.20261129-015 客户：远洲五金 金额：¥460.00 账期：30天", 460),
        ("送货单3301、3302 远洲五金 460元 月底", 460),
        ("远洲 PE管Φ110 合计550 欠着", 550),
        ("远洲 304不锈钢管 180元 没付", 180),
        ("远洲 45#钢 180元 没付", 180),
        ("远洲 货号8812 180元 没付", 180),
        ("远洲 4分管 20根 每根35 没付", 700),
        ("远洲 3*2.5电缆 180元 没付", 180),
        ("远洲 型号BV2.5 180元 没付", 180),
    ],
)
def test_sizes_and_numbers_are_no_money(text: str, yuan: int) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert (reading.question, record.intent, record.amount) == (None, DEBT, yuan * 100)


@pytest.mark.parametrize(
    ("text", "yuan", "periods", "first"),
    [
        ("青禾 分3期 每月10号 一共9k", 9000, 3, date(2026, 12, 10)),
        ("青禾分期：总额36,000，分6期，每月20日，每期6,000", 36000, 6, date(2026, 12, 20)),
        ("青禾要分六个月还每个月还五千一共三万从一月份开始每月十五号", 30000, 6, date(2027, 1, 15)),
        ("青禾的20万分10个月 每月月底", 200000, 10, date(2026, 12, 31)),
        ("青禾分三批付：12月15日1万，1月15日1万，2月15日2万 共4万", 40000, 3, date(2026, 12, 15)),
        ("青禾每周五还500 还10次 共5000", 5000, 10, date(2026, 12, 4)),
    ],
)
def test_plans_know_the_whole(text: str, yuan: int, periods: int, first: date) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert reading.question is None
    assert (record.amount, record.due_on, record.extra["periods"]) == (yuan * 100, first, periods)


@pytest.mark.parametrize(
    "text",
    [
        "青禾分期：总额36,000，分6期，每月20日，每期5,000",
        "青禾12000分四次付 每次2000",
        "青禾 分3期 每月10号 9000",
        "青禾 3万分3批 12月10日1万 1月10日1万 2月10日2万",
    ],
)
def test_a_plan_that_does_not_come_to_its_whole_is_asked_about(text: str) -> None:
    reading = heard(text)
    assert reading.question is not None
    assert reading.question.kind == "sum_differs"


def test_two_dated_payments_are_two() -> None:
    facts = heard("青禾 11月10日到账 5,600.00，11月12日到账 4,400.00").records
    assert [(fact.intent, fact.amount) for fact in facts] == [(PAYMENT, 560000), (PAYMENT, 440000)]


def test_three_decimals_are_asked_about() -> None:
    question = heard("青禾欠10,000.233元").question
    assert question is not None
    assert question.kind == "vague_amount"
