"""What stands in a message and in no record: done as well, when it can be read by itself; else asked about."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.language.leftovers import POSTS
from handlers.language.reading import Intent
from handlers.language.sight import look
from tests.handlers.language.circle import INDEX, NOW, heard

DEBT, PAID, LESS = Intent.RECORD_DEBT, Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("青禾付1000 明天提醒我要尾款", [PAID, Intent.REMIND]),
        ("远洲五金打来6000 别催他了", [PAID, Intent.HOLD]),
        ("青禾付了5000，额度调到8万", [PAID, Intent.CREDIT_LIMIT]),
        ("长乐拿货3000 换老板了", [DEBT, Intent.FOLLOW_UP_NOTE]),
        ("长乐拿货3000，新电话13812345678", [DEBT, Intent.CUSTOMER_UPDATE]),
        ("长乐换老板了 新电话13812345678 另外又欠了450", [Intent.CUSTOMER_UPDATE, DEBT]),
        ("顾九给了2万 剩下的4月底给", [PAID, Intent.PROMISE]),
        ("老曹付了2000微信，另外他说剩下的月底清", [PAID, Intent.PROMISE]),
    ],
)
def test_what_can_be_read_by_itself_is_done_as_well(text: str, intents: list[Intent]) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [record.intent for record in reading.records] == intents
    assert len({record.customer and record.customer.name for record in reading.records}) == 1


def test_a_limit_beside_a_payment_keeps_its_own_sum() -> None:
    paid, limit = heard("青禾付了5000，额度调到8万").records
    assert (paid.amount, limit.amount) == (500_000, 8_000_000)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("青禾拿货3000 抹了零头", "抹了零头"),
        ("青禾拿货3000 退了旧货", "退了旧货"),
        ("青禾付了3000 那笔旧的抹了", "那笔旧的抹了"),
        ("青禾 12.5 欠3000", "12.5"),
        ("青禾付了3000 2000以后再说", "2000以后再说"),
        ("青禾转了700 那20过几天给", "那20过几天给"),
    ],
)
def test_what_cannot_is_asked_about(text: str, left: str) -> None:
    question = heard(text).question
    assert question is not None
    assert (question.kind, question.data["text"]) == ("left_over", left)


@pytest.mark.parametrize(
    "text",
    [
        "青禾欠500+300+200 一共1000",
        "青禾货款5000 运费200",
        "青禾水泥50吨 每吨420 运费300",
        "青禾11月3号送货4200，11月11号送货3850 合计8050 未付",
        "青禾付了5000 3000是上月的",
        "一共欠1800 青禾今天给了1200 还差600",
        "青禾现金5900在我这 明天交财务",
        "青禾承兑20万 到期2027年2月19 收到了",
        "国庆那天给青禾发的货 21000 到现在没付",
        "周小满退货345块，尺码不对",
    ],
)
def test_what_only_says_more_of_the_fact_is_none(text: str) -> None:
    assert heard(text).question is None


def test_two_halves_on_two_days_are_a_plan_with_both() -> None:
    (plan,) = heard("青禾5951 分两期 12.20和1.20对半").records
    assert plan.extra["schedule"] == [["2975.5", "2026-12-20"], ["2975.5", "2027-01-20"]]


SUMS = ("731", "1,273", "5190", "8.6万", "两万三", "460块")
PIECES = st.sampled_from(
    [
        *SUMS, *SUMS, "青禾", "远洲", "老曹", "欠", "还了", "付了", "收到", "退了", "拿货", "月底", "昨天", "15号", "没付", "抹了", "剩下",
        "运费", "手续费", "一共", "又", "另外", "提醒我", "别催", "换老板", "额度", "，", " ", " ", "。", "微信", "说", "他", "都",
    ]
)  # fmt: skip


def _values(extra: Any) -> Iterator[int]:
    """Fen of every figure inside the extras of a record."""
    if isinstance(extra, dict):
        extra = list(extra.values())
    if isinstance(extra, list | tuple):
        for part in extra:
            yield from _values(part)
    elif isinstance(extra, str) and extra.replace(".", "", 1).isdigit():
        yield int(Decimal(extra) * 100)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, min_size=3, max_size=12))
def test_no_certain_reading_leaves_a_sum_behind(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = heard(text)
    if reading.question is not None or not any(record.intent in POSTS for record in reading.records):
        return
    known = {0, *(record.amount or 0 for record in reading.records)}
    for record in reading.records:
        known |= set(_values(dict(record.extra)))
    known |= {one + other for one in known for other in known}
    said = [
        amount.fen for amount in look(reading.text, now=NOW, role="sales", index=INDEX).amounts if amount.fen
    ]
    together = {
        fen
        for size in range(1, len(said) + 1)
        for some in combinations(said, size)
        if sum(some) in known
        for fen in some
    }
    words = " ".join(
        str(record.extra.get(key, ""))
        for record in reading.records
        for key in ("words", "note", "applies_to")
    )
    assert all(fen in together for fen in said) or words.strip(), text


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("青禾欠5000 停止供货", [DEBT, Intent.HOLD]),
        ("收青禾5000 明天去银行存", [PAID]),
    ],
)
def test_an_order_is_done_and_a_way_to_the_bank_is_none(text: str, intents: list[Intent]) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [record.intent for record in reading.records] == intents


def test_a_suit_taken_back_takes_no_record_back() -> None:
    reading = heard("青禾付了5000 起诉的事撤了")
    assert reading.question is not None
    assert reading.records[0].intent is PAID
