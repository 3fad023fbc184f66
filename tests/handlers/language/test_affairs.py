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
    "text", ["永盛交了5000", "永盛拿了5000的货 月底给", "永盛欠多少", "永盛退了1260", "交了吗"]
)
def test_other_words_are_left_to_the_other_rules(text: str) -> None:
    reading = said(text)
    assert reading.intent not in (Intent.SETTING, Intent.STAFF_UPDATE, Intent.CONFIRM_RECEIPTS)
