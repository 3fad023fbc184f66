"""What shall be done and when: reminders to oneself, tasks for somebody."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from handlers.language.chasing import asks_him
from handlers.language.datewords import clamped
from handlers.language.leaving import WHO
from handlers.language.outcome import told, whose
from handlers.language.queries import is_booking, number_in
from handlers.language.reading import Fit, Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.talk import booked_before, later_day

_RELATIVE = re.compile(
    r"(?:提?前|早)(?P<n>[0-9一二两三四五六七八九十]+)(?P<unit>天|个星期|周)|(?P<same>当天|那天)"
)
CLOCK = re.compile(
    r"(?P<half>早上|上午|中午|下午|晚上|傍晚|半夜|午夜|夜里|深夜|凌晨)?\s*(?P<h>[0-9]{1,2}"
    r"|[一二两三四五六七八九十]{1,2})(?:点(?P<m>半|[0-9]{1,2}分?|[一二三四五]?十[一二三四五六七八九]?分?)?"
    r"|[:：](?P<mm>[0-9]{2}))"
)
_ASSIGN = re.compile(
    r"^(?:让|叫|派|安排|请|通知|找)(?P<who>个?人|[一-龥]{2,3}?)(?=今天|明天|后天|下午|上午|周|下周|去|跟|把|催|盯|联系|处理|上门)"
)
_FOLLOW = re.compile(
    r"账期(?:一)?到|到期日?当[天日]|到期前|到期当天|到期那天|到期日前|到期的?时候|到期时|到期了?就|快到期"
)


_NO_REMINDING = re.compile(
    r"提醒[^，,。]{0,4}(?:关|停)(?:了|掉|吧|到|$|个?[0-9一二两三几])|(?:不要|别(?!忘)|不用|停止|先不)[^，,。]{0,6}(?:发)?提醒"
)


# 到期提前一周跟我说
_TELLS_ME = re.compile(
    r"(?:到了|到账了?|来了|进账了?|收到了?|(?:打|付|转|汇|结|还)(?:了|过来))[^。；;0-9]{0,6}(?:告诉|通知|知会|跟|和)(?:一[下声])?我|"
    r"(?:提前|早|到期前)[^，,。;；]{1,5}(?:跟我说|告诉我|跟我讲|说一?声)|(?:到期|到日子|那天|当天|到点|"
    r"到时候?|[0-9一二三十][号日])[^，,。;；]{0,3}(?:告诉|通知|招呼|吱|知会|吼|闹|戳|滴滴|踢|ping|cue)(?:我|"
    r"俺|咱)?(?:一?[声下])?(?:$|[，,。 ])"
)


_TELLS_ALL = frozenset({"别忘了", "别忘记"})
_OF_MONEY = (
    "pay",
    "paid",
    "debt",
    "unpaid",
    "goods",
    "due",
    "overdue",
    "chase",
    "statement",
    "invoice",
    "note",
)


def remind(sight: Sight) -> Reading | None:
    """周五提醒我去福满楼收钱, 鑫源到期前两天提醒我, 月底前三天叫我催永盛."""
    word = sight.first("remind")
    if (word is None and not _TELLS_ME.search(sight.bare)) or asks_him(sight):
        return None
    if word is not None and word.text in _TELLS_ALL and not (sight.mentions or sight.has(*_OF_MONEY)):
        return None  # 晚上八点开会 别忘了带本子: said to everybody
    if sight.has("hold", "setting", "release") or _NO_REMINDING.search(sight.bare):
        return None
    due = _FOLLOW.search(sight.bare) is not None
    if (
        word is not None
        and word.text in {"叫我", "喊我"}
        and not sight.dates
        and time_of(sight) is None
        and not due
    ):
        return None
    if word is not None and is_booking(sight) and booked_before(sight, word.start):
        return None  # 欠5百 明儿还 别忘了提醒我: the debt, which is reminded of anyway
    relative = _relative_days(sight)
    day = later_day(sight)
    extra: dict[str, Any] = {"note": sight.text, "time": time_of(sight)}
    if (soon := _SOON.search(sight.bare)) is not None:
        then = sight.now + _so_long(soon)
        day, extra["time"] = then.date(), f"{then:%H:%M}"
    if relative is not None and (_FOLLOW.search(sight.bare) or day is None):
        extra["relative"] = relative
        day = None
    elif relative is not None and day is not None and not _spans_relative(sight):
        day = day + timedelta(days=relative)
    if (monthly := _EVERY_MONTH.search(sight.bare)) is not None:
        extra["day_of_month"] = number_in(monthly["day"]) if monthly["day"] else 31
        day = next_of_month(sight.now.date(), extra["day_of_month"] or 1)
    return told(sight, Intent.REMIND, mention=whose(sight), due_on=day, extra=extra)


# 十分钟后叫我, 过半个小时提醒我, 一个半钟头以后喊我
_SOON = re.compile(
    r"(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半)个?(?P<half>半)?(?P<unit>分钟|小时|钟头|"
    r"刻钟)(?:之后|以后|后|过后|之?内|[，, ]?(?:提醒|叫|喊))"
    r"|过(?P<n2>[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半)个?(?P<half2>半)?(?P<unit2>分钟|小时|钟头|刻钟)"
)
_MINUTES = {"分钟": 1, "刻钟": 15, "小时": 60, "钟头": 60}


def _so_long(soon: re.Match[str]) -> timedelta:
    said, unit = soon["n"] or soon["n2"], _MINUTES[soon["unit"] or soon["unit2"]]
    more = unit // 2 if soon["half"] or soon["half2"] else 0
    return timedelta(minutes=(unit // 2 if said == "半" else (number_in(said) or 0) * unit) + more)


# 每月25号提醒我
_EVERY_MONTH = re.compile(
    r"每个?月的?(?:(?P<day>[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日]|月?[底末])"
)


def next_of_month(today: date, wanted: int) -> date:
    """That day of this month or the next, clamped to the month's end."""
    here = clamped(today.year, today.month, wanted)
    return here if here >= today else clamped(today.year, today.month + 1, wanted)


