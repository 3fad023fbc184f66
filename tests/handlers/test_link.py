"""“给永盛发链接”: whose link is meant, and who may give one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read
from handlers.language.reading import Intent

NOW = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
INDEX = NameIndex([NameEntry(1, "永盛装饰", ("永盛",)), NameEntry(2, "华泰机电", ())], 1)


@pytest.mark.parametrize(
    ("text", "customer", "revoke"),
    [
        ("给永盛发链接", "永盛装饰", False),
        ("永盛对账链接", "永盛装饰", False),
        ("华泰的链接发我", "华泰机电", False),
        ("永盛链接作废", "永盛装饰", True),
        ("把永盛的链接停掉", "永盛装饰", True),
        ("给客户发个对账链接", None, False),
        ("链接发我", None, False),
        ("发个链接", None, False),
        ("链接作废", None, True),
        ("给大同五金发链接", "大同五金", False),
    ],
)
def test_whose_link_is_meant(text: str, customer: str | None, revoke: bool) -> None:
    reading = read(text, now=NOW, index=INDEX)
    assert reading.intent is Intent.LINK
    mention = reading.records[0].customer
    assert (mention.name if mention else None) == customer
    assert bool(reading.records[0].extra.get("revoke")) is revoke


@pytest.mark.parametrize("text", ["链接打不开", "怎么发链接", "永盛欠5000 链接", "链接天数改成15"])
def test_what_is_no_order_for_a_link(text: str) -> None:
    assert read(text, now=NOW, index=INDEX).intent is not Intent.LINK
