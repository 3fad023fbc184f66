"""What if: read with its sum and day, and never as a fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.language.facts import MONEY
from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

FIFTY = 50_000_000
FIVE = 500_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("如果青禾月底付50万", {"kind": "pays", "fen": FIFTY, "day": date(2026, 12, 31)}),
        ("要是青禾下周打50万过来", {"kind": "pays", "fen": FIFTY, "day": date(2026, 12, 13)}),
        ("青禾付50万的话账龄怎么样", {"kind": "pays", "fen": FIFTY}),
        ("青禾付50万以后还欠多少", {"kind": "pays", "fen": FIFTY}),
        ("如果青禾还了5000，还剩多少", {"kind": "pays", "fen": FIVE}),
        ("要是青禾这周付一半呢", {"kind": "pays", "share": "1/2", "day": date(2026, 12, 6)}),
        ("如果青禾付三成", {"kind": "pays", "share": "3/10"}),
        ("如果青禾付三分之二", {"kind": "pays", "share": "2/3"}),
        ("如果青禾付四分之一", {"kind": "pays", "share": "1/4"}),
        ("要是青禾全付了会怎样", {"kind": "pays", "share": "1/1", "of": "all"}),
        ("如果青禾把超期的都付了", {"kind": "pays", "share": "1/1", "of": "overdue"}),
        ("假如青禾拖到春节", {"kind": "delays", "day": date(2027, 2, 6)}),
        ("如果青禾再拖一个月", {"kind": "delays", "day": date(2027, 1, 3)}),
        ("要是青禾晚20天付", {"kind": "delays", "day": date(2026, 12, 23)}),
        ("要是青禾拖半个月", {"kind": "delays", "day": date(2026, 12, 18)}),
        ("要是青禾不付了呢", {"kind": "delays"}),
        ("要是青禾拖到年后", {"kind": "delays"}),
        ("青禾再发10万会不会超", {"kind": "takes", "fen": 10_000_000}),
        ("如果给青禾再发5万货会超吗", {"kind": "takes", "fen": 5_000_000}),
        ("如果青禾付款", {"kind": "pays"}),
    ],
)
def test_what_is_supposed(text: str, said: dict[str, Any]) -> None:
    (record,) = heard(text).records
    assert record.intent is Intent.WHAT_IF
    assert record.customer is not None
    assert record.customer.name == "青禾建材"
    assert {key: record.extra[key] for key in record.extra if key != "topic"} == said


@pytest.mark.parametrize(
    "text",
    [
        "如果青禾还了5000",
        "要是15号青禾还没还5000就提醒我",
        "如果他下周付5万我就给他发货",
        "如果青禾月底还5000就好了",
        "比如青禾付5000",
        "如果青禾不还怎么办",
    ],
)
def test_what_asks_for_no_figures_is_not_answered_with_them(text: str) -> None:
    assert heard(text).intent is not Intent.WHAT_IF


@pytest.mark.parametrize("word", ["如果", "要是", "假如", "万一", "倘若", "假设"])
@pytest.mark.parametrize(
    "fact", ["青禾月底付5万", "青禾下周还3000", "青禾再拿2万货", "青禾明天打8000", "青禾拖到月底付5万"]
)
def test_nothing_supposed_is_a_fact(word: str, fact: str) -> None:
    reading = heard(word + fact)
    assert reading.intent is Intent.WHAT_IF
    assert not {record.intent for record in reading.records} & MONEY


def test_what_is_supposed_of_several_stands_with_each() -> None:
    parts = heard("要是明天青禾和顾九都付5万").records[0].extra["parts"]
    assert [(part["fen"], part["day"] is not None) for part in parts] == [(5_000_000, True)] * 2
    parts = heard("如果青禾付一半，顾九月底付3000").records[0].extra["parts"]
    assert [(part["fen"], part["share"]) for part in parts] == [(None, "1/2"), (300_000, None)]


@pytest.mark.parametrize("text", ["如果大家都拖到春节", "要是所有客户都晚一个月付"])
def test_several_customers_at_once_are_told_apart(text: str) -> None:
    assert heard(text).records[0].extra["several"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("未来13周回款预测", "weeks"),
        ("回款预测", "weeks"),
        ("接下来三个月能收多少", "weeks"),
        ("下个月会有哪些逾期", "will_be_late"),
        ("下周哪些会超期", "will_be_late"),
        ("月底前会有多少逾期", "will_be_late"),
        ("哪些账最悬", "risk"),
        ("哪几笔悬", "risk"),
        ("谁最可能拖", "risk"),
        ("青禾这几笔哪笔会拖", "risk"),
        ("青禾会不会逾期", "risk"),
        ("过年前能收回多少", "forecast"),
    ],
)
def test_what_is_asked_of_the_future(text: str, topic: str) -> None:
    (record,) = heard(text).records
    assert (record.intent, record.extra["topic"]) == (Intent.WHAT_IF, topic)


@pytest.mark.parametrize(
    ("text", "weeks"), [("未来8周能收回多少", 8), ("接下来三个月能收多少", 13), ("往后两个月回款", 8)]
)
def test_how_far_ahead(text: str, weeks: int) -> None:
    assert heard(text).records[0].extra["count"] == weeks


@pytest.mark.parametrize(
    "text", ["哪些逾期了", "下周到期的有哪些", "上个月收了多少", "青禾还剩多少", "青禾能不能发货"]
)
def test_what_is_asked_of_now_is_not_the_future(text: str) -> None:
    assert heard(text).intent is not Intent.WHAT_IF
