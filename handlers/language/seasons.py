"""Ends and parts of the calendar: 月底, 中旬, 年底, 一季度末, 上半年, 2026年."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from handlers.language.datespan import DateSpan, span_of
from handlers.language.datewords import (
    DAY,
    MONTH,
    NEAR,
    NEARS,
    PARTS,
    SEASON_PARTS,
    YEAR,
    day_in,
    months_later,
    next_year_of,
    number,
    year_said,
)

Match = re.Match[str]

MONTH_PART = re.compile(
    r"(?P<before>每个?月?)?(?P<part>月底|月末|月尾|月初|月头|月中|月半|月内|上旬|中旬|下旬)"
)
YEAR_PART = re.compile(
    rf"(?:{YEAR}年?|(?P<this>(?<!(?<![百千万])[0-9一二三四五六七八九两])(?<![十半几多])年|岁))(?P<part>底|末|终|尾|内|初(?![一-十])|中(?![秋午旬间途国]))(?!奖|会|总)"
)
SEASON = re.compile(
    rf"(?:{YEAR}的?\s?)?(?:第?(?P<quarter>[一二三四1-4])季度?|[Qq](?P<q>[1-4])|(?P<near>{NEARS})个?季度?|(?P<half>[上下]半年)|(?P<this>季度?)(?=末|底|尾))"
    r"(?P<part>末|底|尾|初)?"
)
WHOLE_YEAR = re.compile(rf"{YEAR}(?![^，。,]{{0,1}}[前后内]$)")
EDGE = re.compile(
    rf"(?:{YEAR}的?)?(?:(?P<month>{MONTH})月份?|(?P<near>{NEARS})个?月)?的?(?P<which>第一|最后一)天"
)


SEASON_MONTH = re.compile(
    rf"(?P<near>{NEARS}|这)?个?季度?的?(?:第(?P<which>[一二三1-3])个?|(?P<edge>[首头末])个?)月的?(?:(?P<day>{DAY})[号日]|月?[底末])"
)


def month_part(match: Match, today: date) -> DateSpan:
    wanted, about = PARTS[match["part"]]
    found = day_in(today.year, today.month, wanted)
    if found is None or found < today:
        following = months_later(today.replace(day=1), 1)
        found = day_in(following.year, following.month, wanted)
    return span_of(
        match, found, floating="month", approximate=about, every="month" if match["before"] else ""
    )


def year_part(match: Match, today: date) -> DateSpan | None:
    year = year_said(match, today)
    start = match.start()
    if year is not None and not match["nearyear"] and not today.year - 12 <= year <= today.year + 30:
        # “欠2000年底还”: 2000 yuan by the year's end
        year, start = None, match.start("part") - 1
    floating = "" if year else "year"
    month, day = {"初": (1, 1), "中": (6, 30)}.get(match["part"], (12, 31))
    if year is None:
        year = next_year_of(month, day, today)
    found = DateSpan(start, match.end(), "", day_in(year, month, day), floating=floating)
    return replace(found, approximate=SEASON_PARTS[match["part"]])


def season(match: Match, today: date) -> DateSpan | None:
    year, length = year_said(match, today), 3
    current = (today.month - 1) // 3
    if match["half"]:
        first_month, length = (1 if match["half"][0] == "上" else 7), 6
    elif match["near"] or match["this"]:
        start = months_later(date(today.year, current * 3 + 1, 1), 3 * NEAR.get(match["near"] or "本", 0))
        year, first_month = year or start.year, start.month
    else:
        first_month = 3 * number(match["quarter"] or match["q"]) - 2
    floating = "" if year else "year"
    year = year or today.year
    first, last = date(year, first_month, 1), day_in(year, first_month + length - 1, 0)
    if match["part"]:
        if floating and last is not None and last < today:
            first, last = months_later(first, 12), day_in(year + 1, first_month + length - 1, 0)
        return span_of(match, first if match["part"] == "初" else last, floating=floating)
    return span_of(match, last, kind="period", from_day=first, to_day=last, floating=floating, unit="quarter")


def month_of_season(match: Match, today: date) -> DateSpan | None:
    """下季度第一个月15号, 本季度末月底."""
    current = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    start = months_later(current, 3 * NEAR.get(match["near"] or "本", 0))
    which = {"首": 1, "头": 1, "末": 3}.get(match["edge"] or "") or number(match["which"])
    month = months_later(start, which - 1)
    return span_of(match, day_in(month.year, month.month, number(match["day"]) if match["day"] else 0))


def whole_year(match: Match, today: date) -> DateSpan | None:
    year = year_said(match, today)
    if year is None or (
        match["year"] and (len(match["year"]) < 4 or not today.year - 60 <= year <= today.year + 40)
    ):
        return None
    return span_of(
        match,
        date(year, 12, 31),
        kind="period",
        from_day=date(year, 1, 1),
        to_day=date(year, 12, 31),
        unit="year",
    )


def edge(match: Match, today: date) -> DateSpan | None:
    """2027年的第一天, 下个月最后一天."""
    year, last = year_said(match, today), match["which"] != "第一"
    if match["near"]:
        first = months_later(date(year or today.year, today.month, 1), NEAR[match["near"]])
        return span_of(match, day_in(first.year, first.month, 0) if last else first)
    if match["month"]:
        month = number(match["month"])
        if not 1 <= month <= 12:
            return None
        found = day_in(year or next_year_of(month, 0 if last else 1, today), month, 0 if last else 1)
        return span_of(match, found, floating="" if year else "year")
    if year is None:
        return None
    return span_of(match, date(year, 12, 31) if last else date(year, 1, 1))
