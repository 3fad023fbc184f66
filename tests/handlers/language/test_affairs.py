"""Set phrases of the office."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read
from handlers.language.reading import Intent, Reading

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
INDEX = NameIndex([NameEntry(1, "永盛装饰", ())], 1)


def said(text: str) -> Reading:
    return read(text, now=NOW, index=INDEX)


@pytest.mark.parametrize(
    ("text", "intent", "extra"),
    [
        ("现金交李姐了", Intent.CONFIRM_RECEIPTS, {"handed_over": True, "to_staff": "李姐"}),
        ("交了", Intent.CONFIRM_RECEIPTS, {"handed_over": True}),
        ("永盛那张承兑退票了", Intent.CONFIRM_RECEIPTS, {"bounced": True}),
        ("退票 #1050", Intent.CONFIRM_RECEIPTS, {"bounced": True, "number": 1050}),
        ("待认领", Intent.UNCLAIMED_MONEY, {"list": True}),
        ("员工名单", Intent.STAFF_UPDATE, {"action": "list"}),
        ("老周归赵总管", Intent.STAFF_UPDATE, {"action": "manager", "name": "老周", "boss": "赵总"}),
        ("小李的客户给小陈", Intent.HAND_OVER, {"from_staff": "小李", "to_staff": "小陈"}),
        ("抹零上限改成100", Intent.SETTING, {"key": "discount_limit_sales", "fen": 10_000}),
        ("关账到11月30日", Intent.SETTING, {"key": "closed_until", "day": date(2026, 11, 30)}),
        ("打开到账确认", Intent.SETTING, {"key": "confirmation_of_receipts", "value": "on"}),
        (
            "以后到账不用确认了",
            Intent.SETTING,
            {"key": "confirmation_of_receipts", "value": "off"},
        ),
        ("回款要财务确认", Intent.SETTING, {"key": "confirmation_of_receipts", "value": "on"}),
        ("销售早上的待办改到8点", Intent.SETTING, {"key": "todo_at", "time": "08:00"}),
        ("晚上的催款榜改到6点", Intent.SETTING, {"key": "sales_digest_at", "time": "18:00"}),
        ("抹零业务员最多20", Intent.SETTING, {"key": "discount_limit_sales", "fen": 2_000}),
        ("超期10天就升级给我", Intent.SETTING, {"key": "stages_manager", "stages": ""}),
        ("永盛提醒停到下月10号", Intent.HOLD, {}),
        ("都到了 除了3", Intent.CONFIRM_RECEIPTS, {"missing": [3], "rest_arrived": True}),
        ("1到3都到了", Intent.CONFIRM_RECEIPTS, {"arrived": [1, 2, 3]}),
        ("3笔都到了", Intent.CONFIRM_RECEIPTS, {"count": 3}),
        ("招行进来一笔3280 备注货款 不晓得哪家", Intent.UNCLAIMED_MONEY, {"account": "招行"}),
        (
            "日报改成晚上6点 周日不要",
            Intent.SETTING,
            {"key": "digest_at", "time": "18:00", "days_off": ["日"]},
        ),
    ],
)
def test_a_set_phrase_is_read(text: str, intent: Intent, extra: dict[str, Any]) -> None:
    reading = said(text)
    assert reading.intent is intent
    assert extra.items() <= dict(reading.records[0].extra).items()


@pytest.mark.parametrize(
    "text", ["永盛装3万行不行", "永盛来车了", "永盛的车到门口了 3万 放行吗", "永盛要5吨 行吗"]
)
def test_whoever_stands_at_the_gate_asks_whether_goods_may_leave(text: str) -> None:
    assert read(text, now=NOW, role="warehouse", index=INDEX).intent is Intent.MAY_DELIVER


@pytest.mark.parametrize(
    "text", ["永盛交了5000", "永盛拿了5000的货 月底给", "永盛欠多少", "永盛退了1260", "交了吗"]
)
def test_other_words_are_left_to_the_other_rules(text: str) -> None:
    reading = said(text)
    assert reading.intent not in (Intent.SETTING, Intent.STAFF_UPDATE, Intent.CONFIRM_RECEIPTS)
