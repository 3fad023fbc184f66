"""What a date in a message was read as."""

from __future__ import annotations

import re
from datetime import date, time

from ledger.values import value


@value
class DateSpan:
    """A date, period or time as said.

    `kind`: day · range (10号到15号; `day` is its end, the deadline) · period (上个月; its last day) ·
    impossible (2月30号; no `day`) · vague (过几天, 年后; no `day`) · time (下午3点 alone; no `day`).
    `floating` names what repeats when no year, month or week was said (month: 15号, week: 周五,
    year: 3月15日, lunar, festival): the next one was taken, and `as_past` takes the last.
    """

    start: int
    end: int
    text: str
    day: date | None
    kind: str = "day"
    from_day: date | None = None
    to_day: date | None = None
    floating: str = ""
    approximate: bool = False  # 左右, 前后, 月初
    before: bool = False  # 前, 之前, 内: at the latest
    after: bool = False  # 以后: not before
    past: bool = False  # the words themselves look back: 昨天, 上周五, 3天前
    future: bool = False  # the words themselves look ahead: 明天, 下周, 3天后
    every: str = ""  # day | week | month | year of 每周五, 每月1号
    days: int | None = None  # counted days of 30天后, 3个工作日内; months for unit month
    unit: str = ""  # day | workday | week | month | year: what was counted
    workday_year_known: bool = True
    weak: bool = False  # 3.15 and 9-1 may also be figures
    weekday_differs: bool = False  # 6月1日周六 and it is a Tuesday
    at: time | None = None


def span_of(match: re.Match[str], day: date | None, **more: object) -> DateSpan:
    if day is None and "kind" not in more:
        more["kind"] = "impossible"
    return DateSpan(*match.span(), match.group(), day, **more)  # type: ignore[arg-type]
