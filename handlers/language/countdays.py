"""Dates said from today: 明天, 下周五, 3天后, 三个工作日内, 最近30天, 过几天, 下午3点."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from handlers.language.datespan import DateSpan, span_of
from handlers.language.datewords import (
    COUNT,
    DAYS,
    HALF_DAYS,
    NEAR,
    NEARS,
    ONES,
    WEEK,
    WEEKDAYS,
    YEARS,
    monday,
    months_later,
    number,
)
from handlers.language.festivals import next_festival
from handlers.language.workdays import add_workdays, is_year_known

Match = re.Match[str]

DAY_WORD = re.compile(
    "(?P<year>去年|前年|明年|后年)的?今[天日]|(?:(?<![半昨今深午前后一每当那入连白](?=夜))"
    + "|".join(sorted(DAYS, key=len, reverse=True))
    + ")(?!头条|香|之[后前])|(?P<half>[今明昨后前当])(?=[早晚晨夜])|(?P<alone>今晨|今夜)"
)
WEEKDAY = re.compile(
    rf"(?P<every>每个?|逢"
    rf"|每逢)?(?:(?P<near>{NEARS})的?(?:一?个)?)?(?<![老小两几半])(?<!(?<![0-9百千万wWkK])[0-9])(?<!(?<![0-9])[0-9]{{2}})(?<!(?<![百千万])[{ONES}]){WEEK}(?:的?{WEEK})?"
    rf"(?:(?P<day>[一二三四五六日天末]|[1-7](?![0-9.,]|\s?[元块万千百])))"
)
WHOLE_WEEK = re.compile(
    rf"(?P<near>{NEARS})一?个?{WEEK}(?P<in>之?内|以内)?|(?<![0-9{ONES}两几每半])(?P<alone>周内)"
)
# The `unit` says what is counted; 日 and 月 only where the words around them count.
_UNIT = "工作日|交易日|自然日|天|日|周|星期|礼拜|月|季度|季|年|小时|钟头|分钟|刻钟"
COUNTED = re.compile(
    rf"(?=[再过等未今此往最近之0-9半个百十廿卅{ONES}两俩仨])(?<!月)(?<!后[第头])(?P<ahead>再过|再等|过|等|再|未来|今后|此后"
    rf"|往后|最近|近|过去|之前)?的?\s?(?:(?P<low>{COUNT})\s?(?:到|至|[-~])\s?)?"
    rf"(?:(?P<count>{COUNT}|半)\s?(?:(?P<piece>个)(?P<half>半)?)?|(?P<lone>个半))\s?(?P<unit>{_UNIT})(?P<more>半)?的?"
    r"(?:时间|期限)?\s?(?P<behind>之?内|以内|之?后|以后|过后|之?前|以前|开外)?(?P<same>的今[天日])?"
)
VAGUE = re.compile(
    r"过(?:几|一?两|[两三]三|三[两五])[天日]|过几(?:个月|个?星期|周)|过段时间|过(?:一)?阵子?|改天|改日"
    r"|这[几两]天|这段时间|[几两]三天(?:后|内)?|回头|有空|几[天日]后?|"
    r"(?:等)?有钱[了再]?|(?<![前之0-9一二三四五六七八九十半两几多])年后|(?:[明后今]年)?(?:开年|开春)"
    r"|(?<![春秋午庆旦明动宵阳诞八一])节[后前]|一两(?:天|个月|周|个星期|个礼拜)(?:之?[后内])?|个把(?:月"
    r"|星期|礼拜)(?:[后内])?|十天半(?:个|拉)?月|过完[年节]|过了[年节]|发工资|下次(?!的?[0-9一二三])|下回"
    r"|尽快|早点|晚点|再说|(?<![日号天月周年底末])以后再|十[几来]天(?:后|内)?|三五天(?:后|内)?"
)
# one of each stands in all such words
VAGUE_NEEDS = "过改这几两回有年开节发下尽早晚再以来三个十一"
NEXT_WORKDAY = re.compile("(?P<way>[下上])一?个?(?:工作日|交易日)")
VAGUE_ALSO = "天日段阵改空几钱年春节两把工次尽点说头下后"
BEFORE_NEW_YEAR = re.compile(rf"(?<![0-9{ONES}十百半多两几今去明前小])年前|过年前|春节前")
CLOCK = re.compile(
    rf"(?=[凌清大一早上中正下午傍晚今夜后前半深晨的0-9十{ONES}两零])"
    r"(?P<part>凌晨|清晨|清早|大早|一早|早上|早晨|上午|中午|正午|下午|午后|傍晚|晚上|晚间|今晚|夜里|夜间"
    r"|前晌|头晌|晌午|后晌|后半夜|前半夜|下半夜|上半夜|半夜|午夜|深夜|[早晚晨夜])?的?\s?"
    rf"(?:(?P<hour>(?<![0-9.])[0-9]{{1,2}}|(?<![{ONES}十百千万亿零])(?:二?十[{ONES}]?"
    rf"|[{ONES}两零]))(?:点钟?|时(?!候|间))(?:(?P<half>半)|(?P<quarter>[一三13])刻"
    rf"|过?(?P<minute>零?[0-9]{{1,2}}|[零二三四五]?十?[{ONES}十])分?|整|多)?"
    r"|(?P<hour2>[01]?[0-9]|2[0-4]):(?P<minute2>[0-5][0-9])(?::[0-5][0-9])?)?(?:许|左右)?"
)
_PAYS = re.compile("[付还给]|结清|到账")  # 10个工作日付清
AFTERNOON = frozenset(
    (
        "下午",
        "午后",
        "后晌",
        "傍晚",
        "晚上",
        "晚间",
        "晚",
        "夜里",
        "夜间",
        "今晚",
        "夜",
        "深夜",
        "前半夜",
        "上半夜",
    )
)


_LONGEST_MONTH, _HALF_A_MONTH = 31, 15
_IN_MONTH = re.compile(rf"月[份的]?[0-9{ONES}十廿]*$")
_ON_THAT_DAY = frozenset("说好就在须的款")


def day_word(match: Match, today: date) -> DateSpan | None:
    if match[0] == "第二天" and match.string.endswith(("了", "完"), 0, match.start()):
        return span_of(match, None, kind="vague")  # 车款到了第二天就打
    if match["year"]:
        found = months_later(today, 12 * YEARS[match["year"]])
        return span_of(match, found, past=found < today, future=found > today)
    before = match.string[match.start() - 1 : match.start()]
    if match.group() in ("当天", "当日") and before.isalpha() and before not in _ON_THAT_DAY:
        return None  # 婚礼当天
    shift = HALF_DAYS[match["half"]] if match["half"] else 0 if match["alone"] else DAYS[match.group()]
    return span_of(match, today + timedelta(days=shift), past=shift < 0, future=shift > 0)


def weekday(match: Match, today: date) -> DateSpan:
    """下周五 is of the next ISO week; 周五 alone the next one, never today."""
    wanted = WEEKDAYS[match["day"]]
    if match["near"]:
        shift = NEAR[match["near"]]
        found = monday(today) + timedelta(weeks=shift, days=wanted)
        return span_of(match, found, past=shift < 0, future=shift > 0)
    ahead = (wanted - today.weekday()) % 7 or (0 if match["day"] == "末" else 7)
    every = "week" if match["every"] else ""
    return span_of(match, today + timedelta(days=ahead), floating="week", every=every)


def whole_week(match: Match, today: date) -> DateSpan:
    shift = NEAR[match["near"] or "本"]
    first = monday(today) + timedelta(weeks=shift)
    last = first + timedelta(days=6)
    return span_of(
        match, last, kind="period", from_day=first, to_day=last, past=shift < 0, future=shift > 0,
        before=bool(match["in"] or match["alone"]), unit="week",
    )  # fmt: skip


def _is_of_month(count: str) -> bool:
    if count in ("半", "两", "俩", "仨"):
        return False
    days = number(count)
    return days <= _LONGEST_MONTH and (count.isdigit() or days > _HALF_A_MONTH)


def counted(match: Match, today: date) -> DateSpan | None:
    """3天后, 15日内, 半个月后, 5年前, 最近30天; None for a bare 30天, which is a term and no date."""
    ahead, behind, unit = match["ahead"] or "", match["behind"] or "", match["unit"]
    if not behind and not ahead and not (unit == "工作日" and _PAYS.match(match.string, match.end())):
        return None
    if unit in ("日", "月", "季", "年") and not (behind or match["piece"] or match["count"] in ("俩", "仨")):
        return None
    if unit == "月" and not (match["piece"] or match["lone"] or match["count"] in ("半", "俩", "仨")):
        return None
    if (
        unit == "日"
        and behind in ("前", "之前", "以前")
        and match["count"] not in ("半", "两", "俩")
        and number(match["count"]) <= _LONGEST_MONTH
    ):
        return None  # 15日前 is the 15th
    if unit == "日" and behind.endswith("后") and _is_of_month(match["count"]):
        return None  # 25日后 is after the 25th, 七日后 in a week
    if unit == "日" and _IN_MONTH.search(match.string, 0, match.start()):
        return None  # 8月15日后
    if ahead in ("再", "之前") and not behind:
        return None
    count, kind = _length(match)
    if ahead in ("最近", "近", "过去") and not behind.endswith("后"):
        first = _moved(today, kind, -count)[0]
        return span_of(
            match,
            today,
            kind="period",
            from_day=first,
            to_day=today,
            past=True,
            days=_whole(count),
            unit=kind,
        )
    sign = -1 if behind in ("前", "之前", "以前") else 1
    found, known = _moved(today, kind, sign * count)
    return span_of(
        match, found, past=sign < 0, future=sign > 0, before=behind.endswith("内"), days=_whole(count),
        unit=kind, workday_year_known=known,
    )  # fmt: skip


def _whole(count: float) -> int:
    return int(count) if count == int(count) else round(count * 30)


def _length(match: Match) -> tuple[float, str]:
    """How many of what; half a month is 15 days, half a year six months."""
    unit = match["unit"]
    count: float = 1 if match["lone"] else 0.5 if match["count"] == "半" else number(match["count"])
    if match["half"] or match["more"] or match["lone"]:
        count += 0.5
    if unit in ("周", "星期", "礼拜"):
        return count * 7, "day"
    if unit in ("工作日", "交易日"):
        return count, "workday"
    if unit in ("季度", "季"):
        return count * 3, "month"
    if unit == "年":
        return count * 12, "month"
    if unit == "月":
        return count, "month"
    if unit in ("分钟", "刻钟"):
        return 0, "day"
    if unit in ("小时", "钟头"):
        return 0 if count < 24 else count // 24, "day"
    return count, "day"


def _moved(day: date, kind: str, count: float) -> tuple[date, bool]:
    """(day moved, whether its year's working days are known); days beyond the calendar stop at its end."""
    try:
        if kind == "workday":
            found = add_workdays(day, int(count))
            return found, is_year_known(found.year) and is_year_known(day.year)
        if kind == "month":
            # Half a month is 15 days: 一个半月 is a month and 15 days.
            half = timedelta(days=15 if count > 0 else -15) if count != int(count) else timedelta()
            return months_later(day, int(count)) + half, True
        return day + timedelta(days=int(count)), True
    except (OverflowError, ValueError):
        return (date.max if count > 0 else date.min), True


def next_workday(match: Match, today: date) -> DateSpan:
    sign = 1 if match["way"] == "下" else -1
    return span_of(match, add_workdays(today, sign), past=sign < 0, future=sign > 0)


def vague(match: Match, today: date) -> DateSpan:
    return span_of(match, None, kind="vague", approximate=True)


def before_new_year(match: Match, today: date) -> DateSpan | None:
    """年前 and 春节前: by 除夕."""
    eve = next_festival("除夕", today)
    return span_of(match, eve, before=True, floating="festival", unit="除夕") if eve else None


def clock(match: Match, today: date) -> DateSpan | None:
    """A time of day; `day` stays None when it stands alone."""
    at = time_of(match)
    if match.end() == match.start() or (at is None and len(match["part"] or "") < 2):
        return None
    return span_of(match, None, kind="time", at=at)


def time_of(match: Match) -> time | None:
    """The time a `CLOCK` match says: 下午3点半 → 15:30; None when it gives no hour."""
    written = match["hour"] or match["hour2"]
    if not written:
        return None
    hour = number(written)
    minute = number(match["minute"] or match["minute2"] or "0")
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 15 * number(match["quarter"])
    if match["part"] in AFTERNOON and hour < 12:
        hour += 12
    if match["part"] == "中午" and hour < 3:
        hour += 12
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None
