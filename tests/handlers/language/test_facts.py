"""Debts, payments, returns: what is booked, and what is asked instead."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

DEBT, PAYMENT, BACK = Intent.RECORD_DEBT, Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT


@pytest.mark.parametrize(
    ("text", "intent", "name", "yuan", "due"),
    [
        ("青禾拿了7千的板子 下月8号给", DEBT, "青禾建材", 7000, date(2027, 1, 8)),
        ("老曹 2600 月底", DEBT, "老曹", 2600, date(2026, 12, 31)),
        ("远洲这车货没给钱 ¥930", DEBT, "远洲五金", 930, None),
        ("顾九赊账4100 账期20天", DEBT, "顾九", 4100, date(2026, 12, 23)),
        ("长乐签单1750", DEBT, "长乐装饰", 1750, None),
        ("悦来先拿货后给钱 880 十天内", DEBT, "悦来酒店", 880, date(2026, 12, 13)),
        ("昨天青禾还拿了2000的货", DEBT, "青禾建材", 2000, None),
        ("远洲还提走800的货", DEBT, "远洲五金", 800, None),
        ("顾九替青禾付了2000", PAYMENT, "青禾建材", 2000, None),
        ("青禾打了张欠条 6000 元旦还", DEBT, "青禾建材", 6000, date(2027, 1, 1)),
        ("青禾5号还的4000", PAYMENT, "青禾建材", 4000, None),
        ("老曹把三百付了", PAYMENT, "老曹", 300, None),
        ("收悦来现金1200", PAYMENT, "悦来酒店", 1200, None),
        ("顾九那边2000块到了", PAYMENT, "顾九", 2000, None),
        ("远洲 650 已结", PAYMENT, "远洲五金", 650, None),
        ("青禾退了四箱 冲480", BACK, "青禾建材", 480, None),
        ("给长乐抹零8块", BACK, "长乐装饰", 8, None),
        ("顾九那700做坏账", Intent.WRITE_OFF, "顾九", 700, None),
    ],
)
def test_one_fact(text: str, intent: Intent, name: str, yuan: int, due: date | None) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert reading.question is None
    assert record.customer is not None
    assert (record.intent, record.customer.name, record.amount, record.due_on) == (
        intent,
        name,
        yuan * 100,
        due,
    )


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("收顾九4千 老曹6百", [(PAYMENT, "顾九", 4000), (PAYMENT, "老曹", 600)]),
        ("青禾欠2千 远洲欠3千5 都是月底", [(DEBT, "青禾建材", 2000), (DEBT, "远洲五金", 3500)]),
        ("长乐还了900 又拿了1500的货", [(PAYMENT, "长乐装饰", 900), (DEBT, "长乐装饰", 1500)]),
        ("青禾顾九各欠250", [(DEBT, "青禾建材", 250), (DEBT, "顾九", 250)]),
        ("青禾拿货900 付了400 剩下500年底给", [(DEBT, "青禾建材", 900), (PAYMENT, "青禾建材", 400)]),
        ("顾九 应收900 已收400 未收500", [(DEBT, "顾九", 900), (PAYMENT, "顾九", 400)]),
        ("顾九欠五百\n老曹欠六百", [(DEBT, "顾九", 500), (DEBT, "老曹", 600)]),
    ],
)
def test_several_facts_keep_their_order(text: str, facts: list[tuple[Intent, str, int]]) -> None:
    reading = heard(text)
    got = [
        (record.intent, record.customer and record.customer.name, record.amount) for record in reading.records
    ]
    assert reading.question is None
    assert got == [(intent, name, yuan * 100) for intent, name, yuan in facts]


def test_a_day_said_for_all_is_everybodys() -> None:
    assert [record.due_on for record in heard("青禾欠2千 远洲欠3千5 都是月底").records] == [
        date(2026, 12, 31)
    ] * 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("青禾 4000", "debt_or_payment"),
        ("青禾欠几千", "vague_amount"),
        ("青禾欠三五千", "amount_range"),
        ("蓝鲸欠4000", "which_customer"),
        ("青禾电器欠4000", "similar_customer"),
        ("qh欠4000", "similar_customer"),
        ("欠4000", "missing_customer"),
        ("青禾欠4000 大写叁仟元整", "amount_words_differ"),
        ("青禾拿货500+300 一共900", "sum_differs"),
        ("青禾欠4000 2月30号还", "impossible_date"),
        ("青禾欠4000美元", "foreign_money"),
        ("青禾结清了", "missing_amount"),
        ("青禾欠-400", "vague_amount"),
        ("给青禾打了4000", "debt_or_payment"),
        ("不是青禾欠的4000", "meant"),
        ("青禾欠4000，月底行吗", "meant"),
        ("顾九还欠款4000", "debt_or_payment"),
        ("顾九4000没还", "debt_or_payment"),
        ("老板让顾九先付4000", "debt_or_payment"),
        ("退给顾九4000", "meant"),
        ("顾九打电话说还了4000", "said_paid"),
        ("顾九欠4.000", "vague_amount"),
        ("顾九那4000打9折", "vague_amount"),
        ("顾九霄欠4000", "similar_customer"),
        ("小顾九欠4000", "similar_customer"),
        ("顾九欠老曹4000", "which_customer"),
        ("顾九欠4000 月底还 20号还", "dates_differ"),
    ],
)
def test_what_is_not_certain_is_asked(text: str, kind: str) -> None:
    reading = heard(text)
    assert reading.intent is Intent.AMBIGUOUS
    assert reading.question is not None
    assert reading.question.kind == kind


@pytest.mark.parametrize("text", ["青禾欠八百 不对不对 是八千", "青禾欠800，说错了，8000"])
def test_a_correction_inside_the_message_wins(text: str) -> None:
    assert [record.amount for record in heard(text).records] == [800_000]


def test_quantity_times_price_is_shown() -> None:
    (record,) = heard("青禾 水泥40包 每包25 没付").records
    assert record.amount == 100_000
    assert (record.extra["qty"], record.extra["unit_price"], record.extra["note"]) == ("40", "25", "40x25")


def test_a_payment_carries_its_way_and_what_it_is_for() -> None:
    (record,) = heard("对公收到青禾9000，核销6月5000、7月4000").records
    assert record.extra["account"] == "对公"
    assert record.extra["allocations"] == [["6月", "5000"], ["7月", "4000"]]


def test_the_time_of_day_owns_no_account() -> None:
    (record,) = heard("顾九昨天晚上微信上给我转了76.5").records
    assert "account" not in record.extra


def test_the_day_of_the_fact_is_apart_from_the_due_day() -> None:
    (record,) = heard("青禾昨天拉了3000的货 账期30天").records
    assert (record.happened_on, record.due_on) == (date(2026, 12, 2), date(2027, 1, 1))


def test_he_and_again_stand_for_the_last_customer() -> None:
    (record,) = heard("他又还了500", last=(7, "顾九")).records
    assert record.customer is not None
    assert (record.customer.customer_id, record.intent) == (7, PAYMENT)


def test_a_new_name_is_kept_as_typed() -> None:
    (record,) = heard("新泰机械欠2000 月底").records
    assert record.customer is not None
    assert (record.customer.fit, record.customer.name) == ("new", "新泰机械")


def test_a_stranger_in_a_later_fact_is_not_the_first_customer() -> None:
    names = [
        record.customer and record.customer.name for record in heard("青禾还了900 鲁大海拿了300的货").records
    ]
    assert names == ["青禾建材", "鲁大海"]


def test_long_talk_without_stops_is_dictated() -> None:
    reading = heard("今天上午去青禾送货了货值三万六千八钱没给说月底给你记一下")
    assert reading.voice
    assert reading.records[0].amount == 3_680_000


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("青禾总价8000 已付定金2000 尾款6000", [(Intent.RECORD_DEBT, 8000), (Intent.RECORD_PAYMENT, 2000)]),
        ("定金收了青禾2000 尾款8000货到付", [(Intent.RECORD_PAYMENT, 2000)]),
        ("青禾付了货款3000 余款2000也付了", [(Intent.RECORD_PAYMENT, 3000), (Intent.RECORD_PAYMENT, 2000)]),
        ("青禾付尾款3000 又订了5000的货", [(Intent.RECORD_PAYMENT, 3000), (Intent.RECORD_DEBT, 5000)]),
        ("青禾打了5000 另外3000明天打", [(Intent.RECORD_PAYMENT, 5000), (Intent.PROMISE, 3000)]),
        ("收了青禾3000 2000下周给", [(Intent.RECORD_PAYMENT, 3000), (Intent.PROMISE, 2000)]),
        ("青禾付了3000 又拿了2000的货 下周给", [(Intent.RECORD_PAYMENT, 3000), (Intent.RECORD_DEBT, 2000)]),
    ],
)
def test_what_came_what_is_left_and_what_will_come(text: str, wanted: list[tuple[Intent, int]]) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(record.intent, (record.amount or 0) // 100) for record in reading.records] == wanted


@pytest.mark.parametrize(
    "text", ["顾九替青禾付了2000", "顾九今天帮青禾把2000打过来了", "顾九代青禾付了2000 现金"]
)
def test_who_pays_for_another_is_the_payer(text: str) -> None:
    (record,) = heard(text).records
    assert record.extra["payer"] == "顾九"


@pytest.mark.parametrize(
    "text", ["退给顾九多付的300", "顾九多打了300 退回去了", "退款给顾九300", "顾九定金300退了"]
)
def test_money_that_goes_back_is_no_return_of_goods(text: str) -> None:
    (record,) = heard(text).records
    assert (record.intent, record.amount, record.extra["kind"]) == (BACK, 30_000, "refund")


@pytest.mark.parametrize(
    "text",
    [
        "青禾上次多付的500抵这次的货款",
        "青禾多付的抵货款",
        "青禾定金200转货款",
        "青禾定金500扣了",
        "把青禾多付的500抵顾九的货款",
        "青禾预付款300冲红",
        "青禾未核销的300核销",
        "下个月青禾多付的抵货款",
    ],
)
def test_what_came_before_is_booked_no_second_time(text: str) -> None:
    assert heard(text).records == ()


def test_goods_set_off_against_a_deposit_are_asked_about() -> None:
    assert heard("青禾拿了5000的货 用定金抵").question is not None


@pytest.mark.parametrize("text", ["顾九帮青禾垫了2000", "顾九帮我们给青禾付了2000", "青禾的钱顾九付了2000"])
def test_whose_account_is_asked_where_two_may_be_meant(text: str) -> None:
    assert heard(text).question is not None
