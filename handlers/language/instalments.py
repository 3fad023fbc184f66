"""Payment by instalments: how many, how much each, on which days, and whether they come to the whole."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from handlers.language.amounts import AmountSpan
from handlers.language.chunks import side_role
from handlers.language.datespan import DateSpan
from handlers.language.days import far_leap_day
from handlers.language.dividing import (
    NUMBER,
    divided_into,
    each_of,
    has_a_part_each,
    is_whole,
    shared_evenly,
    unequal_parts,
    with_rest,
)
from handlers.language.doubts import amount_doubt
from handlers.language.extras import document_extras, yuan
from handlers.language.goods import goods_of
from handlers.language.outcome import told, whose
from handlers.language.queries import number_in
from handlers.language.reading import Intent, Question, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.tasks import next_of_month

_PERIODS = re.compile(
    rf"(?:分|按)(?P<n>{NUMBER})(?:期|次|批|笔|个月|回|个?(?:周|星期|礼拜))|(?:(?<![0-9.])(?=[0-9])|(?<![零十百千万一二两三四五六七八九])(?![0-9]))(?P<n2>{NUMBER})(?:(?:期|个月|次)(?:付|还|分期|收完)|(?:周|个星期|个礼拜)(?:分期|收完))"
    rf"|(?:[还付共]|一共|总共|连续)(?P<n3>{NUMBER})(?:期|次|个月|回)|分期"
)
_EACH_BEFORE = re.compile(
    r"(?:[月周]付|[月周]还|每(?:期|次|个?月|个?周|笔|星期|礼拜)[一二三四五六日天]?(?:\d{1,2}[号日])?|各)[^，,。]{0,4}$"
)
_LOOSE = re.compile(r"[号日底末]\s+$")  # 每月10号 9000: each time, or all of it? 每月10号还9000 is each time.
_MONTHLY = re.compile(rf"每个?月(?:的)?(?:(?P<d>{NUMBER})(?![0-9万千百十元块])[号日]?|(?P<end>月?[底末]))?")
_WEEKLY = re.compile(r"(?:每|按)个?(?:周|星期|礼拜|季度?)(?:(?P<d>[一二三四五六日天1-6])(?!次))?")
_FIRST_THEN = re.compile(r"(?:先|首付|首期|头款)(?:付|给|还|打)?.*(?:余款|剩下|剩余|尾款|其余|余下|剩)")
_PAID_FIRST = re.compile(
    r"先(?:付|给|还|打|转|交|汇)(?:(?:给?我们?|来|过来)?[了的]|[^，,。;；]{1,6}[ ，,]+还[剩欠差])"
    r"|(?:首付|首期|头款|首款)[^，,。;；]{0,12}(?:已|到了|到账|收了|收到|进来|付了|给了|打了)|先收(?!款)|都(?:付|收|给)(?:了|清|齐)"
)
_NAMES_OPEN_DEBT = re.compile(r"那(?:笔|单)?\s*[\d一二两三四五六七八九]|那笔|这笔|欠的|#")
_HALVES = re.compile("对半|各半|各一半|平分|均分|平均|一半[^，,。]{1,8}一半")  # 11.20和12.20对半
_WEEKDAYS = "一二三四五六日"


def instalment(sight: Sight) -> Reading | None:
    """分三期 每月1号, 月底3000 下月底5000, 先付三千 余款月底."""
    periods = _fullest(_PERIODS, sight.bare)
    if periods is not None and sight.bare.endswith(("后", "到", "收"), 0, periods.start()):
        periods = None  # 验收后一个月付: when, not how often
    if periods is not None and (said := next(filter(None, periods.groups()), None)) and number_in(said) == 1:
        periods = None  # 一次付清
    monthly, weekly = _fullest(_MONTHLY, sight.bare), _fullest(_WEEKLY, sight.bare)
    staged = _FIRST_THEN.search(sight.bare) if sight.amounts else None
    if is_question(sight) or not (
        periods
        or staged
        or _is_split(sight)
        or _is_planned(sight)
        or has_a_part_each(sight)
        or (len(sight.dates) > 1 and _HALVES.search(sight.bare))
        or ((monthly or weekly) and _pays(sight))
    ):
        return None
    priced = any(side_role(sight, amount) == "sum" for amount in sight.amounts)
    if staged and not (periods or monthly or weekly) and _PAID_FIRST.search(sight.bare):
        return None  # 先给了一千 剩1860过两天: money that has come
    if staged and not periods and (sight.says("再说") or (sight.has("say") and len(sight.amounts) == 1)):
        return None  # 先付一万 剩下的再说; 说周四先给1200 余款10号: his word
    if staged and not periods and sight.has("paid") and (len(sight.amounts) > 2 or priced):
        return None  # 总价6万 已付1.8万 余款4.2万: a debt and a payment
    if periods and sight.has("confirm_paid") and not (monthly or weekly or sight.dates):
        return None  # 分两笔 都到账了
    if not sight.amounts and (not periods or sight.has("say")):
        return None
    extra = _plan(sight, periods, monthly, weekly)
    schedule = _schedule(sight)
    parts = schedule or unequal_parts(sight, extra.get("periods"))
    total = _total(sight, extra, parts)
    if not schedule and staged is not None and len(sight.amounts) == 1:
        whole = sight.amounts[0].end <= staged.start()
        schedule, total = ([], total) if whole else (_first_then_rest(sight), _of_goods(sight))
    extra["schedule"] = [
        [yuan(fen) if fen else None, day.isoformat() if day else None] for fen, day in schedule
    ] or None
    if schedule and "periods" not in extra:
        extra["periods"] = len(schedule)
    if schedule and schedule[0][0] and len({fen for fen, _ in schedule}) == 1:
        extra.setdefault("each", yuan(schedule[0][0]))
    shared_evenly(extra, total, schedule or parts)
    question = _plan_doubt(sight, total, extra) or _does_not_come_to(sight, total, extra, schedule or parts)
    mention = whose(sight)
    if mention is None and sight.document("item") is None:
        question = question or Question("missing_customer")
    first = (
        next((day for _, day in schedule if day), None) if schedule else _first_day(sight, monthly, weekly)
    )
    extra["names_open_debt"] = True if _NAMES_OPEN_DEBT.search(sight.bare) else None
    extra |= document_extras(sight, 0, len(sight.text))
    return told(
        sight, Intent.INSTALLMENT, mention=mention, amount=total, due_on=first, question=question, extra=extra
    )


def _fullest(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that says most: the 分6期 of “分期 … 分6期”, the 每月15号 of “每个月还5千 … 每月15号”."""
    found = list(pattern.finditer(text))
    return next((match for match in found if any(match.groups())), found[0] if found else None)