def _spans_relative(sight: Sight) -> bool:
    """Whether the date reader already took 前三天 into the day."""
    match = _RELATIVE.search(sight.text)
    return match is not None and any(found.start <= match.start() < found.end for found in sight.dates)


def _relative_days(sight: Sight) -> int | None:
    match = _RELATIVE.search(sight.text)
    if match is None:
        return None
    if match["same"]:
        return 0 if _FOLLOW.search(sight.bare) else None
    count = number_in(match["n"]) or 0
    return -count * (1 if match["unit"] == "天" else 7)


_NOON = 12
_NIGHT = frozenset({"晚上", "半夜", "午夜", "夜里", "深夜", "凌晨"})


def time_of(sight: Sight) -> str | None:
    """早上9点半 → 09:30, 晚上6点 → 18:00, 3点半 → 15:30: who wants to hear in the night says so, or writes 03:30."""
    match = CLOCK.search(sight.text)
    at = hour_of(match) if match is not None else None
    if match is None or at is None or match["half"] or match["h"].startswith("0"):
        return at
    return f"{int(at[:2]) + _NOON:02d}{at[2:]}" if "01:00" <= at < "07:00" else at


def hour_of(match: re.Match[str]) -> str | None:
    """What a match of `CLOCK` says as HH:MM; None when there is no such hour."""
    hour = number_in(match["h"])
    if hour is None or hour > 24:
        return None
    if match["half"] in {"下午", "晚上", "傍晚"} and hour < 12:
        hour += 12
    if match["half"] == "中午" and hour < 3:
        hour += _NOON
    if match["half"] in _NIGHT and hour == _NOON:
        hour = 0  # 半夜12点, 晚上12点
    minute = 30 if match["m"] == "半" else number_in((match["mm"] or match["m"] or "0").rstrip("分")) or 0
    return f"{hour % 24:02d}:{minute:02d}" if minute < 60 else None


