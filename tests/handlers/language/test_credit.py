from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read
from handlers.language.reading import Intent, Reading

NOW = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
INDEX = NameIndex([NameEntry(1, "永盛装饰", ("永盛",))], 1)


def reading(text: str) -> Reading:
    return read(text, now=NOW, role="manager", index=INDEX, last=None)


@pytest.mark.parametrize("text", ["预警", "看看预警", "预警名单", "现在有哪些预警？"])
def test_warnings_are_asked_for(text: str) -> None:
    assert reading(text).intent is Intent.WARNINGS


@pytest.mark.parametrize(
    ("text", "mark", "numbers"),
    [
        ("误报2", "false_alarm", [2]),
        ("2误报", "false_alarm", [2]),
        ("第2条是误报", "false_alarm", [2]),
        ("处理了1、3", "done", [1, 3]),
        ("都处理了", "done", []),
        ("同意1 2", "accepted", [1, 2]),
        ("不同意3", "refused", [3]),
        ("都同意", "accepted", []),
    ],
)
def test_lines_are_marked(text: str, mark: str, numbers: list[int]) -> None:
    extra = reading(text).records[0].extra
    assert (extra["mark"], extra["numbers"]) == (mark, numbers)


@pytest.mark.parametrize("text", ["永盛等级为什么是C", "永盛什么等级", "永盛评级怎么降了"])
def test_one_customers_grade_is_asked_for(text: str) -> None:
    (record,) = reading(text).records
    assert record.intent is Intent.GRADES
    assert record.customer is not None
    assert record.customer.name == "永盛装饰"


@pytest.mark.parametrize(("text", "intent"), [("同意", Intent.NONE), ("永盛等级B", Intent.CUSTOMER_UPDATE)])
def test_what_is_something_else(text: str, intent: Intent) -> None:
    assert reading(text).intent is intent
