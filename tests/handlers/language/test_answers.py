"""Short replies to an open question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.language.answers import is_bare, read_answer
from handlers.language.reading import Answer, Intent, Question
from tests.handlers.language.circle import INDEX, NOW

NAMES = Question(
    "which_customer", ({"customer_id": 1, "name": "青禾建材"}, {"customer_id": 7, "name": "顾九"})
)
SUM = Question("vague_amount")
KIND = Question("debt_or_payment", ({"intent": Intent.RECORD_DEBT}, {"intent": Intent.RECORD_PAYMENT}))
TWICE = Question("recalled", ({"label": "改上一条"}, {"label": "另一笔"}))


def answered(text: str, question: Question) -> Answer | None:
    return read_answer(text, question, now=NOW, index=INDEX)


@pytest.mark.parametrize(
    ("text", "question", "wanted"),
    [
        ("1", NAMES, {"choice": 1}),
        ("第二个", NAMES, {"choice": 2}),
        ("后者", NAMES, {"choice": 2}),
        ("青禾建材", NAMES, {"choice": 1}),
        ("是的", NAMES, {"yes": True}),
        ("不用了", SUM, {"yes": False}),
        ("欠的", KIND, {"choice": 1}),
        ("收到的", KIND, {"choice": 2}),
        ("改上一条", TWICE, {"choice": 1}),
        ("另一笔", TWICE, {"choice": 2}),
        ("1.2万", SUM, {"amount": 1_200_000}),
        ("一万二", SUM, {"amount": 1_200_000}),
        ("5", SUM, {"amount": 500}),
        ("不对，是8600", SUM, {"yes": False, "amount": 860_000}),
        ("12月5号", Question("past_due"), {"day": date(2026, 12, 5)}),
        ("应该是12月5号之前给吧", Question("past_due"), {"day": date(2026, 12, 5)}),
        ("大概是8600左右吧", SUM, {"amount": 860_000}),
    ],
)
def test_an_answer(text: str, question: Question, wanted: dict[str, Any]) -> None:
    answer = answered(text, question)
    assert answer is not None
    assert {key: getattr(answer, key) for key in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "bare"),
    [("是顾九那家的", True), ("不是，是顾九", True), ("顾九结了货款", False), ("顾老板说账上没钱", False)],
)
def test_a_bare_name(text: str, bare: bool) -> None:
    answer = answered(text, NAMES)
    assert answer is not None
    assert is_bare(answer) is bare


def test_no_and_the_right_name() -> None:
    answer = answered("不是，是顾九", NAMES)
    assert answer is not None
    assert answer.mention is not None
    assert (answer.yes, answer.mention.name) == (False, "顾九")


@pytest.mark.parametrize(
    "text",
    [
        *("青禾又拿了5000", "青禾欠多少", "撤销", "青禾", "收到顾九800"),
        *(
            "等我15号出差回来再跟老板商量一下",
            "顾九那边结清了没",
            "这批瓷砖一共要跑8600公里路",
            "面馆欠260",
            "街口老铺拿了300",
        ),
    ],
)
def test_a_new_command_is_no_answer(text: str) -> None:
    assert answered(text, SUM) is None


@pytest.mark.parametrize(
    "text", ["3他不认", "3 有异议", "2没付", "2 还没问", "3、没回", "1又改日子了", "2对方说没收到"]
)
def test_the_number_of_something_with_a_verdict_on_it_is_no_sum(text: str) -> None:
    assert answered(text, SUM) is None


@pytest.mark.parametrize("text", ["30付了", "3块", "50左右", "80微信转的"])
def test_a_small_sum_may_be_told_with_its_payment(text: str) -> None:
    answer = answered(text, SUM)
    assert answer is not None
    assert answer.amount


@pytest.mark.parametrize(
    "text", ["过年前能收回多少", "周五提醒我去收钱", "明天让他去一趟", "下个月能收几家", "月底前谁该付"]
)
def test_a_day_in_a_question_or_an_order_is_no_answer(text: str) -> None:
    assert answered(text, Question("hold_longer")) is None


@pytest.mark.parametrize("text", ["一共欠260", "他给了260", "就付了260", "欠260", "总共拿了260"])
def test_a_sum_with_its_verb_is_one(text: str) -> None:
    answer = answered(text, SUM)
    assert answer is not None
    assert answer.amount == 26_000
