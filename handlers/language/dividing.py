"""A sum that is divided, and its last part that is only called the rest."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from handlers.language.amounts import AmountSpan
from handlers.language.chunks import side_role
from handlers.language.datespan import DateSpan
from handlers.language.datewords import clamped
from handlers.language.extras import yuan
from handlers.language.outcome import asks, whose
from handlers.language.queries import number_in
from handlers.language.reading import Intent, Question, Reading, Record
from handlers.language.sight import Sight

NUMBER = r"[0-9]{1,2}|[一二两三四五六七八九十]{1,3}"
_PARTS = "期|次|批|笔|个月|回|趟|份|段|个?季度|个?(?:周|星期|礼拜)"
PERIODS = re.compile(
    rf"(?:分|按|拆|切|掰|摊|匀)(?:成|为|开|作)?(?P<n>{NUMBER})(?:{_PARTS})"
    rf"|(?:(?<![0-9.])(?=[0-9])|(?<![零十百千万一二两三四五六七八九])(?![0-9]))(?P<n2>{NUMBER})"
    r"(?:(?:期|个月|次)(?:付|还(?![不没未])|分期|收完)|(?:周|个星期|个礼拜)(?:分期|收完)|期(?=[ ，,:：]+.*(?:各|每)))"
    rf"|(?:[还付共]|一共|总共|连续)(?P<n3>{NUMBER})(?:期|次|个月|回)|分期"
)
EACH_BEFORE = re.compile(
    r"(?:[月周]付|[月周]还|一个?(?:月|周|星期|礼拜)(?=[还付给交打])"
    r"|每(?:期|次|趟|回|个?月|个?周|笔|星期|礼拜|天|日|半个?月|个?季度?)[一二三四五六日天]?(?:\d{1,2}[号日])?"
    rf"|每隔?(?:{NUMBER})个?(?:天|日|周|星期|礼拜|月)|各)[^，,。]{{0,4}}$"
)
# 每隔10天, 每天, 每半个月, 每两周, 每季度
EVERY = re.compile(
    rf"每(?:隔)?(?:(?P<n>{NUMBER})个?(?P<unit>天|日|周|星期|礼拜|月)|(?P<day>天)|(?P<half>半个?月)|(?P<quarter>个?季度?))"
    r"(?=[ ，,]?(?:[还付给交打转来]|一[次回笔]|[0-9一二三四五六七八九两]))"
)
_PAID = re.compile(r"(?:给|付|还|打|转|交)(?:清|完|齐)?[的了]")
_DAYS_IN = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_BEGINS = re.compile(r"(?:份)?(?:开始|起|算起|开头|头一|第一|首期|首付)")
_LED_IN = re.compile(
    r"(?:从|自|打|首期|首次|头期|第一[期次笔回趟]|头一[期次笔回趟])(?:付|还|是|在|:|：)?[ ，,]?$"
)
_MOST_PARTS = 60
_DIVIDED = re.compile(rf"[ ，,元块]*(?:改成|改为)?[分拆](?:成|为)?(?P<n>{NUMBER})(?:期|次|批|笔|回|趟)")
_REST = re.compile(r"剩|余|其他|尾")


def is_whole(sight: Sight, amount: AmountSpan) -> bool:
    """那23100分两笔: the sum that is divided is none of its parts."""
    return _DIVIDED.match(sight.bare, amount.end) is not None


def divided_into(sight: Sight, amount: AmountSpan) -> int | None:
    """5000分两期: how many parts it becomes."""
    match = _DIVIDED.match(sight.bare, amount.end)
    return number_in(match["n"]) if match is not None else None


def with_rest(sight: Sight, days: list[DateSpan]) -> list[tuple[int | None, date | None]]:
    """23100分两笔 下周一13100 剩下月底: the last part is what the others leave of the whole."""
    whole = next((amount.fen for amount in sight.amounts if is_whole(sight, amount)), None)
    parts = [amount for amount in sight.amounts if not is_whole(sight, amount)]
    if whole is None or len(parts) != len(days) - 1 or not parts:
        return []
    rest = whole - sum(amount.fen or 0 for amount in parts)
    if rest <= 0 or not _REST.search(sight.bare, parts[-1].end, days[-1].end):
        return []
    return [*((amount.fen, day.day) for amount, day in zip(parts, days, strict=False)), (rest, days[-1].day)]


def each_of(sight: Sight) -> int | None:
    """8月1号 9月1号 10月1号各300: the sum of each of the days before it."""
    if not sight.amounts:
        return None
    last = sight.amounts[-1]
    said = _EACH_OF.search(sight.bare, 0, last.start) is not None
    days = [found for found in sight.dates if found.day]
    behind = all(found.end <= last.start for found in days)
    periods = PERIODS.search(sight.bare)
    counted = periods is not None and number_in(next(filter(None, periods.groups()), "")) == len(days)
    return last.fen if said and (behind or (counted and all(one.start >= last.end for one in days))) else None


_EACH_OF = re.compile(r"(?:各|每[期次笔回趟])(?:付|还|给|交|打|是)?[ :：]?$")


def sums_with_days(sight: Sight) -> list[tuple[int | None, date | None]]:
    """12万 首付4万12月5日 余8万1月5日、2月5日各一半: each sum with the days behind it, shared evenly where several; empty
    unless they come to the first sum."""
    days = [found for found in sight.dates if found.day is not None]
    if len(days) > 2 and len(days) == len(sight.amounts):
        days = [found for found in days if found.floating != "festival"]
    if len(sight.amounts) < 2 or len(days) < len(sight.amounts) - 1 or len(days) < 2:
        return []
    sums = [amount.fen or 0 for amount in sight.amounts[1:]]
    if sum(sums) == sight.amounts[0].fen and len(sums) == len(days) and all(sums):
        return [(fen, found.day) for fen, found in zip(sums, days, strict=True)]
    parts: list[tuple[int | None, date | None]] = []
    for place, amount in enumerate(sight.amounts[1:], 1):
        after = sight.amounts[place + 1].start if place + 1 < len(sight.amounts) else len(sight.text)
        own = [found for found in days if amount.end <= found.start < after]
        if not own or not amount.fen or (len(own) > 1 and not _SHARED.search(sight.bare, own[-1].end)):
            return []
        least, more = divmod(amount.fen, len(own))
        parts += [(least + (at < more), found.day) for at, found in enumerate(own)]
    return parts if len(parts) > 1 and sum(fen or 0 for fen, _ in parts) == sight.amounts[0].fen else []


_GOES_ON = re.compile("每个?[月周]|每个?(?:星期|礼拜)|开始|[份号]起")


def has_been_paid(sight: Sight, periods: re.Match[str]) -> bool:
    """付了3期 每期2000, 分三次给的: told of what came."""
    before = sight.bare.endswith("了", 0, periods.start())
    return before or (_PAID.match(sight.bare, periods.end()) is not None and not _GOES_ON.search(sight.bare))


def is_split(sight: Sight) -> bool:
    """8000，月底还3000，下月底还5000: the parts have their days and come to the first sum."""
    sums = [amount.fen or 0 for amount in sight.amounts]
    return (
        not sight.has("paid", "confirm_paid")
        and len(sums) >= 3
        and len(sight.dates) >= 2
        and sums[0] > 0
        and sums[0] == sum(sums[1:])
    )


def is_planned(sight: Sight) -> bool:
    """还款计划：2月20日5000，3月20日5000."""
    return sight.says("计划") and len(sight.amounts) > 1 and len(sight.dates) == len(sight.amounts)


def paid_in_parts(sight: Sight, periods: re.Match[str]) -> Reading | None:
    """今天付了3期 每期2000: so much each time, which somebody has to say it comes to."""
    count = number_in(next(filter(None, periods.groups()), ""))
    each = sight.amounts[0] if len(sight.amounts) == 1 else None
    if not count or each is None or not each.fen or not EACH_BEFORE.search(sight.text[: each.start]):
        return None
    question = Question("two_amounts", ({"amount": each.fen * count}, {"amount": each.fen}))
    return asks(sight, question, Record(Intent.RECORD_PAYMENT, whose(sight), each.fen * count))


_PAID_FIRST = re.compile(
    r"先(?:付|给|还|打|转|交|汇)(?:(?:给?我们?|来|过来)?[了的]|[^，,。;；]{1,6}[ ，,]+还[剩欠差])"
    r"|(?:首付|首期|头款|首款)[^，,。;；]{0,12}(?:已|到了|到账|收了|收到|进来|付了|给了|打了)|先收(?!款)|都(?:付|收|给)(?:了|清|齐)"
)


def fullest(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that says most: the 分6期 of “分期 … 分6期”, the 每月15号 of “每个月还5千 … 每月15号”."""
    found = list(pattern.finditer(text))
    return next((match for match in found if any(match.groups())), found[0] if found else None)


