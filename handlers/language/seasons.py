"""Ends and parts of the calendar: 月底, 中旬, 年底, 一季度末, 上半年, 2026年."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from handlers.language.datespan import DateSpan, span_of
from handlers.language.datewords import (
    DAY,
    MONTH,
    NEAR,
    NEARS,
    ONES,
    PARTS,
    SEASON_PARTS,
    WEEK,
    WEEKDAYS,
    YEAR,
    day_in,
    monday,
    months_later,
    next_year_of,
    number,
    year_said,
)
from handlers.language.festivals import nth_weekday
from handlers.language.workdays import add_workdays

Match = re.Match[str]

MONTH_PART = re.compile(
    r"(?P<before>每个?月?)?(?P<part>月底|月末|月尾|月初|月头|月中|月半|月内|上旬|中旬|下旬)"
)
YEAR_PART = re.compile(
    rf"(?:{YEAR}年?|(?P<this>(?<!(?<![百千万])[0-9一二三四五六七八九两])(?<![十半几多])年|(?<=[0-9]{{3}})年|岁))(?P<part>底|末|终|尾|内|初(?![一二三四五六七八九十])|中(?![秋午旬间途国]))(?!奖|会|总)"
)
SEASON = re.compile(
    rf"(?:{YEAR}的?\s?)?(?:第?(?P<quarter>[一二三四1-4])季度?|[Qq](?P<q>[1-4])|(?P<near>{NEARS})个?季度?|(?P<half>[上下头前后]半年)|(?P<this>季度?)(?=末|底|尾))"
    r"(?P<part>末|底|尾|初)?"
)
NTH_WEEKDAY = re.compile(
    rf"(?:{YEAR}的?)?(?:(?P<month>{MONTH})月份?|(?P<near>{NEARS})个?月)的?"
    rf"(?:第(?P<which>[{ONES}1-5])|(?P<last>最后一))个?{WEEK}(?P<day>[一二三四五六日天])"
)
WHOLE_YEAR = re.compile(rf"{YEAR}(?![^，。,]{{0,1}}[前后内]$)")
EDGE = re.compile(
    rf"(?:{YEAR}的?)?(?:(?P<month>{MONTH})月份?|(?P<near>{NEARS})个?月|(?P<week>{NEARS})个?{WEEK}|(?P<this>月底?))?的?"
    rf"(?:(?P<which>第一|头一|最后一)天|(?P<nth>第[{ONES}]|首|头一|最后一)个工作日)"
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
        first_month, length = (7 if match["half"][0] in "下后" else 1), 6
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


def weekday_of_month(match: Match, today: date) -> DateSpan | None:
    which = -1 if match["last"] else number(match["which"])
    weekday = WEEKDAYS[match["day"]]
    said = year_said(match, today)
    year, month = said or today.year, number(match["month"] or "") or today.month
    if match["near"]:
        first = months_later(date(year, today.month, 1), NEAR[match["near"]])
        year, month, said = first.year, first.month, first.year
    if not 1 <= month <= 12:
        return None
    found = nth_weekday(year, month, weekday, which)
    if said is None and found is not None and found < today:
        found = nth_weekday(year + 1, month, weekday, which)
    return span_of(match, found, floating="" if said else "year")


def edge(match: Match, today: date) -> DateSpan | None:
    """2027年的第一天, 下个月最后一天, 下周第一个工作日."""
    period = _whole(match, today)
    if period is None:
        return None
    (first, last), floating = period
    if match["which"]:
        return span_of(match, last if match["which"] == "最后一" else first, floating=floating)
    if match["nth"] == "最后一":
        return span_of(match, add_workdays(last + timedelta(days=1), -1), floating=floating)
    return span_of(
        match, add_workdays(first - timedelta(days=1), number(match["nth"][1:]) or 1), floating=floating
    )


def _whole(match: Match, today: date) -> tuple[tuple[date, date], str] | None:
    """First and last day of the week, month or year that an `EDGE` match names, and what floats; None: it names none."""
    year, month, floating = year_said(match, today), number(match["month"] or ""), ""
    if match["week"]:
        first = monday(today) + timedelta(weeks=NEAR[match["week"]])
        return (first, first + timedelta(days=6)), floating
    if match["near"] or match["this"]:
        there = months_later(date(year or today.year, today.month, 1), NEAR[match["near"] or "本"])
        year, month = there.year, there.month
    elif match["month"]:
        if not 1 <= month <= 12:
            return None
        at_end = "最后一" in (match["which"], match["nth"])
        floating = "" if year else "year"
        year = year or next_year_of(month, 0 if at_end else 1, today)
    elif year is not None:
        return (date(year, 1, 1), date(year, 12, 31)), floating
    if year is None:
        return None
    begin, end = day_in(year, month, 1), day_in(year, month, 0)
    return ((begin, end), floating) if begin and end else None