_WHO_GOES = re.compile(
    r"谁[^，,。]{0,5}(?:顺路|有空)[^，,。]{0,2}去?\ue000|(?:谁|哪个|边个)(?:能|来|有空)?(?:去|"
    r"给)?\ue000*(?:那边|家)?(?:盯|催|跑|看看?|跟|问|要|收|联系|处理)一?(?:下|趟|催)?"
)
# 老王今天跑一趟永盛那边: a colleague, a verb of going and no 了
_SENT = re.compile(
    r"^(?!让|叫|派|安排|请|通知)(?P<who>[一-龥\ue000]{2,3}?)[，, ]*(?:你)?(?:今天|明天|后天|下午|上午|周[一二三四五六日]"
    r"|有空)?(?:去|跑|到|上)(?:一?趟)?(?:\ue000|(?:收|要|催|找|跟|拿|问|盯|送)\ue000|.{0,8}(?:一趟|看看|看下|盯|催))"
)
_DAY = r"(?:今天|明天|后天|下午|上午|(?:这|下+)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天]|有空)?"
_COLLEAGUE = r"^(?:[小老阿][一-龥]|[一-龥]{1,2}(?:姐|哥|工|会计))[，, ]*(?:你)?"
# 小孙你去问问永盛发票寄到没: an errand, though it ends like a question
_ASKS_ROUND = re.compile(
    rf"{_COLLEAGUE}{_DAY}(?:去|帮我|帮忙)(?:问问|问一下|问下|打听一?下?|核实一?下?)\ue000"
)
# 老周 下周一去永盛把送货单拿回来
_BRINGS_BACK = re.compile(
    rf"{_COLLEAGUE}{_DAY}(?:去|到)(?:一?趟)?\ue000+[^，,。]{{0,4}}把[^，,。]{{1,12}}(?:拿|取|收|要|送|带)(?:回来|过来|回去|过去|走)"
)
_MUST = re.compile(r"必须|务必|抓紧|赶紧|马上|一定要|要个?说法|给个?说法")
_FETCH = re.compile(r"把[^，,。]{1,8}(?:钱|款|账)(?:给我|都|全)?(?:要|收|追|讨)回来")
_CALLS = re.compile(r"^(?:今天|明天|下午|上午|马上|赶紧|抓紧)?(?:去)?(?:给|跟|找|联系|盯住?|去)")


_FETCHES = frozenset(
    {"收款", "收回", "收回来", "要回来", "讨回来", "追回来", "回款", "收到", "结账", "结清"}
)  # 去收款: to be done


def _wanted(sight: Sight) -> Reading | None:
    """老马那边谁去盯一下, 给老邱打电话 今天必须要个说法: somebody shall do it; nobody is named yet."""
    goes = _WHO_GOES.search(sight.bare) or (
        _SENT.match(sight.bare) and not re.search("[了过]|没", sight.bare[:14]) and not is_question(sight)
    )
    goes = goes or _ASKS_ROUND.match(sight.bare) or _BRINGS_BACK.match(sight.bare)
    must = (
        _FETCH.search(sight.bare) or (_CALLS.match(sight.bare) and _MUST.search(sight.bare))
    ) and not sight.has("say")
    if not (goes or must) or sight.amounts or not sight.mentions:
        return None
    return told(
        sight, Intent.TASK, mention=sight.mentions[-1], due_on=later_day(sight), extra={"note": sight.text}
    )


