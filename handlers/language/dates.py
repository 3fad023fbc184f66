"""Days, periods and deadlines in a message.

`RULES` are tried top to bottom; what one has read is blotted out for the next. Then neighbours are put
together: a weekday behind its date, 10号到15号, 月底前三天, 明天下午3点.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import add

from handlers.language import calendardays, countdays, seasons
from handlers.language.datespan import DateSpan
from handlers.language.datewords import COUNT, DAY, day_in, months_later, number
from handlers.language.festivals import WORDS, last_festival
from handlers.language.lunar import lunar_year_of
from handlers.language.telling import Telling
from handlers.language.workdays import add_workdays

MASK = "\x00"
Read = Callable[[re.Match[str], date], DateSpan | None]


Rule = tuple[str, str, re.Pattern[str], Read]


def _rule(needs: str, pattern: re.Pattern[str], read: Read, *, also: str = "") -> Rule:
    """Tried only when the text has one of the characters `needs`, and one of `also`."""
    return needs, also or needs, pattern, read


FESTIVE = frozenset(word[:2] for word in WORDS)
_OPENS, _GOES_ON = ("".join({pair[at] for pair in FESTIVE}) for at in (0, 1))
RULES = (
    _rule("-/.·", calendardays.FULL, calendardays.full),
    _rule("2", calendardays.COMPACT, calendardays.compact),
    _rule("-/.", calendardays.SHORT_YEAR, calendardays.short_year),
    _rule("年", countdays.BEFORE_NEW_YEAR, countdays.before_new_year),
    _rule(countdays.VAGUE_NEEDS, countdays.VAGUE, countdays.vague, also=countdays.VAGUE_ALSO),
    _rule("一", seasons.EDGE, seasons.edge, also="天"),
    _rule("周星礼", calendardays.NTH_WEEKDAY, calendardays.weekday_of_month, also="第最"),
    _rule(
        "天日周星礼月季年小钟", countdays.COUNTED, countdays.counted, also="再过等未今此往近去之内后前外作"
    ),
    _rule("初年历", calendardays.NEW_YEAR_DAY, calendardays.new_year_day),
    _rule("月", calendardays.MONTH_DAY, calendardays.month_day),
    _rule("年岁", seasons.YEAR_PART, seasons.year_part),
    _rule("季", seasons.SEASON_MONTH, seasons.month_of_season),
    _rule("季Qq半", seasons.SEASON, seasons.season),
    _rule(_OPENS, calendardays.FESTIVAL, calendardays.festival, also=_GOES_ON),
    _rule("./", calendardays.NUMERIC_RANGE, calendardays.numeric_range),
    _rule("-/.·", calendardays.NUMERIC, calendardays.numeric),
    _rule("日号", calendardays.DAY_ONLY, calendardays.day_only),
    _rule("月旬", seasons.MONTH_PART, seasons.month_part),
    _rule("周星礼", countdays.WEEKDAY, countdays.weekday),
    _rule("周星礼", countdays.WHOLE_WEEK, countdays.whole_week),
    _rule("天日儿今明昨后前当听寻琴次翌", countdays.DAY_WORD, countdays.day_word),
    _rule("年", seasons.WHOLE_YEAR, seasons.whole_year),
    _rule("点时:早上下晚午夜晨", countdays.CLOCK, countdays.clock),
)
_TELLING = Telling(*(rule[0] for rule in RULES), *(rule[1] for rule in RULES))
_FESTIVAL = 1 << next(place for place, rule in enumerate(RULES) if rule[2] is calendardays.FESTIVAL)

_BESIDE = re.compile(r"[\s,，(、]{0,2}")
_TO = re.compile(r"\s?(?:到|至|[-~]{1,2})\s?")
_LEFT_DAY = re.compile(rf"(?<![0-9.])(?P<day>{DAY})[日号]?\s?(?:到|至|、|[-~]{{1,2}})\s?$")
_LEFT_MONTH = re.compile(
    r"(?<![0-9.])(?P<month>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月?份?\s?(?:到|至|[-~]{1,2})\s?$"
)
_SHIFT = re.compile(
    rf"(?:之|以)?(?P<way>[前后])的?\s?第?(?:(?P<count>{COUNT}|半)\s?个?(?P<unit>工作日|天|日|周|星期|礼拜|月)|(?P<eve>一天|一日))"
)
_AFTERWARDS = re.compile(
    r"\s?(?:\(含\))?(?:(?P<about>左右|前后|上下|附近|许)|(?P<before>之前|以前|前(?![后面台期款天年妻途])|之内|以内|内|截止|为止|止|到期前)"
    r"|(?P<after>之后|以后|后(?![天面来期台续]))|当[天日])"
)


def find_dates(text: str, now: datetime) -> tuple[DateSpan, ...]:
    """Dates, periods, vague and clock times of the normalised text, in order; `now` in the business zone.

    Nothing impossible is guessed at: 2月30号 is found with kind `impossible` and no day.
    """
    told = _TELLING.of(text)
    told &= told >> len(RULES)
    if told & _FESTIVAL and FESTIVE.isdisjoint(map(add, text, text[1:])):
        told ^= _FESTIVAL
    if not told:
        return ()
    today, seen = now.date(), text
    found: list[DateSpan] = []
    while told:
        first = told & -told
        _, _, pattern, read = RULES[first.bit_length() - 1]
        seen, told = _apply(pattern, read, seen, today, found), told ^ first
    found.sort(key=lambda span: span.start)
    return tuple(
        [
            span if span.text == (said := text[span.start : span.end]) else replace(span, text=said)
            for span in _joined(seen, text, found, today)
        ]
    )


def _apply(pattern: re.Pattern[str], read: Read, seen: str, today: date, found: list[DateSpan]) -> str:
    for match in pattern.finditer(seen):
        if match.end() == match.start():
            continue
        span = read(match, today)
        if span is not None:
            found.append(span)
    for span in found:
        if seen[span.start] != MASK:
            seen = seen[: span.start] + MASK * (span.end - span.start) + seen[span.end :]
    return seen


def _joined(seen: str, text: str, found: Sequence[DateSpan], today: date) -> list[DateSpan]:
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
        elif last is not None and (both := _same_day(seen, last, one, today)) is not None:
            result[-1] = both
            continue
        span = _ranged(seen, result, one, today)
        result.append(_followed(seen, span))
    return result


def _repeats(seen: str, last: DateSpan, one: DateSpan, text: str) -> bool:
    """国庆节当天, 五四青年节, 3号之前(含当日): the second says the first again."""
    if last.day is None or one.kind != "day" or seen[last.end : one.start].strip(" (含") != "":
        return False
    return text[one.start : one.end] in ("当天", "当日") or (
        one.day == last.day and one.floating == "festival"
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


def as_past(span: DateSpan, now: datetime) -> DateSpan:
    """The same words said of a fact: `3号打的` is the last 3rd, today included. Other days stay."""
    today = now.date()
    if span.day is None or not span.floating or span.day <= today:
        return span
    day = _last(span, today)
    if day is None or span.from_day is None:
        return replace(span, day=day)
    back = span.day - day
    first = span.from_day - back
    if span.floating in ("year", "month"):
        months = (span.day.year - day.year) * 12 + span.day.month - day.month
        first = months_later(span.from_day, -months)
    return replace(span, day=day, from_day=first, to_day=day)


def _last(span: DateSpan, today: date) -> date | None:
    day = span.day
    if day is None:
        return None
    if span.floating == "week":
        return day - timedelta(days=7) if day - timedelta(days=7) <= today else day - timedelta(days=14)
    if span.floating == "festival":
        found = last_festival(span.unit, today)
        return found and found - timedelta(days=1) if found and span.before and span.unit != "除夕" else found
    if span.floating == "lunar":
        return _last_lunar(day, today)
    # A period that has begun counts as this one: 11月份 said in November.
    if span.kind == "period":
        begun = span.from_day is not None and span.from_day <= today
        return day if begun else day_in(day.year - 1, day.month, 0)
    step = 1 if span.floating == "month" else 12
    for back in range(0, 12 * 9, step):
        first = months_later(day.replace(day=1), -back)
        found = day_in(first.year, first.month, 0 if _is_month_end(day, span) else day.day)
        if found is not None and found <= today:
            return found
    return None


def _is_month_end(day: date, span: DateSpan) -> bool:
    return (day + timedelta(days=1)).day == 1 and (
        "底" in span.text or "末" in span.text or "下旬" in span.text
    )


def _last_lunar(day: date, today: date) -> date:
    """About a lunar year back: the same lunar day of the year before."""
    for back in (354, 355, 383, 384, 353, 385):
        found = day - timedelta(days=back)
        if found <= today and lunar_year_of(found) == lunar_year_of(day) - 1:
            return found
    return day - timedelta(days=354)