def is_no_plan(
    sight: Sight, periods: re.Match[str] | None, staged: re.Match[str] | None, *, regular: bool
) -> bool:
    """Money that has come, his word, a debt and a payment: told with the same words."""
    priced = any(side_role(sight, amount) == "sum" for amount in sight.amounts)
    if staged and not (periods or regular) and _PAID_FIRST.search(sight.bare):
        return True  # 先给了一千 剩1860过两天: money that has come
    if staged and not periods and (sight.says("再说") or (sight.has("say") and len(sight.amounts) == 1)):
        return True  # 先付一万 剩下的再说; 说周四先给1200 余款10号: his word
    if staged and not periods and sight.has("paid") and (len(sight.amounts) > 2 or priced):
        return True  # 总价6万 已付1.8万 余款4.2万: a debt and a payment
    came = sight.has("confirm_paid") or any(
        word.text.endswith(("的", "齐", "清", "清了")) for word in sight.of("paid")
    )
    if staged and not periods and sight.has("not_paid"):
        return True  # 先付一万 剩下一万七没动静
    if periods and came and not (regular or sight.dates):
        return True  # 分两笔 都到账了
    return not sight.amounts and (not periods or sight.has("say"))


_SHARED = re.compile("各|对半|平均|均")


def begins_on(sight: Sight) -> date | None:
    """下周二开始, 首期12月1日, 12月1号头一趟."""
    today = sight.now.date()
    return next(
        (
            found.day
            for found in sight.dates
            if found.day is not None
            and found.day >= today
            and found.kind == "day"
            and (_BEGINS.match(sight.bare, found.end) or _LED_IN.search(sight.bare, 0, found.start))
        ),
        None,
    )


