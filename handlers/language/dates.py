"""Days, periods and deadlines in a message.

`RULES` are tried top to bottom; what one has read is blotted out for the next. Then neighbours are put
together (see `neighbours`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.language import calendardays, countdays, seasons
from handlers.language.datespan import DateSpan
from handlers.language.datewords import day_in, months_later
from handlers.language.festivals import WORDS, last_festival
from handlers.language.lunar import lunar_year_of
from handlers.language.neighbours import joined
from handlers.language.telling import Telling

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
    _rule("作易", countdays.NEXT_WORKDAY, countdays.next_workday, also="下上"),
    _rule("第最头首", seasons.EDGE, seasons.edge, also="天日"),
    _rule("周星礼", seasons.NTH_WEEKDAY, seasons.weekday_of_month, also="第最"),
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
    _rule("十廿", calendardays.BARE_DAY, calendardays.day_only),
    _rule("月旬", seasons.MONTH_PART, seasons.month_part),
    _rule("周星礼", countdays.WEEKDAY, countdays.weekday),
    _rule("周星礼", countdays.WHOLE_WEEK, countdays.whole_week),
    _rule("天日儿今明昨后前当听寻琴次翌夜", countdays.DAY_WORD, countdays.day_word),
    _rule("年", seasons.WHOLE_YEAR, seasons.whole_year),
    _rule("点时:早上下晚午夜晨晌", countdays.CLOCK, countdays.clock),
)
_TELLING = Telling(*(rule[0] for rule in RULES), *(rule[1] for rule in RULES))
_FESTIVE = re.compile("|".join(sorted(FESTIVE)))
_FESTIVAL = 1 << next(place for place, rule in enumerate(RULES) if rule[2] is calendardays.FESTIVAL)


def find_dates(text: str, now: datetime) -> tuple[DateSpan, ...]:
    """Dates, periods, vague and clock times of the normalised text, in order; `now` in the business zone.

    Nothing impossible is guessed at: 2月30号 is found with kind `impossible` and no day.
    """
    told = _TELLING.of(text)
    told &= told >> len(RULES)
    if told & _FESTIVAL and not _FESTIVE.search(text):
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
            for span in joined(seen, text, found, today)
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
