"""What is said of each line of a numbered message."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.language.briefly import Line
from handlers.language.each import parts_of
from handlers.language.names import NameEntry, NameIndex

NOW = datetime(2026, 12, 14, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NAMES = ("永盛装饰", "宏达五金", "张三建材", "华泰机电")
INDEX = NameIndex([NameEntry(number, name) for number, name in enumerate(NAMES, 1)])
LINES = {number: Line(number, NAMES[number - 1]) for number in (1, 2, 3)}
MONTH_END, FRIDAY = date(2026, 12, 31), date(2026, 12, 25)


def heard(text: str, lines: dict[int, Line] = LINES, *, lists_receipts: bool = False) -> list[object] | None:
    """Each part as (numbers, what was said), a day or a sum for itself; None where it is no answer."""
    parts = parts_of(text, lines, now=NOW, index=INDEX, lists_receipts=lists_receipts)
    if parts is None:
        return None
    return [
        (part.numbers, (part.said.day or part.said.kind) if part.said is not None else None) for part in parts
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1 付了 2 没付 3 月底", [((1,), "paid"), ((2,), "none"), ((3,), MONTH_END)]),
        ("1付了，2说下周五，3还没回", [((1,), "paid"), ((2,), FRIDAY), ((3,), "none")]),
        ("1付了2说下周五3还没回", [((1,), "paid"), ((2,), FRIDAY), ((3,), "none")]),
        ("1、付了；2、没付", [((1,), "paid"), ((2,), "none")]),
        ("1付2没3月底", [((1,), "paid"), ((2,), "none"), ((3,), MONTH_END)]),
        ("1 付了\n2 没信儿\n3 说月底付清", [((1,), "paid"), ((2,), "none"), ((3,), MONTH_END)]),
        ("２付了", [((2,), "paid")]),
        ("3没付 1付了", [((3,), "none"), ((1,), "paid")]),
        ("1和3都付了 2没信儿", [((1, 3), "paid"), ((2,), "none")]),
        ("1 2 没付", [((1, 2), "none")]),
        ("1 3 月底", [((1, 3), MONTH_END)]),
        ("1 3月底", [((1,), date(2027, 3, 31))]),
        ("1 12月15号", [((1,), date(2026, 12, 15))]),
        ("2月底", [((2,), MONTH_END)]),
        ("1 说18号 2 改到月底", [((1,), date(2026, 12, 18)), ((2,), MONTH_END)]),
        ("1 下周五先打5000 2 王总说下周五", [((1,), FRIDAY), ((2,), FRIDAY)]),
        ("第一家付了 第二家没付", [((1,), "paid"), ((2,), "none")]),
        ("都没付", [((1, 2, 3), "none")]),
        ("3家都没付", [((1, 2, 3), "none")]),
        ("一个都没付", [((1, 2, 3), "none")]),
        ("都说月底", [((1, 2, 3), MONTH_END)]),
        ("1付了 其他都没回", [((1,), "paid"), ((2, 3), "none")]),
        ("除了2都没付", [((1, 3), "none")]),
        ("1 说了日子 2 不认", [((1,), "moved"), ((2,), "denied")]),
        ("1电话没人接 2 走流程 3没钱", [((1,), "told"), ((2,), "told"), ((3,), "told")]),
        ("2 说质量有问题 拒付8000", [((2,), "told")]),
        ("1付了8000 2没付", [((1,), "told"), ((2,), "none")]),
        ("1 付了3万2没付", [((1,), "told"), ((2,), "none")]),
        ("1昨天付了", [((1,), "told")]),
        ("永盛付了", [((1,), "paid")]),
        ("永盛付了 宏达说月底", [((1,), "paid"), ((2,), MONTH_END)]),
        ("1永盛付了 2宏达没付", [((1,), "paid"), ((2,), "none")]),
        ("1付了 剩下的都没回", [((1,), "paid"), ((2, 3), "none")]),
        ("1 王总付了8000 2 会计说在走流程", [((1,), "told"), ((2,), "told")]),
        # understood in part: the rest is told
        ("1付了 2哈哈 3月底", [((1,), "paid"), ((2,), None), ((3,), MONTH_END)]),
        ("1付了 1没付", [((1,), None), ((1,), None)]),
        ("1宏达付了", [((1, 2), "unclear")]),
        ("5付了", [((5,), "paid")]),
        ("1 下周五先打3000，3没信，4 月底一把结清", [((1,), FRIDAY), ((3,), "none"), ((4,), MONTH_END)]),
        ("1没付 4 没钱", [((1,), "none"), ((4,), "told")]),
        ("4没付 1付了", [((4,), "none"), ((1,), "paid")]),
    ],
)
def test_each_line_has_its_word(text: str, parts: list[object]) -> None:
    assert heard(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        *(
            "张三建材 1.2万 下月15号还",
            "永盛 5000 月底",
            "永盛付了8000",
            "12月5号永盛付了8000",
            "1.2万张三建材",
        ),
        *("2车瓷砖 永盛 1.2万", "1 永盛拿货5000 2 宏达拿货3000", "1 光华置业 3万 月底 2 新客户 5000 月底"),
        *(
            "华泰付了",
            "永盛付了吗",
            "永盛付了没",
            "1付了吗",
            "1042",
            "20000 永盛",
            "3号付了8000",
            "15号付",
            "1月15号还",
        ),
        *(
            "2万 永盛 月底",
            "2 3000",
            "付了",
            "没付",
            "月底",
            "哈哈",
            "1 哈哈",
            "都转了",
            "1转了",
            "2家都付了",
            "永盛欠多少",
        ),
        *(
            "都江堰建材付了5000",
            "全友付了5000",
            "1 光华付了5000",
            "1 光华置业付了5000 2 新港付了3000",
            "1和2付了5000",
        ),
        *("2 月底先打一半 剩下的下月", "1 付了" * 60),
    ],
)
def test_what_is_for_others_is_no_answer(text: str) -> None:
    assert heard(text) is None


def test_money_that_arrived_is_listed_by_numbers_too() -> None:
    assert heard("1到了 2没到") == [((1,), "paid"), ((2,), "none")]
    assert heard("1到了 2没到", lists_receipts=True) is None
    assert heard("1付了 2没付", lists_receipts=True) is not None


def test_all_of_them_are_those_that_still_wait() -> None:
    lines = {1: Line(1, "永盛装饰", waits=False), 2: LINES[2], 3: LINES[3]}
    assert heard("都没付", lines) == [((2, 3), "none")]
    assert heard("永盛付了", lines) is None
    assert heard("1付了", lines) == [((1,), "paid")]
