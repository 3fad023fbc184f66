"""Goods multiplied, charges added, parts against a stated total."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

DEBT, PAYMENT, BACK = Intent.RECORD_DEBT, Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT


@pytest.mark.parametrize(
    ("text", "intent", "yuan"),
    [
        ("青禾 角铁4吨 一吨4100 没付", DEBT, 16400),
        ("青禾 闸阀60个 7块5一个 没给", DEBT, 450),
        ("青禾拿了三十斤白糖 四块六一斤 记账", DEBT, 138),
        ("青禾拿了三十斤白糖 四块六毛一斤 记账", DEBT, 138),
        ("远洲拿网线 三卷 两百四一卷 没给", DEBT, 720),
        ("远洲拉了两车石子 九百一车", DEBT, 1800),
        ("悦来 面粉10kg×20袋 45元/袋 未付", DEBT, 900),
        ("长乐 茶几3张@460、凳子8把@55 未付", DEBT, 1820),
        ("顾九赊了俩水箱 一个三百二", DEBT, 640),
        ("悦来 毛巾40条 六块五一条", DEBT, 260),
        ("青禾 地砖600x600 20箱 每箱88 未付", DEBT, 1760),
        ("青禾拿了一箱 96 没付", DEBT, 96),
        ("青禾退了4包腻子 一包35", BACK, 140),
        ("远洲 沙6方 每方110 石子3方 每方90 共930", DEBT, 930),
        ("远洲 水管3根 一根18 又拿4个阀 一个25 都没付", DEBT, 154),
        ("长乐 板20平 每平90 加运费150", DEBT, 1950),
        ("长乐 板20平 每平90 运费另计150 合计1950", DEBT, 1950),
        ("长乐 120片×35", DEBT, 4200),
        ("青禾货款3000 运费150 月底", DEBT, 3150),
        ("青禾 6月货款2,100、7月货款1,900，共4,000，已到账", PAYMENT, 4000),
        ("青禾 水泥600，沙子300，合计900 欠着", DEBT, 900),
        ("青禾送货单3301、3302 分别为700、900，合计1600 月底", DEBT, 1600),
        ("青禾欠六百二另外还有上次的三百一共九百二", DEBT, 920),
        ("青禾 角铁一吨半 4000一吨 没付", DEBT, 6000),
        ("青禾 吊车2趟 一趟150 欠着", DEBT, 300),
        ("青禾 小工3天 一天300 没付", DEBT, 900),
        ("今天送了青禾两车沙子 一车1800 一车2200", DEBT, 4000),
        ("青禾两箱酒 一箱800 一箱650 没给", DEBT, 1450),
        ("青禾两次拿货 一次300 一次500", DEBT, 800),
        ("青禾瓷砖10箱一箱96 腻子3箱一箱50 没付", DEBT, 1110),
        ("远洲拉走红砖两千块 四毛五一块", DEBT, 900),
        ("送货单3301 青禾建材 合计金额 8,400.00", DEBT, 8400),
    ],
)
def test_parts_come_to_one_sum(text: str, intent: Intent, yuan: int) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert (reading.question, record.intent, record.amount) == (None, intent, yuan * 100)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("青禾拿了水泥 430一吨 月底结", "vague_amount"),  # how many tons?
        ("青禾拿了5箱酒 每瓶80", "vague_amount"),
        ("送了青禾三车沙子 一车1800 一车2200", "vague_amount"),  # and the third?
        ("老曹还咗个半", "vague_amount"),
        ("青禾 胶 2箱 24支/箱 8元/支", "vague_amount"),
        ("长乐 布10卷×90元 合计950 月底", "sum_differs"),
        ("长乐拿了5桶漆 1500 一桶280", "sum_differs"),
        ("青禾拿货300、400 共800 没付", "sum_differs"),
    ],
)
def test_a_price_is_never_the_sum(text: str, kind: str) -> None:
    reading = heard(text)
    assert reading.question is not None
    assert reading.question.kind == kind


def test_goods_and_a_payment_stay_two_facts() -> None:
    facts = heard("长乐拿了6扇门 一扇500 付了1000 剩下的月底给").records
    assert [(fact.intent, fact.amount) for fact in facts] == [(DEBT, 300000), (PAYMENT, 100000)]


def test_a_total_a_payment_and_the_rest() -> None:
    facts = heard("青禾 总金额9000 已付4000 还欠5000").records
    assert [(fact.intent, fact.amount) for fact in facts] == [(DEBT, 900000), (PAYMENT, 400000)]


def test_what_is_left_is_no_third_fact() -> None:
    facts = heard("青禾 货款3450 扣除退货450 实欠3000 月底付").records
    assert [(fact.intent, fact.amount) for fact in facts] == [(DEBT, 345000), (BACK, 45000)]


def test_lines_are_told_in_the_note() -> None:
    (record,) = heard("长乐 茶几3张@460、凳子8把@55 未付").records
    assert record.extra["note"] == "3x460 + 8x55"
