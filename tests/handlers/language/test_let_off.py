"""Goods that came back and sums let off, however they are set against what is owed."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("给青禾返利1200，从这个月账上扣", 120_000),
        ("长乐退布3匹，每匹200，共600，红冲", 60_000),
        ("青禾销售折扣2000，已开红字发票", 200_000),
        ("老曹说货晚到了两天，谈下来给他减300运费", 30_000),
        ("顾九多拿的两箱胶送回来了，一箱120，冲240", 24_000),
        ("青禾拉回来2箱 冲700", 70_000),
        ("郝建军尾数六块五不要他的了，抹零", 650),
        ("长乐的税点差价退他210，记折让", 21_000),
        ("青禾把多的货还回来了 抵1500", 150_000),
        ("老曹 货送回来了 850", 85_000),
        ("给顾九减30 算了", 3_000),
        ("长乐那20块零头不要了", 2_000),
    ],
)
def test_a_sum_is_let_off(text: str, fen: int) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert (record.intent, record.amount, reading.question) == (Intent.RETURN_OR_DISCOUNT, fen, None)


@pytest.mark.parametrize(
    "text",
    [
        "青禾退款800 走对公退他了",
        "给青禾多放5万的量 到年底",
        "青禾提到20万",
        "青禾冲掉500 货款",
        "拖回来一车 青禾 5000",
        "老曹把钱送回来了 3000",
    ],
)
def test_which_way_it_went_is_asked(text: str) -> None:
    assert heard(text).question is not None


@pytest.mark.parametrize(
    "text", ["给长乐优惠点儿，账上减掉", "给青禾抹点零头", "青禾退货了", "老曹 退", "顾九欠的都免了"]
)
def test_how_much_is_let_off_is_asked(text: str) -> None:
    reading = heard(text)
    assert reading.question is not None
    assert (reading.question.kind, reading.records[0].intent) == ("missing_amount", Intent.RETURN_OR_DISCOUNT)


@pytest.mark.parametrize(
    "text", ["开会定了，青禾最多赊25万，再往上要现款", "青禾只可以赊25万，过咗唔好出货", "青禾最多赊25万"]
)
def test_what_follows_from_a_limit_is_no_fact(text: str) -> None:
    (record,) = heard(text).records
    assert (record.intent, record.amount) == (Intent.CREDIT_LIMIT, 25_000_000)


@pytest.mark.parametrize("text", ["青禾赊了5万 最多赊到月底", "青禾最多赊5万 已经拿了3万的货"])
def test_what_is_owed_beside_a_limit_is_not_lost(text: str) -> None:
    assert heard(text).question is not None