def _does_not_come_to(
    sight: Sight, total: int | None, extra: dict[str, Any], schedule: list[tuple[int | None, date | None]]
) -> Question | None:
    """分6期 每期5000 of 36000; 分3期 9000, where 9000 may be each part or the whole."""
    each, periods = extra.get("each"), extra.get("periods")
    if total is None or any(fen is None for fen, _ in schedule):
        return None  # the rest, whatever it is
    if schedule:
        planned = sum(fen or 0 for fen, _ in schedule)
        if periods and int(periods) != len(schedule):
            return _differs(schedule[0][0] or 0, planned)  # 4800 一月还1200 分四个月
    elif each is not None and periods:
        planned = int(Decimal(str(each)) * 100) * int(periods)
    else:
        return None
    loose = len(sight.amounts) == 1 and _LOOSE.search(sight.text[: sight.amounts[0].start])
    if loose and periods:
        total = planned // int(periods)
    return _differs(total, planned) if planned != total else None


def _differs(stated: int, summed: int) -> Question:
    options = ({"amount": stated}, {"amount": summed})
    return Question("sum_differs", options, {"stated": stated, "summed": summed})


def _is_split(sight: Sight) -> bool:
    """8000，月底还3000，下月底还5000: the parts have their days and come to the first sum."""
    sums = [amount.fen or 0 for amount in sight.amounts]
    return (
        not sight.has("paid", "confirm_paid")
        and len(sums) >= 3
        and len(sight.dates) >= 2
        and sums[0] > 0
        and sums[0] == sum(sums[1:])
    )


def _is_planned(sight: Sight) -> bool:
    """还款计划：2月20日5000，3月20日5000."""
    return sight.says("计划") and len(sight.amounts) > 1 and len(sight.dates) == len(sight.amounts)


def _of_goods(sight: Sight) -> int | None:
    """6张 2150/张 首付5000: what the goods come to."""
    goods = goods_of(sight)
    whole = goods is not None and goods.unpriced is None
    return sum(line.fen for line in goods.lines) or None if goods is not None and whole else None


def _pays(sight: Sight) -> bool:
    return (
        bool(sight.amounts)
        and not sight.says(
            "平均", "一般", "通常", "平时", "结一次", "结算", "结账", "对账"
        )  # how he settles, no plan
        and sight.has("pay", "paid", "each", "instalment")
        and not sight.has("remind", "setting")
    )


def _plan(
    sight: Sight, periods: re.Match[str] | None, monthly: re.Match[str] | None, weekly: re.Match[str] | None
) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    said = periods and next(filter(None, periods.groups()), None)
    if said and (count := number_in(said)):
        extra["periods"] = count
    if monthly is not None and monthly["d"]:
        extra["day_of_month"] = number_in(monthly["d"])
    if monthly is not None and monthly["end"]:
        extra["day_of_month"] = 31
    begins = next((found for found in sight.dates if found.day and _FROM.match(sight.text, found.end)), None)
    if monthly is None and weekly is None and periods and begins is not None and begins.kind == "day":
        extra["day_of_month"] = begins.day.day if begins.day else None
    if weekly is not None and weekly["d"]:
        extra["weekday"] = _weekday(weekly)
    return extra


