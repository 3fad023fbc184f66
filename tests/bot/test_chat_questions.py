"""The questions asked before booking: one at a time, each choice with its figure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.render import Renderer

TODAY = date(2026, 12, 3)
YESTERDAY = date(2026, 12, 2)
LINE = {"fact": "payment", "customer": "宏达五金", "amount": 500_000, "day": YESTERDAY}
ABOUT = {"customer": "永盛装饰", "amount": 1_200_000, "fact": "debt"}
TYPED = {**ABOUT, "typed": "宏图", "name": "宏达五金"}
NEW = {"new": True, "name": "宏图"}
KNOWN = {"customer_id": "1", "name": "宏达五金"}
LONG = {"customer_id": "2", "name": "宏达建筑装饰工程有限公司"}
BEFORE = {**ABOUT, "by": "老周", "day": date(2026, 12, 1), "number": 1042, "document_no": "8831"}
UNHEARD = {"customer": "", "fact": "unknown", "amount": None, "happened_on": None, "due_on": None}
HEARD = {
    "customer": "华泰机电",
    "fact": "debt",
    "amount": 3_680_000,
    "happened_on": YESTERDAY,
    "due_on": date(2027, 1, 16),
}
DIFFERENCE = {"customer": "张三", "owed": 1_803_600, "amount": 1_800_000, "difference": 3_600}
OLD_DEBT = {"receivable_id": "1", "number": 1003, "amount": 3_200_000}


def asks(kind: str, *options: dict[str, Any], **data: Any) -> str:
    context = {"today": TODAY, "kind": kind, "options": options, **data}
    return Renderer().render(f"chat/questions/{kind}.txt", context)


def test_a_slip_of_ten_is_asked_as_in_the_month() -> None:
    text = asks("unusual", {"amount": 12_000_000}, {"amount": 1_200_000}, **ABOUT, usual=1_200_000, times=10)
    assert text == "比平时大10倍：1 十二万 2 一万二"


def test_the_same_debt_from_another_person_is_asked_as_in_the_month() -> None:
    text = asks("duplicate", {}, {}, **BEFORE)
    assert text == "老周12月1日记过同一笔（#1042）。1 同一笔，补单号8831 2 另一笔"


def test_a_difference_is_asked_as_in_the_month() -> None:
    assert asks("difference", {}, {}, **DIFFERENCE) == "还欠 18,036.00，差 36 元。1 抹掉 2 留着"


def test_what_was_heard_is_read_back_as_in_the_month() -> None:
    text = asks("heard", {}, lines=[HEARD])
    assert text == "听到的是：华泰机电 欠 36,800，12月2日发货，1月16日(周六)到期。记吗？"
    assert asks("heard", {}, lines=[HEARD, UNHEARD]).startswith("听到的是2笔：")


@pytest.mark.parametrize(
    ("kind", "options", "data", "expected"),
    [
        ("unusual", ({},), {**ABOUT, "usual": 120_000, "times": 10}, "1 就是 12,000.00，不是就发准数"),
        ("duplicate", ({}, {}), {**BEFORE, "fact": "payment", "document_no": ""}, "报过这笔回款（#1042）。"),
        ("new_customer", (NEW,), TYPED, "先没记。“宏图”没见过：1 是新客户\n不是就发客户全名"),
        ("new_customer", (NEW, KNOWN), TYPED, "“宏图”没见过：1 是新客户 2 是宏达五金"),
        ("similar_customer", (KNOWN, NEW), TYPED, "没听准。“宏图”是宏达五金吗？1 是宏达五金 2 是新客户"),
        ("similar_customer", (KNOWN,), {"text": "宏图", "name": "宏达五金"}, "1 是宏达五金"),
        ("which_customer", (KNOWN, LONG), TYPED, "是哪家？\n1 宏达五金\n2 宏达建筑装饰工程有限公司"),
        ("missing_customer", (), ABOUT, "没记。12,000 是谁的？"),
        ("missing_customer", (), {}, "没记。这是谁的账？"),
        ("missing_amount", (), ABOUT, "没记。永盛装饰 多少钱？发个准数，如 230"),
        ("missing_amount", (), {}, "没记。多少钱？"),
        ("pays_all", ({},), ABOUT, "账上净欠 12,000.00"),
        ("drops_rest", ({},), {**ABOUT, "amount": 3_600}, "永盛装饰 还剩 36，抹掉吗？"),
        ("past_due", ({}, {}), {**ABOUT, "day": YESTERDAY}, "1 到期日，早该给了 2 拿货的日子"),
        ("past_due", (), {"date": YESTERDAY}, "没记。12月2日已经过了，是哪天到期？"),
        ("future_fact", (), {**ABOUT, "day": date(2026, 12, 9)}, "12月9日(周三)还没到\n货是哪天走的？"),
        ("recalled", ({}, {}), {**ABOUT, "number": 1042, "before": 1_000_000}, "1 改上一条，改成 12,000"),
        ("above_limit", ({},), {**ABOUT, "limit": 50_000_000}, "过50万的都问一句"),
        ("which_debt", (OLD_DEBT,), {**ABOUT, "words": "3月那笔"}, "1 #1003 还欠 32,000.00"),
        ("which_debt", (), {**ABOUT, "words": "3月那笔"}, "永盛装饰账上没有欠着的"),
        (
            "proposed",
            ({}, {}),
            {"by": "小李", "lines": [LINE]},
            "宏达五金 回款 5,000（12月2日）\n1 记 2 不记",
        ),
        (
            "discount_approval",
            ({}, {}),
            {**ABOUT, "by": "小李", "reason": "rounding"},
            "抹零 12,000.00，行吗？",
        ),
    ],
)
def test_one_question_with_its_figures(
    kind: str, options: tuple[Any, ...], data: dict[str, Any], expected: str
) -> None:
    text = asks(kind, *options, **data)
    assert expected in text
    assert len(text.splitlines()) <= 4