def at_intervals(
    sight: Sight, every: re.Match[str], extra: dict[str, Any]
) -> list[tuple[int | None, date | None]]:
    """每隔10天 首期12月1日, 每天还200 明天开始: the days one by one; empty where the number of parts is not told."""
    periods, each = int(extra.get("periods") or 0), extra.get("each")
    first = begins_on(sight) or next(
        (found.day for found in sight.dates if found.day and found.day > sight.now.date()), None
    )
    if not 1 < periods <= _MOST_PARTS or first is None or each is None:
        return []
    fen = int(Decimal(str(each)) * 100)
    months = 3 if every["quarter"] else number_in(every["n"]) or 1 if every["unit"] == "月" else 0
    if months:
        return [(fen, clamped(first.year, first.month + months * n, first.day)) for n in range(periods)]
    step = (
        1 if every["day"] else 15 if every["half"] else (number_in(every["n"]) or 1) * _DAYS_IN[every["unit"]]
    )
    return [(fen, first + timedelta(days=step * n)) for n in range(periods)]


def first_then_rest(sight: Sight) -> list[tuple[int | None, date | None]]:
    """先付三千 余款月底: a part now or on its day, the rest on the last day; the whole sum is in the books."""
    amount = sight.amounts[0]
    days = [found for found in sight.dates if found.day is not None]
    early = next((found.day for found in days if found.start < amount.end + 2 and len(days) > 1), None)
    return [(amount.fen, early), (None, days[-1].day if days else None)]


def pairs(sums: list[AmountSpan], days: list[DateSpan]) -> bool:
    """Whether they alternate: sum day sum day, or day sum day sum."""
    order = sorted([(item.start, "sum") for item in sums] + [(item.start, "day") for item in days])
    kinds = [kind for _, kind in order]
    return len(sums) == len(days) and all(one != other for one, other in pairwise(kinds))


def has_a_part_each(sight: Sight) -> bool:
    """15000 12月1月2月各5000: the same for each of the days, and together the first sum."""
    days = len([found for found in sight.dates if found.day])
    each = each_of(sight) if len(sight.amounts) == 2 and days > 1 else None
    return each is not None and sight.amounts[0].fen == each * days


def shared_evenly(
    extra: dict[str, Any], total: int | None, schedule: list[tuple[int | None, date | None]]
) -> None:
    """15000分三个月 is 5000 each; 3600 每周600 is six times."""
    each, periods = extra.get("each"), extra.get("periods")
    if not total or schedule:
        return
    if each is None and periods and total % int(periods) == 0:
        extra["each"] = yuan(total // int(periods))
    elif each is not None and not periods and (part := int(Decimal(str(each)) * 100)) and total % part == 0:
        extra["periods"] = total // part


def unequal_parts(sight: Sight, periods: int | None) -> list[tuple[int | None, date | None]]:
    """8000 分两次 先3000后5000: what is paid each time, on days nobody has said; empty where it is the same."""
    sums = [amount.fen for amount in sight.amounts[1:]]
    return (
        [(fen, None) for fen in sums]
        if len(sums) == periods and len(set(sums)) > 1 and not sight.dates
        else []
    )
