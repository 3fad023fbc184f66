"""What stands beside a sum and must not be taken for part of it: denials, another debt, examples, small rests."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

DEBT, PAYMENT, OFF = Intent.RECORD_DEBT, Intent.RECORD_PAYMENT, Intent.WRITE_OFF


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("老曹差起2千8 下周三拿", date(2026, 12, 9)),
        ("青禾还差我们5600 25号来拿", date(2026, 12, 25)),
        ("远洲欠4千 月底拿钱", date(2026, 12, 31)),
        ("顾九赊了300 后天拿", date(2026, 12, 5)),
        ("青禾12月20日到期那批另算 今天新拿8000 账期一个月", date(2027, 1, 2)),
        ("长乐1月5号那笔不算 这次拉6600 月底付", date(2026, 12, 31)),
        ("远洲拿货2.2万 现场付了5千 余款45天", date(2027, 1, 17)),
        ("老曹提货9000 付了1000 剩下的账期15天", date(2026, 12, 18)),
    ],
)
def test_the_day_of_the_debt_is_found(text: str, due: date) -> None:
    assert heard(text).records[0].due_on == due


@pytest.mark.parametrize(
    ("text", "intent", "yuan"),
    [
        ("青禾先给了五千 剩3200过几天", PAYMENT, 5000),
        ("远洲先打了一万来 剩下4500还没定", PAYMENT, 10000),
        ("顾九拿了500 不是500 是600的板子 欠着", DEBT, 600),
        ("老曹拿了八百 不是一千", DEBT, 800),
        ("青禾付了三千 不是三千五", PAYMENT, 3000),
        ("长乐4008收到 多给了8块 算了", PAYMENT, 4008),
    ],
)
def test_one_fact_stays_one(text: str, intent: Intent, yuan: int) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(fact.intent, fact.amount) for fact in reading.records] == [(intent, yuan * 100)]


@pytest.mark.parametrize("text", ["青禾还剩0.3元 尾差核销", "老曹零头核销 2.5", "远洲尾数核销1.2元"])
def test_a_small_rest_is_written_off_not_paid(text: str) -> None:
    assert heard(text).intent is OFF


@pytest.mark.parametrize(
    "text", ["远洲 涂料 3.2万 承兑3个月", "青禾 油漆 2万 承兑6个月 货已发", "青禾多付了20 不要了"]
)
def test_what_may_be_either_is_asked(text: str) -> None:
    assert heard(text).question is not None


@pytest.mark.parametrize(
    "text", ["上面的例子：老曹欠3000月底还", "之前的例子是：青禾付了2000", "远洲欠5000 你按这个格式写"]
)
def test_a_pattern_is_no_fact(text: str) -> None:
    assert heard(text).intent is Intent.NONE