def _weekday(match: re.Match[str]) -> int:
    said = match["d"].replace("天", "日")
    return int(said) if said.isdigit() else _WEEKDAYS.index(said) + 1


def _schedule(sight: Sight) -> list[tuple[int | None, date | None]]:
    """Pairs of day and sum where each sum has its own day; empty when they do not pair."""
    days = [found for found in sight.dates if found.day is not None]
    if len(days) > 1 and len(sight.amounts) == 1 and sight.amounts[0].fen and _is_shared(sight, len(days)):
        least, more = divmod(sight.amounts[0].fen, len(days))
        return [(least + (place < more), found.day) for place, found in enumerate(days)]
    if len(days) > 1 and (each := each_of(sight)) is not None:
        return [(each, found.day) for found in days]
    if len(days) > 1 and (rest := with_rest(sight, days)):
        return rest
    if len(days) < 2 or len(sight.amounts) < len(days):
        return []
    parts = [
        amount
        for amount in sight.amounts
        if side_role(sight, amount) != "sum" and not is_whole(sight, amount)
    ]
    sums = parts[-len(days) :]
    return (
        [(amount.fen, day.day) for amount, day in zip(sums, days, strict=True)] if _pairs(sums, days) else []
    )


def _is_shared(sight: Sight, days: int) -> bool:
    """11.20和12.20对半, 5000分两期 月底和下月底: as much on each of the days."""
    return _HALVES.search(sight.bare) is not None or divided_into(sight, sight.amounts[0]) == days


def _first_then_rest(sight: Sight) -> list[tuple[int | None, date | None]]:
    """先付三千 余款月底: a part now or on its day, the rest on the last day; the whole sum is in the books."""
    amount = sight.amounts[0]
    days = [found for found in sight.dates if found.day is not None]
    early = next((found.day for found in days if found.start < amount.end + 2 and len(days) > 1), None)
    return [(amount.fen, early), (None, days[-1].day if days else None)]


def _pairs(sums: list[AmountSpan], days: list[DateSpan]) -> bool:
    """Whether they alternate: sum day sum day, or day sum day sum."""
    order = sorted([(item.start, "sum") for item in sums] + [(item.start, "day") for item in days])
    kinds = [kind for _, kind in order]
    return len(sums) == len(days) and all(one != other for one, other in pairwise(kinds))


def _total(sight: Sight, extra: dict[str, Any], schedule: list[tuple[int | None, date | None]]) -> int | None:
    """The whole sum; `each` is put into extra where it is said beside it."""
    sums = [amount.fen for amount in sight.amounts if amount.fen]
    periods: int | None = extra.get("periods")
    stated = next((item for item in sight.amounts if item.fen and side_role(sight, item) == "sum"), None)
    if stated is not None:
        parts = [amount.fen for amount in sight.amounts if amount is not stated and amount.fen]
        if parts and not schedule:
            extra["each"] = yuan(parts[0])
        return stated.fen
    if schedule:
        planned = sum(fen or 0 for fen, _ in schedule)
        rest = sums[: len(sums) - len(schedule)]
        return rest[0] if rest else planned
    if len(sums) >= 2:
        if (periods and sums[0] == sums[1] * periods) or periods is None or sums[1] < sums[0]:
            extra["each"] = yuan(sums[1])
            return sums[0]
        return None
    if len(sums) == 1 and _EACH_BEFORE.search(sight.text[: sight.amounts[0].start]):
        extra["each"] = yuan(sums[0])
        return sums[0] * periods if periods else None
    return sums[0] if sums else None


def _plan_doubt(sight: Sight, total: int | None, extra: dict[str, Any]) -> Question | None:
    doubt = next((doubt for amount in sight.amounts if (doubt := amount_doubt(amount))), None)
    doubt = doubt or far_leap_day(sight, sight.dates)
    if doubt is not None:
        return doubt
    named = sight.mentions or sight.document("item")
    return Question("missing_amount") if total is None and not named else None


def _first_day(sight: Sight, monthly: re.Match[str] | None, weekly: re.Match[str] | None) -> date | None:
    today = sight.now.date()
    if weekly is not None and weekly["d"]:
        return today + timedelta(days=(_weekday(weekly) - 1 - today.weekday()) % 7)
    if monthly is not None and (monthly["d"] or monthly["end"]):
        wanted = 31 if monthly["end"] else number_in(monthly["d"]) or 1
        return next_of_month(_beginning(sight, today), wanted)
    return next((found.day for found in sight.dates if found.day is not None and found.day >= today), None)


_FROM = re.compile(r"(?:份)?(?:开始|起|算起|开头)")


def _beginning(sight: Sight, today: date) -> date:
    """从一月份开始 每月15号: not before that month."""
    begins = (
        found.from_day for found in sight.dates if found.from_day and _FROM.match(sight.text, found.end)
    )
    return max(next(begins, today), today)
