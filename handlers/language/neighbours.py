"""Days put together with what stands beside them: a weekday behind its date, 10号到15号, 月底前三天, 明天下午3点."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.language.datespan import DateSpan
from handlers.language.datewords import COUNT, DAY, day_in, months_later, number
from handlers.language.workdays import add_workdays

_BESIDE = re.compile(r"[\s,，(、]{0,2}")
_TO = re.compile(r"\s?(?:到|至|[-~]{1,2})\s?")
_LEFT_DAY = re.compile(rf"(?<![0-9.])(?P<day>{DAY})[日号]?\s?(?:到|至|、|[-~]{{1,2}})\s?$")
_LEFT_MONTH = re.compile(
    r"(?<![0-9.])(?P<month>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月?份?\s?(?:到|至|[-~]{1,2})\s?$"
)
_SHIFT = re.compile(
    rf"(?:小?长假|假期?)?的?(?:之|以)?(?P<way>[前后])的?\s?[第头]?(?:(?P<count>{COUNT}|半)\s?个?(?P<unit>工作日|天|日|周|星期|礼拜|月)|(?P<eve>一天|一日))"
)
_NOW = re.compile(r"\s?份?(?:(?:到|至)(?:现在|目前|如今|此刻|今(?![天日年]))|以来)")
_AFTERWARDS = re.compile(
    r"\s?(?:小?长假|假期?)?(?:\(含\))?(?:(?P<about>左右|前后|上下|附近|许)|(?P<before>之前|以前|前(?![后面台期款天年妻途])|之内|以内|内|截止|为止|止|到期前)"
    r"|(?P<after>之后|以后|后(?![天面来期台续]))|当[天日])"
)


def joined(seen: str, text: str, found: Sequence[DateSpan], today: date) -> list[DateSpan]:
    """Neighbouring spans put together, and what follows each taken in."""
    result: list[DateSpan] = []
    for one in found:
        last = result[-1] if result else None
        if last is not None and one.kind == "time":
            if last.day is not None and seen[last.end : one.start].strip(" 的,，") == "":
                result[-1] = _followed(seen, replace(last, end=one.end, at=one.at))
                continue
        elif last is not None and _repeats(seen, last, one, text):
            result[-1] = replace(last, end=one.end + seen.startswith(")", one.end))
            continue
        elif last is not None and (both := _same_day(seen, last, one, today) or _within(seen, last, one)):
            result[-1] = both
            continue
        span = _ranged(seen, result, one, today)
        result.append(_until_now(seen, text, span, today) or _followed(seen, span))
    return result


def _repeats(seen: str, last: DateSpan, one: DateSpan, text: str) -> bool:
    """国庆节当天, 五四青年节, 3号之前(含当日): the second says the first again."""
    if last.day is None or one.kind != "day" or seen[last.end : one.start].strip(" (含") != "":
        return False
    return text[one.start : one.end] in ("当天", "当日") or (
        one.floating == "festival"
        and one.day is not None
        and abs((one.day - last.day).days)
        <= (one.unit == "小年")  # the 23rd in the north, the 24th in the south
    )


def _same_day(seen: str, first: DateSpan, second: DateSpan, today: date) -> DateSpan | None:
    """“10月12号，星期一” is one day; the weekday may show that last year's is meant."""
    pair = {first.floating, second.floating}
    if first.day is None or second.day is None or _BESIDE.fullmatch(seen, first.end, second.start) is None:
        return None
    if "week" not in pair or len(pair) < 2 or ("month" in pair and first.floating == "week"):
        return None
    named, weekday = (second, first) if first.floating == "week" else (first, second)
    if named.kind != "day" or named.past or named.future or weekday.day is None or named.day is None:
        return None
    end = second.end + seen.startswith(")", second.end)
    day, differs = named.day, named.day.weekday() != weekday.day.weekday()
    if differs and named.floating == "year" and day.day <= 28:
        earlier = day.replace(year=day.year - 1)
        if earlier.weekday() == weekday.day.weekday():
            day, differs = earlier, False
    return replace(named, start=first.start, end=end, day=day, weekday_differs=differs)


def _within(seen: str, last: DateSpan, one: DateSpan) -> DateSpan | None:
    """两年后的8月15号, 三周后的周五, 下周的今天, 国庆节第二天: the second is said of the time that the first names."""
    if last.day is None or one.day is None or seen[last.end : one.start].strip(" ") not in ("", "的"):
        return None
    said, day = one.text, None
    if said in ("第二天", "次日", "翌日"):
        day = last.day + timedelta(days=1) if last.kind == "day" else None
    elif last.kind == "period" and last.unit == "week" and said in ("今天", "今日"):
        day = last.day - timedelta(days=6 - one.day.weekday())
    elif last.kind == "period" and last.unit == "year" and one.floating == "year":
        day = day_in(last.day.year, one.day.month, one.day.day)
    elif (last.past or last.future) and last.days is not None:
        day = _anchored(last, one)
    return replace(last, end=one.end, day=day, kind="day") if day else None