# what somebody is sent to do, behind his name and perhaps a day
_DEED = (
    r"(?:去|到(?!了)|跑|跟(?!你|我说)|把|催|盯|联系|处理|上门|给(?![钱款了我])|找|查|补|重|开|陪|看|问|送|"
    r"拿|取|收|谈|对账|核|走访|拜访|负责|落实|搞定|解决|办|约|发|写|做|整理|汇报"
    r"|要|追|讨|碰|见|带|签|清点|算|确认)"
)
_WHEN = (
    r"[，,:： ]*(?:你|先|再|就|马上|赶紧|抓紧|必须|务必|那边|今[天早晚]|明[天早晚]|后天|大后天|早上|上午|"
    r"中午|下午|晚上|(?:这|下+)?个?(?:周|星期|礼拜)[一二三四五六日天末]?[之以]?[内前]?|[0-9一二三四五六七八九十]+(?:天|"
    r"日|号|点)[之以]?[内前]?|[月年][底末初]|[0-9]{1,2}月[0-9]{1,2}[日号]|之?前|[，, ])*"
)
_SET_TO = re.compile(
    rf"(?:^|[，,。 :：]|那边|这边|这事儿?|的事儿?|这家)(?:你|麻烦|请|再|就|先|还是)*(?:让|叫|派|安排|指派|"
    rf"指定|通知|请|找|吩咐|交代|麻烦)(?:一下)?(?:财务|仓库|会计|出纳|业务|司机|"
    rf"同事)?(?P<told>{WHO}){_WHEN}{_DEED}"
    rf"|^@?(?:财务|仓库|会计|出纳|业务|司机)?(?P<called>{WHO})(?:[，,:： @]+(?:你)?{_WHEN}|你{_WHEN}|"
    rf"(?:今天|明天|后天|下午|明早|[这本下]?周[一二三四五六日]?[之以]?[内前]?|月底前?|[一二两三五十]日内)+){_DEED}"
    rf"|(?:交办|布置|派活|派任务|任务|派单)(?:一下)?[给，,:： ]*(?P<set>{WHO}){_WHEN}{_DEED}"
    rf"|(?:给(?P<for>{WHO})派|派|安排|布置)(?:个|一个)?(?:活儿?|任务|单子?|差事)(?:给(?P<to>{WHO}))?[，,:： ]"
    rf"|(?:这事儿?|的事儿?|这活儿?|这件事)[，,]?(?:就)?(?:安排|交代|交|派|分)给(?P<given>{WHO})"
    rf"|^(?P<leads>{WHO})(?:[，,: ])*负责(?:把|跟|去|联系|催|收|盯|处理|搞定|对|要)"
    rf"|^(?P<yours>{WHO})[，,:： ]+[^，,。]{{1,12}}?你(?:接着|继续|先)?(?:去|来|给我|盯|跟|催|联系|处理|核|查|问|落实|跑|拿|收|负责|搞定|摆平)"
    rf"|@(?P<at>{WHO})[，,: ]*.*(?:负责|你(?:去|来|盯|跟|催|联系|处理|核|查|问|落实|跑|拿|收))|"
    rf"^(?P<looks>{WHO})(?:去|帮忙|帮我)?(?:查|看|问|盯|跟|核实|联系|落实|处理|催|对)(?:一下|下|一眼|一趟)"
)
_DONE_THEN = re.compile(r"[了过](?![一]?下)(?=[，, 。]|$)|没(?:去|到|见|找|收)")

_SURE = frozenset({Fit.EXACT, Fit.SHORT, Fit.SOUND})


def _sent(sight: Sight) -> Reading | None:
    """老陈那边让小王去盯, 小陈，你下午跑一趟金桥, 交办：小孙 三日内补齐绿源签收单: a colleague by name and a deed."""
    match = _SET_TO.search(sight.text)
    if match is None or sight.amounts or sight.has("remind", "hold"):
        return None
    if any(word.start < match.start() for word in sight.of("say")):
        return None
    if match["called"] and _DONE_THEN.search(sight.bare, match.end()):
        return None  # 小李，昨天去过永盛了
    if match["given"] is match["looks"] is None and sight.text.endswith(("吗", "么", "?")):
        return None
    who = next(filter(None, match.groups()))
    start, end = next(match.span(place) for place in range(1, len(match.groups()) + 1) if match[place])
    customers = [
        found
        for found in sight.mentions
        if found.span
        and not (found.span.start < end and start < found.span.end)
        and (found.fit in _SURE or re.fullmatch(WHO, found.text) is None)
    ]
    if not customers and any(found.fit in _SURE for found in sight.mentions):
        return None  # 老陈，明天给钱: who is called is a customer himself
    note = {"assignee": who, "note": sight.text}
    return told(
        sight, Intent.TASK, mention=customers[0] if customers else None, due_on=later_day(sight), extra=note
    )


def task(sight: Sight) -> Reading | None:
    """让老周明天去一趟: a task for somebody with a result."""
    if (given := _sent(sight) or _wanted(sight)) is not None:
        return given
    match = _ASSIGN.match(sight.text)
    paid = any(word.text not in _FETCHES for word in sight.of("paid"))
    if match is None or is_question(sight) or paid or sight.amounts:
        return None
    mention = next(
        (found for found in sight.mentions if found.span and found.span.start >= match.end()), None
    )
    if mention is None and any(found.fit in _SURE for found in sight.mentions):
        return None  # 叫老陈下周一来结账: who is sent is a customer
    return told(
        sight,
        Intent.TASK,
        mention=mention,
        due_on=later_day(sight),
        extra={"assignee": match["who"], "note": sight.text},
    )
