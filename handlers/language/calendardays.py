"""Dates said by the calendar: 2026-09-01, 9月1号, 15号, 月底, 腊月二十, 中秋节, 十月的第一个星期一.

Each rule takes its match and today, and gives the span or None when the words are something else.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.language.datespan import DateSpan, span_of
from handlers.language.datewords import (
    DAY,
    FIRST_MONTH,
    LUNAR_MONTHS,
    MONTH,
    NEAR,
    NEARS,
    NO_FIGURE,
    ONES,
    PARTS,
    YEAR,
    YEARS,
    day_in,
    months_later,
    next_year_of,
    number,
    year_number,
    year_said,
)
from handlers.language.festivals import LUNAR, WORDS, festival_in, next_festival
from handlers.language.lunar import (
    LAST_MONTH,
    lunar_day,
    lunar_month_of,
    lunar_year_of,
    months,
    next_lunar,
    next_lunar_day_of_month,
)
from handlers.language.measures import ONE_BEGINS

Match = re.Match[str]
# 八月十五, 二月二 without 号 are said of the festivals
LUNAR_FESTIVALS = frozenset(((8, 15), (2, 2), (3, 3), (9, 9)))

FULL = re.compile(
    r"(?<![0-9A-Za-z./])(?:(?<!-)|(?=[0-9]{4}[./·]))(?P<year>(?:19|20)[0-9]{2})\s?(?P<sign>[-/.·])\s?(?P<month>[0-9]{1,2})\s?(?P=sign)\s?"
    r"(?P<day>[0-9]{1,2})[日号]?(?:(?![0-9])|(?=[0-9]{2}:[0-9]))"
)
COMPACT = re.compile(
    r"(?<![0-9A-Za-z#.\-号单票¥])(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])"
    r"(?![0-9A-Za-z.\-万千元块])"
)
SHORT_YEAR = re.compile(
    r"(?<![0-9A-Za-z.\-/])(?P<a>[0-9]{1,2})(?P<sign>[-/.])(?P<b>[0-9]{1,2})(?P=sign)(?P<c>[0-9]{4}|[0-9]{2}|[0-9])(?![0-9A-Za-z\-/])"
)
MONTH_DAY = re.compile(
    rf"(?:(?P<old>农历|阴历|旧历|老历)?{YEAR}的?\s?)?(?P<lunar>农历|阴历|旧历|老历)?\s?(?![七八]月半)"
    rf"(?:(?P<leap>闰)?(?P<month>{MONTH}|正|腊|蜡|冬|(?<![0-9.万千百十亿])(?<![0-9.万千百十亿] )元)\s?月(?![正节])(?:份|里)?"
    rf"|(?P<near>{NEARS})个?月(?:份|里)?)的?\s?"
    rf"(?:(?P<day>{DAY})\s?(?P<sign>[日号])|(?P<first>初[{ONES}十])|(?P<score>[廿卅][{ONES}]?)(?![日号])"
    rf"|(?P<bare>(?!{ONE_BEGINS}){DAY}){NO_FIGURE}|(?P<part>月?底|月?末|尾|月?初|月?头(?![一二三两天车期批笔])|上旬|中旬|下旬|月?中(?!秋)|月?半))?"
    r"(?P<after>\s?\(?(?:农历|阴历|旧历|老历)\)?)?"
)
MONEY_WORDS = "欠还付收转打给退差共计额价币款了赊"  # 欠3.15 is a sum
NUMERIC = re.compile(
    rf"(?<![0-9A-Za-z.\-¥$#,×*])(?<![^元块]/)(?:(?<![{MONEY_WORDS}:])(?<![{MONEY_WORDS}] )|(?<=[期日限]:)|(?=[0-9]{{1,2}}/)"
    r"|(?<= )(?=[0-9]{1,2}\.[0-9]{1,2}(?:结(?!清|了)|之?前|到期)))"
    r"(?P<month>1[0-2]|0?[1-9])(?P<sign>[-/.·])(?P<day>[0-3]?[0-9])(?P<end>[日号])?"
    r"(?![0-9A-Za-z/.\-%‰×*]|,[0-9]|\s?[万千百亿元块角毛折个天吨箱件台桶袋包斤公米瓶盒支只片卷捆方平套张车升克寸户人家期次批成倍年月周小两]|\s?[一每1][套个只件箱袋包张条米吨斤支块瓶桶平方台把双本])"
)
NUMERIC_RANGE = re.compile(
    r"(?<![0-9.])(?P<month>1[0-2]|0?[1-9])(?P<sign>[./])(?P<day>[0-3]?[0-9])\s?[-~到至]{1,2}\s?"
    r"(?P<month2>1[0-2]|0?[1-9])(?P=sign)(?P<day2>[0-3]?[0-9])(?![0-9.]|\s?[万千百元块])"
)
DAY_ONLY = re.compile(
    rf"(?P<before>每个?月的?|每月)?(?P<turn>[上下]一?次的?)?(?<![0-9.第])(?<![二三](?=十))(?P<day>{DAY})(?P<sign>[日号])(?![楼店线机车仓库门院元公内桌厅窗柜炉棚铺摊档馆厢座窑坑塘舱])"
)
# 三千 十五给, 说廿五结: without 号
BARE_DAY = re.compile(
    rf"(?P<before>(?!))?(?P<turn>(?!))?(?<=[ ，,说讲])(?P<day>十[{ONES}]|二十[{ONES}]?|廿[{ONES}]?)(?P<sign>)"
    r"(?=(?:打(?=钱|款)|[给付还结交])(?:钱|款|清|账)?(?:$|[ ，,。0-9一二三四五六七八九]))"
)
NEW_YEAR_DAY = re.compile(
    rf"(?:{YEAR}的?)?(?:农历|阴历|旧历)?(?P<great>大年|年)?(?:(?<!月)初(?P<first>[{ONES}十]|十[{ONES}])(?![级中步])|(?<=年)(?P<eve>三十|卅|30)(?![天日个号万千百元块])|(?<=历)(?P<lunar>{DAY}){NO_FIGURE}|(?<=年)(?<![0-9{ONES}]年)(?P<late>(?:二十|廿)[三四五六七八九])(?![天日个号万千百元块]))"
)
_NUMERIC_WORD = re.compile(f"(?<!星期)[{ONES}十零0-9]+$")
FESTIVAL = re.compile(
    "(?=["
    + "".join({word[0] for word in (*WORDS, *YEARS)})
    + f"0-9{ONES}两零〇的农阴])(?:{YEAR})?的?(?P<lunar>农历|阴历)?(?:"
    + "(?P<word>"
    + "|".join(sorted((word for word in WORDS if not _NUMERIC_WORD.search(word)), key=len, reverse=True))
    + f")|(?<![{ONES}十百千万亿两0-9第周期拜零初月])(?!(?<=[块毛元角])[{ONES}]{ONE_BEGINS})(?P<figures>"
    + "|".join(sorted((word for word in WORDS if _NUMERIC_WORD.search(word)), key=len, reverse=True))
    + f")(?![{ONES}十百千万亿0-9元块角毛分月号日点个天次吨箱件台半折成期周年块])"
    + ")"
)


def full(match: Match, today: date) -> DateSpan:
    return span_of(match, day_in(int(match["year"]), int(match["month"]), int(match["day"])))


def compact(match: Match, today: date) -> DateSpan | None:
    day = day_in(int(match["year"]), int(match["month"]), int(match["day"]))
    return span_of(match, day, weak=True) if day else None


def short_year(match: Match, today: date) -> DateSpan | None:
    """12-11-10 is year first, 3/3/15 month first; a month that does not fit turns them round."""
    a, b, c = (int(match[name]) for name in "abc")
    if len(match["c"]) == 1 and match["sign"] != "." and len(match["a"]) < 2:
        return None
    month_first = day_in(year_number(match["c"], today), a, b)
    two_digits = len(match["a"]) > 1 and len(match["c"]) < 4
    year_first = day_in(year_number(match["a"], today), b, c) if two_digits else None
    found = (
        month_first or year_first
        if match["sign"] == "/" and len(match["c"]) > 1
        else year_first or month_first
    )
    if found is None and int(match["a"]) > 12:
        found = day_in(year_number(match["c"], today), b, a)
    return span_of(match, found)


def month_day(match: Match, today: date) -> DateSpan | None:
    month = match["month"]
    if month == FIRST_MONTH:
        if (
            match.start("month")
            and match.string[match.start("month") - 1] in "0123456789万千百十亿块两" + ONES
        ):
            return None
        month = "1"
    day = match["day"] or match["bare"] or match["score"] or (match["first"] or "")[1:]
    named = bool(
        month in LUNAR_MONTHS
        or match["leap"]
        or match["lunar"]
        or match["old"]
        or match["after"]
        or match["first"]
        or match["score"]
    )
    festival = (
        not match["sign"] and bool(match["bare"]) and month is not None and not month.isdigit()
        and (number(month) if month not in LUNAR_MONTHS else 0, number(day)) in LUNAR_FESTIVALS
    )  # fmt: skip
    if month is not None and (named or festival):
        return _lunar(match, today, LUNAR_MONTHS.get(month) or number(month), day)
    if match["near"]:
        year = year_said(match, today) or today.year
        first = months_later(date(year, today.month, 1), NEAR[match["near"]])
        return _in_month(match, today, first.year, first.month, day, sure=True)
    return _in_month(match, today, year_said(match, today), number(month), day, sure=False)


def _in_month(
    match: Match, today: date, year: int | None, month: int, day: str, *, sure: bool
) -> DateSpan | None:
    """A day, a part, or the whole of a common month."""
    if not 1 <= month <= 12:
        return span_of(match, None) if day and match["sign"] else None
    part = match["part"]
    wanted, about = PARTS[part] if part else (number(day), False)
    if day and not 1 <= wanted <= 31:
        return span_of(match, None) if match["sign"] else None
    floating = "" if year or sure else "year"
    if not day and not part:
        return _whole_month(match, today, year or next_year_of(month, 0, today), month, floating)
    if year is None:
        year = next_year_of(month, wanted, today)
    found = day_in(year, month, wanted)
    if found is None and sure:
        found = day_in(year, month, 0)  # 下月31号 is the month's end
    return span_of(
        match,
        found,
        floating=floating,
        approximate=about,
        past=bool(found and not floating and found < today),
    )


def _whole_month(match: Match, today: date, year: int, month: int, floating: str) -> DateSpan:
    last = day_in(year, month, 0)
    return span_of(
        match,
        last,
        kind="period",
        from_day=date(year, month, 1),
        to_day=last,
        floating=floating,
        unit="month",
    )


def _lunar(match: Match, today: date, month: int, day: str) -> DateSpan | None:
    said = year_said(match, today)
    if match["nearyear"]:
        said = (lunar_year_of(today) if abs(month) > 10 else today.year) + YEARS[match["nearyear"]]
    wanted = PARTS[match["part"]][0] if match["part"] else number(day)
    if match["leap"]:
        month = -month
    if not day and not match["part"]:
        year = said or lunar_year_of(today)
        first, length = months(year).get(month, (None, 0))
        if first is None:
            return None
        last = first + timedelta(days=length - 1)
        if said is None and last < today:
            first, length = months(year + 1).get(month, (first, length))
            last = first + timedelta(days=length - 1)
        return span_of(
            match, last, kind="period", from_day=first, to_day=last, floating="" if said else "lunar"
        )
    found = lunar_day(said, month, wanted) if said else next_lunar(month, wanted, today)
    return span_of(match, found, floating="" if said else "lunar")


def numeric(match: Match, today: date) -> DateSpan | None:
    month, day = int(match["month"]), int(match["day"])
    sign = match["sign"]
    if day_in(2000, month, day or 32) is None or (sign == "-" and match["end"]):
        return None
    year = next_year_of(month, day, today)
    return span_of(match, day_in(year, month, day), floating="year", weak=not match["end"])


def numeric_range(match: Match, today: date) -> DateSpan | None:
    """11.20-11.25"""
    month, day = int(match["month2"]), int(match["day2"])
    last = day_in(next_year_of(month, day, today), month, day)
    first = last and day_in(last.year, int(match["month"]), int(match["day"]))
    if last is None or first is None:
        return None
    if first > last:
        first = months_later(first, -12)
    return span_of(match, last, kind="range", from_day=first, to_day=last, floating="year")


def day_only(match: Match, today: date) -> DateSpan | None:
    wanted = number(match["day"])
    if not 1 <= wanted <= 31:
        return span_of(match, None)
    every = "month" if match["before"] else ""
    back = (match["turn"] or "").startswith("上")
    day = today
    while True:
        day += timedelta(days=-1 if back else 1)
        if day.day == wanted and back:
            return span_of(match, day, past=True)
        if day.day == wanted:
            return span_of(match, day, floating="month", every=every)


def new_year_day(match: Match, today: date) -> DateSpan | None:
    """大年初五, 年三十; 初五 alone is of whatever lunar month comes next."""
    if match["lunar"] and not match["great"]:
        return span_of(match, next_lunar_day_of_month(number(match["lunar"]), today), floating="lunar")
    if not match["great"] and not match["first"]:
        return None
    said = year_said(match, today)
    month, wanted = (
        (12, number(match["late"] or "")) if match["eve"] or match["late"] else (1, number(match["first"]))
    )
    if match["great"] and said is not None:
        return span_of(match, lunar_day(said, month, wanted))
    if match["great"]:
        return span_of(match, next_lunar(month, wanted, today), floating="lunar")
    if lunar_month_of(today) == LAST_MONTH:  # 初五 said in 腊月 is the fifth of the New Year
        return span_of(match, next_lunar(1, wanted, today), floating="lunar", approximate=True)
    return span_of(match, next_lunar_day_of_month(wanted, today), floating="lunar", approximate=True)


def festival(match: Match, today: date) -> DateSpan | None:
    word = match["figures"] or match["word"]
    if match["lunar"] and match["lunar"] + word in LUNAR:
        word = match["lunar"] + word  # 农历新年
    said = year_said(match, today)
    if match["nearyear"] and word in LUNAR:
        # In January 今年除夕 is the coming one, of the lunar year still running; 去年中秋 of the common year.
        said = (lunar_year_of(today) if LUNAR[word][0] > 10 else today.year) + YEARS[match["nearyear"]]
    found = festival_in(word, said) if said is not None else next_festival(word, today)
    if found is None:
        return None
    return span_of(match, found, floating="" if said else "festival", weak=bool(match["figures"]), unit=word)
