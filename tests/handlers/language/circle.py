"""The customers and the moment that the reading tests share: Thursday, 3 December 2026."""

from __future__ import annotations

from datetime import datetime

from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read
from handlers.language.reading import Reading

NOW = datetime.fromisoformat("2026-12-03T10:00:00+08:00")
CUSTOMERS = (
    "青禾建材",
    "远洲五金",
    "沈二木业",
    "长乐装饰",
    "老曹",
    "郝建军",
    "顾九",
    "悦来酒店",
    "蓝鲸电器",
    "蓝鲸水暖店",
    "周小满",
)
INDEX = NameIndex(NameEntry(number, name) for number, name in enumerate(CUSTOMERS, 1))
INDEX.prepare()  # the table of readings takes 0.3 s, once


def heard(text: str, last: tuple[int, str] | None = None) -> Reading:
    return read(text, now=NOW, index=INDEX, last=last)