def _anchored(last: DateSpan, one: DateSpan) -> date | None:
    """The day of `one` in the year, month or week that `last` has counted to."""
    there, day = last.day, one.day
    if there is None or day is None or one.kind != "day":
        return None
    if one.floating == "year" and last.text.find("年") > 0:
        return day_in(there.year, day.month, day.day)
    if one.floating == "month" and last.text.find("月") > 0:
        return day_in(there.year, there.month, day.day)
    if one.floating == "week" and last.unit == "day" and last.text.find("天") < 0:
        return there + timedelta(days=day.weekday() - there.weekday())
    return None


def _ranged(seen: str, result: list[DateSpan], one: DateSpan, today: date) -> DateSpan:
    """A到B, where A is the span before or a bare number; `result` loses the span that is taken in."""
    if one.day is None or one.kind not in ("day", "period"):
        return one
    last = result[-1] if result else None
    if last is not None and last.day is not None and _TO.fullmatch(seen, last.end, one.start) is not None:
        result.pop()
        return _range(last, one)
    if (
        one.kind == "day"
        and one.floating in ("month", "year")
        and (left := _LEFT_DAY.search(seen, 0, one.start))
    ):
        first = day_in(one.day.year, one.day.month, number(left["day"]))
        if first is not None and first < one.day:
            return replace(one, start=left.start(), kind="range", from_day=first, to_day=one.day)
    if one.kind == "period" and one.unit == "month" and (left := _LEFT_MONTH.search(seen, 0, one.start)):
        month = number(left["month"])
        if 1 <= month < one.day.month:
            return replace(one, start=left.start(), from_day=date(one.day.year, month, 1))
    return one


def _range(first: DateSpan, last: DateSpan) -> DateSpan:
    begin, end = first.from_day or first.day, last.day
    if begin is None or end is None:
        return last
    if last.floating == "month" and first.floating != "month":
        following = months_later(begin.replace(day=1), 1)
        end = day_in(begin.year, begin.month, end.day) or end
        end = end if end >= begin else day_in(following.year, following.month, end.day) or end
    if begin > end and first.floating == "month":
        begin = months_later(begin, -1)
    elif begin > end and first.floating == "week":
        begin -= timedelta(days=7)
    elif begin > end and first.floating == "year":
        begin = months_later(begin, -12)
    kind = "period" if first.kind == last.kind == "period" else "range"
    floating = first.floating if last.floating == "month" else last.floating
    return replace(last, start=first.start, day=end, kind=kind, from_day=begin, to_day=end, floating=floating)


def _until_now(seen: str, text: str, span: DateSpan, today: date) -> DateSpan | None:
    """年初到现在, 9月以来, 这个月到目前: the days from its beginning until today."""
    begin = span.from_day or span.day
    match = (
        _NOW.match(seen, span.end)
        if begin and (span.kind == "period" or text[span.end - 1] in "初头")
        else None
    )
    if match is None or begin is None:
        return None
    if begin > today:
        begin = months_later(begin, -1 if span.floating == "month" else -12)
    return replace(
        span, end=match.end(), kind="period", day=today, from_day=begin, to_day=today, floating="", past=True
    )


def _followed(seen: str, span: DateSpan) -> DateSpan:
    """Take in 前三天, 之前, 左右 behind a date; 中秋前 is its eve."""
    if span.day is None:
        return span
    shift = _SHIFT.match(seen, span.end)
    if shift is not None and span.unit != "除夕":
        day = _shifted(span.day, shift)
        return replace(span, end=shift.end(), day=day, kind="day", floating=span.floating)
    behind = _AFTERWARDS.match(seen, span.end)
    if behind is None:
        return span
    if behind["about"]:
        return replace(span, end=behind.end(), approximate=True)
    if behind["after"]:
        return replace(span, end=behind.end(), after=True, approximate=True)
    if behind["before"]:
        # 除夕前 is by the eve, and so is 春节前
        eve = span.floating == "festival" and "夕" not in span.text and not span.before and "前" in behind[0]
        day = span.day - timedelta(days=1) if eve else span.day
        return replace(span, end=behind.end(), day=day, before=True)
    return replace(span, end=behind.end())


def _shifted(day: date, shift: re.Match[str]) -> date:
    sign = -1 if shift["way"] == "前" else 1
    if shift["eve"]:
        return day + timedelta(days=sign)
    count, unit = (0 if shift["count"] == "半" else number(shift["count"])), shift["unit"]
    if shift["count"] == "半":
        return day + timedelta(days=15 * sign)
    if unit == "工作日":
        return add_workdays(day, sign * count)
    if unit == "月":
        return months_later(day, sign * count)
    return day + timedelta(days=sign * count * (1 if unit in "天日" else 7))
