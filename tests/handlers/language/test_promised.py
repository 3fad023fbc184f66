"""What he promised, on which of the days that were named, and what is no promise though it sounds like one."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "day", "fen"),
    [
        ("青禾会计来电 下周二走款 3万6", date(2026, 12, 8), 3600000),
        ("长乐老板口头承诺元旦后8号付2万", date(2027, 1, 8), 2000000),
        ("远洲说月底手头紧 元月5号给俺八千", date(2027, 1, 5), 800000),
        ("顾九说11月那笔5200 下月10号一起打", date(2027, 1, 10), 520000),
        ("悦来说年前结清 最迟腊月二十六", date(2027, 2, 2), None),
        ("顾九刚应了我 后天带现金来 四千", date(2026, 12, 5), 400000),
        ("远洲同意 12-20 付 4,300", date(2026, 12, 20), 430000),
        ("青禾答应周五打3万，不打我们就断货", date(2026, 12, 4), 3000000),
        ("长乐讲总部的钱批下来了，12月9号给咱三万", date(2026, 12, 9), 3000000),
        ("老曹今天没给，又说后天给2300", date(2026, 12, 5), 230000),
        ("悦来：团款下来就打，预计12月20号，一万六", date(2026, 12, 20), 1600000),
        ("顾九说再缓五天 到时候给4040", date(2026, 12, 8), 404000),
    ],
)
def test_what_was_promised_and_for_when(text: str, day: date, fen: int | None) -> None:
    reading = heard(text)
    record = reading.records[0]
    assert (reading.intent, record.due_on, record.amount) == (Intent.PROMISE, day, fen)
    assert reading.question is None


def test_who_put_it_off_promised_the_later_day() -> None:
    assert heard("青禾昨天说今天给 今天说明天给").records[0].due_on == date(2026, 12, 4)


def test_two_promise_the_same_day_and_each_his_own_sum() -> None:
    reading = heard("青禾跟远洲都说周五付，青禾七千，远洲九千")
    assert [(one.customer and one.customer.name, one.amount) for one in reading.records] == [
        ("青禾建材", 700000),
        ("远洲五金", 900000),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "预计月底给青禾付3万",
        "青禾预计月底付3万吗",
        "同意给青禾放3万",
        "我估计青禾这月能给5万",
        "预计青禾这月能给5万",
    ],
)
def test_no_promise_of_his(text: str) -> None:
    assert heard(text).intent is not Intent.PROMISE


def test_the_same_on_each_of_two_days_is_two_promises() -> None:
    records = heard("远洲答应月底元旦各给四千").records
    assert [(one.amount, one.due_on) for one in records] == [
        (400000, date(2026, 12, 31)),
        (400000, date(2027, 1, 1)),
    ]


def test_the_day_after_something_is_not_tomorrow() -> None:
    record = heard("悦来说了 团款到了第二天就打 一万五").records[0]
    assert (record.intent, record.due_on) == (Intent.PROMISE, None)


def test_a_habit_of_paying_is_no_plan() -> None:
    record = heard("悦来说系统每周四付款 这周赶不上 下周四付9900").records[0]
    assert (record.intent, record.due_on) == (Intent.PROMISE, date(2026, 12, 10))
