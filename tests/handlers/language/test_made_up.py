"""How one sum is made up, and what lessens it: never booked a second time."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

DEBT, PAID, LESS = Intent.RECORD_DEBT, Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("青禾付了5000 现金3000 微信2000", [(PAID, 500_000)]),
        ("青禾付了5000 3000是上月的", [(PAID, 500_000)]),
        ("青禾 对公 1780.00 手续费5元 实到1775", [(PAID, 178_000)]),
        ("青禾一共欠1800 今天给了1200 还差600", [(PAID, 120_000)]),
        ("青禾货款5000减运费200", [(DEBT, 500_000), (LESS, 20_000)]),
        ("青禾5月8000 6月7000 都没付", [(DEBT, 800_000), (DEBT, 700_000)]),
    ],
)
def test_it_is_booked_once(text: str, facts: list[tuple[Intent, int]]) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(record.intent, record.amount) for record in reading.records] == facts


@pytest.mark.parametrize("text", ["青禾12月5日送货3000", "青禾 12.5 欠3000"])
def test_a_day_about_to_come_is_not_last_years(text: str) -> None:
    (record,) = heard(text).records
    assert record.happened_on is None


@pytest.mark.parametrize(
    "text",
    [
        "青禾的3000打错账号了 退回来了",
        "青禾5000我先垫给公司了",
        "青禾税点300另付",
        "青禾一天还100",
        "青禾3000预付30%",
        "青禾欠3000 拿车抵",
        "青禾欠3000就是不还",
        "青禾欠3000 已起诉",
    ],
)
def test_it_is_asked_first(text: str) -> None:
    assert heard(text).question is not None


def test_a_wrong_customer_is_put_right_with_his_sum() -> None:
    (record,) = heard("青禾打的5000其实是老曹的").records
    assert record.customer is not None
    assert (record.intent, record.customer.text, record.extra["old_amount"]) == (
        Intent.CORRECT,
        "老曹",
        "5000",
    )
