"""The words dates are made of, and the pieces of pattern the rules share."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from handlers.language.numerals import small_number

YEARS = {
    "大前年": -3, "前年": -2, "去年": -1, "上年": -1, "旧年": -1, "今年": 0, "本年": 0, "本年度": 0, "当年": 0, "明年": 1, "来年": 1,
    "下年": 1, "次年": 1, "出年": 1, "后年": 2, "大后年": 3,
}  # fmt: skip
NEAR = {
    "上上": -2,
    "上": -1,
    "本": 0,
    "这": 0,
    "当": 0,
    "今": 0,
    "此": 0,
    "下": 1,
    "次": 1,
    "下下": 2,
    "下下下": 3,
}
DAYS = {
    "大大后天": 4, "大大后日": 4, "大后天": 3, "大后日": 3, "大后儿": 3, "后天": 2, "后日": 2, "后儿": 2, "明天": 1, "明日": 1, "明儿": 1,
    "明儿个": 1, "听日": 1, "听朝": 1, "听晚": 1, "明后天": 2, "今明两天": 1, "次日": 1, "翌日": 1, "今天": 0, "今日": 0, "今儿": 0, "今儿个": 0, "当天": 0, "当日": 0,
    "即日": 0, "昨天": -1, "昨日": -1, "昨儿": -1, "昨儿个": -1, "寻日": -1, "寻晚": -1, "琴日": -1, "琴晚": -1, "前天": -2, "前日": -2,
    "前儿": -2, "大前天": -3, "大前日": -3, "大前儿": -3, "大大前天": -4, "大大前日": -4,
}  # fmt: skip
HALF_DAYS = {"今": 0, "明": 1, "昨": -1, "后": 2, "前": -2, "当": 0}  # 今晚, 明早
WEEKDAYS = {
    "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6, "七": 6,
    "1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6,
}  # fmt: skip
LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12, "蜡": 12}
FIRST_MONTH = "元"  # 元月 is January
# Part of a month: its day (0 the last) and whether it is only about that day.
PARTS = {
    "底": (0, False), "末": (0, False), "尾": (0, False), "月底": (0, False), "月末": (0, False), "月尾": (0, False),
    "初": (1, True), "月初": (1, True), "头": (1, True), "中": (15, False), "半": (15, False), "月内": (0, False), "月中": (15, False), "月半": (15, False),
    "上旬": (10, True), "中旬": (20, True), "下旬": (0, True),
}  # fmt: skip
SEASON_PARTS = {"底": False, "末": False, "尾": False, "终": False, "初": True, "中": True}

ONES = "一二三四五六七八九"
DIGITS = "〇零" + ONES
DAY = rf"(?:[0-9]{{1,2}}(?![0-9])|[二三]十[{ONES}]?|十[{ONES}]?|[廿卅][{ONES}]?|[{ONES}])"
MONTH = rf"(?:[0-9]{{1,2}}|十[一二]?|[{ONES}])"
COUNT = rf"(?:[0-9]{{1,4}}|[{ONES}两]?百[零〇]?[{ONES}]?十?[{ONES}]?|[{ONES}]?十[{ONES}]?|[廿卅][{ONES}]?|[{ONES}两俩])"
YEAR = (
    rf"(?:(?P<year>[0-9]{{4}}|[0-9]{{2}}|[{DIGITS}]{{4}}|[{DIGITS}]{{2}})\s?年|(?P<nearyear>"
    + "|".join(sorted(YEARS, key=len, reverse=True))
    + "))"
)
NEARS = "|".join(sorted(NEAR, key=len, reverse=True))
WEEK = "(?:周|星期|礼拜)"
# What a day without 号 cannot be followed by: then it was a figure.
NO_FIGURE = r"(?![0-9.,，]*[0-9]|\s?[元块角毛wWkK万千百亿%折]|[十个天吨箱件台桶袋包期次批人家笔月年点:分份斤公米张车条套小])"


def day_in(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is none; day 0 is the month's last."""
    if not (1 <= year <= 9998 and 1 <= month <= 12):
        return None
    length = monthrange(year, month)[1]
    return date(year, month, day or length) if 0 <= day <= length else None


def clamped(year: int, month: int, day: int) -> date:
    """The day of a month that may lie outside 1–12, or the month's last where it is shorter."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def months_later(day: date, count: int) -> date:
    """The same day `count` months on, clamped to the month's end."""
    return clamped(day.year, day.month + count, day.day)


def number(text: str) -> int:
    """A number that a pattern of this file has matched."""
    return small_number(text) or 0


def year_number(written: str, today: date) -> int:
    """“2026”, “26”, “二零二六”, “九零” as a year; two digits lie within 70 years back and 29 ahead of `today`."""
    value = number(written)
    if len(written) > 2:
        return value
    value += today.year // 100 * 100
    return value - 100 if value > today.year + 29 else value


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def year_said(match: re.Match[str], today: date) -> int | None:
    """The year said in a match of `YEAR`, or None."""
    groups = match.groupdict()
    if groups.get("nearyear"):
        return today.year + YEARS[groups["nearyear"]]
    return year_number(groups["year"], today) if groups.get("year") else None


def next_year_of(month: int, day: int, today: date) -> int:
    """The year in which such a day next comes, today counting; the 29th of February waits for a leap year."""
    for year in range(today.year, today.year + 9):
        found = day_in(year, month, day)
        if found is not None and found >= today:
            return year
    return today.year
