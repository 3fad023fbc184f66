"""The words dates are made of, and the pieces of pattern the rules share."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from handlers.language.counts import small_number


def _shifts(words: Mapping[int, str]) -> dict[str, int]:
    return {word: shift for shift, group in words.items() for word in group.split()}


YEARS = _shifts({
    -3: "大前年", -2: "前年", -1: "去年 上年 旧年", 0: "今年 本年 本年度 当年",
    1: "明年 来年 下年 次年 出年", 2: "后年", 3: "大后年",
})  # fmt: skip
NEAR = _shifts({-2: "上上", -1: "上", 0: "本 这 当 今 此", 1: "下 次", 2: "下下 再下 大下", 3: "下下下"})
DAYS = _shifts({
    -4: "大大前天 大大前日", -3: "大前天 大前日 大前儿", -2: "前天 前日 前儿",
    -1: "昨天 昨日 昨儿 昨儿个 寻日 寻晚 琴日 琴晚 夜来 夜儿个 夜儿", 0: "今天 今日 今儿 今儿个 今朝 当天 当日 即日",
    1: "第二天 明天 明日 明儿 明儿个 听日 听朝 听晚 明朝 今明两天 次日 翌日", 2: "后天 后日 后儿 后儿个 后朝 明后天",
    3: "大后天 大后日 大后儿", 4: "大大后天 大大后日",
})  # fmt: skip
HALF_DAYS = {"今": 0, "明": 1, "昨": -1, "后": 2, "前": -2, "当": 0}  # 今晚, 明早
WEEKDAYS = {
    "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6, "七": 6,
    "1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6,
}  # fmt: skip
LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12, "蜡": 12}
FIRST_MONTH = "元"  # 元月 is January
# Part of a month: its day (0 the last) and whether it is only about that day.
PARTS = {
    word: (day, about)
    for day, about, words in (
        (0, False, "底 末 尾 月底 月末 月尾 月内"),
        (0, True, "下旬"),
        (1, True, "初 头 月初 月头"),
        (10, True, "上旬"),
        (15, False, "中 半 月中 月半"),
        (20, True, "中旬"),
    )
    for word in words.split()
}
SEASON_PARTS = {"内": False, "底": False, "末": False, "尾": False, "终": False, "初": True, "中": True}

ONES = "一二三四五六七八九"
DIGITS = "〇零" + ONES
DAY = rf"(?:[0-9]{{1,2}}(?![0-9])|[二三]十[{ONES}]?|十[{ONES}]?|[廿卅][{ONES}]?|[{ONES}])"
# 三千五月底 is 3500 by the month's end; 3万12月底 is 30000 in December.
# 3万1月15 can only be the 15th of January, for a day follows.
MONTH = (
    rf"(?:(?<![0-9.])[0-9]{{2}}|(?<![{ONES}])十[一二]?|(?<![0-9.百千万亿wWkK块毛角])[0-9{ONES}]"
    rf"|(?<=[百千万亿wWkK块])[0-9{ONES}](?=\s?月\s?(?:[0-9]|[二三]?十|[{ONES}廿卅初])))"
)
COUNT = (
    rf"(?:[0-9]{{1,4}}|[{ONES}两]?百[零〇]?[{ONES}]?十?[{ONES}]?"
    rf"|[{ONES}]?十[{ONES}]?|[廿卅][{ONES}]?|[{ONES}两俩仨])"
)
YEAR = (
    rf"(?:(?P<year>(?<![0-9.])(?:[0-9]{{4}}|[0-9]{{2}}(?=年))|[二两]千[零〇]?[{ONES}十]{{1,4}}|[{DIGITS}]{{4}}|[{DIGITS}]{{2}})\s?年|(?P<nearyear>"
    + "|".join(sorted(YEARS, key=len, reverse=True))
    + "))"
)
NEARS = "|".join(sorted(NEAR, key=len, reverse=True))
WEEK = "(?:周|星期|礼拜)"
# What a day without 号 cannot be followed by: then it was a figure.
NO_FIGURE = (
    r"(?![0-9.,，]*[0-9]|\s?(?:元(?![宵旦])|[块角毛wWkK万千百亿%折])"
    r"|[十个天吨箱件台桶袋包期次批人家笔月年点:分份斤公米张车条套]|小(?!年))"
)


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
    """“2026”, “26”, “二零二六”, “九零” as a year; two digits lie 70 years back to 29 ahead of `today`."""
    value = number(written)
    if len(written) > 2:
        return value or 2000 + number(written[3:])  # 两千零一六
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
