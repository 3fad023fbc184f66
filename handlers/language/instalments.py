"""Payment by instalments: how many, how much each, on which days, and whether they come to the whole."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from handlers.language.chunks import side_role
from handlers.language.days import far_leap_day
from handlers.language.dividing import (
    EACH_BEFORE,
    EVERY,
    NUMBER,
    PERIODS,
    at_intervals,
    begins_on,
    divided_into,
    each_of,
    first_then_rest,
    fullest,
    has_a_part_each,
    has_been_paid,
    is_no_plan,
    is_planned,
    is_split,
    is_whole,
    paid_in_parts,
    pairs,
    shared_evenly,
    sums_with_days,
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

_LOOSE = re.compile(r"[号日底末]\s+$")  # 每月10号 9000: each time, or all of it? 每月10号还9000 is each time.
_MONTHLY = re.compile(
    rf"(?:每个?月|一个月(?=[还付给交打](?![了过])))(?:的)?(?:(?P<d>{NUMBER})(?![0-9万千百十元块])[号日]?|(?P<end>月?[底末]))?"
)
_WEEKLY = re.compile(r"(?:每|按)个?(?:(?:周|星期|礼拜)(?:(?P<d>[一二三四五六日天1-6])(?![次期回]))?|季度?)")
_SHARE = re.compile(
    r"(?:首付|首期|头款|先付|先给)[^，,。;；0-9一二三四五六七八九]{0,2}(?:[0-9]{1,2}%|[一二三四五六七八九]成)"
)
# 付30000 先冲23000那笔 余下冲8号那笔 is one payment, and what it is for
_FIRST_THEN = re.compile(
    r"(?:先(?!冲|抵|核销|平)|首付|首期|头款)(?:付|给|还|打)?.*(?:余款|剩下|剩余|尾款|其余|余下|剩)"
)
_NAMES_OPEN_DEBT = re.compile(r"那(?:笔|单)?\s*[\d一二两三四五六七八九]|那笔|这笔|欠的|#")
_HALVES = re.compile("对半|各半|各一半|平分|均分|平均|一半.{1,10}一半")  # 11.20和12.20对半
_WEEKDAYS = "一二三四五六日"


def instalment(sight: Sight) -> Reading | None:
    """分三期 每月1号, 月底3000 下月底5000, 先付三千 余款月底."""
    periods = _parts_said(sight)
    if periods is not None and has_been_paid(sight, periods):
        return paid_in_parts(sight, periods)
    monthly, weekly = fullest(_MONTHLY, sight.bare), fullest(_WEEKLY, sight.bare)
    every = EVERY.search(sight.bare)
    staged = _FIRST_THEN.search(sight.bare) if sight.amounts else None
    if is_question(sight) or not (
        periods
        or staged
        or is_split(sight)
        or is_planned(sight)
        or has_a_part_each(sight)
        or (every is not None and (_pays(sight) or begins_on(sight)))
        or (len(sight.dates) > 1 and _HALVES.search(sight.bare))
        or ((monthly or weekly) and _pays(sight) and not _is_habit(sight, monthly or weekly))
    ):
        return None
    if is_no_plan(sight, periods, staged, regular=bool(monthly or weekly)):
        return None
    extra = _plan(sight, periods, monthly, weekly)
    schedule = sums_with_days(sight) or _schedule(sight)
    parts = schedule or unequal_parts(sight, extra.get("periods"))
    total = _total(sight, extra, parts)
    if not schedule and staged is not None and len(sight.amounts) == 1:
        whole = sight.amounts[0].end <= staged.start()
        schedule, total = ([], total) if whole else (first_then_rest(sight), _of_goods(sight))
    extra["schedule"] = _written(schedule)
    if schedule and "periods" not in extra:
        extra["periods"] = len(schedule)
    if schedule and schedule[0][0] and len({fen for fen, _ in schedule}) == 1:
        extra.setdefault("each", yuan(schedule[0][0]))
    shared_evenly(extra, total, schedule or parts)
    if every is not None and not schedule:
        schedule = at_intervals(sight, every, extra)
        extra["schedule"] = _written(schedule)
    question = _plan_doubt(sight, total, extra) or _does_not_come_to(sight, total, extra, schedule or parts)
    mention = whose(sight)
    if question is None and (share := _SHARE.search(sight.bare)) is not None:
        told_so_far = {"customer": mention.name if mention else None, "amount": total, "what": "installment"}
        question = Question("left_over", data={**told_so_far, "text": share[0]})
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


_TAKEN_OFF = re.compile("每个?月[^，,。;；]{0,5}扣")  # 每月15号扣1500, of his wages


def _written(schedule: list[tuple[int | None, date | None]]) -> list[list[str | None]] | None:
    return [[yuan(fen) if fen else None, day.isoformat() if day else None] for fen, day in schedule] or None


def _is_habit(sight: Sight, regular: re.Match[str] | None) -> bool:
    """说系统每周四付款 下周四付9900: another day stands between that and the only sum."""
    start, sums = regular.end() if regular else 0, sight.amounts
    return len(sums) == 1 and any(
        start <= found.start < sums[0].start and not found.every and found.day is not None
        for found in sight.dates
    )


def _parts_said(sight: Sight) -> re.Match[str] | None:
    periods = fullest(PERIODS, sight.bare)
    if periods is None or sight.bare.endswith(("后", "到", "收"), 0, periods.start()):
        return None  # 验收后一个月付: when, not how often
    said = next(filter(None, periods.groups()), None)
    return None if said and number_in(said) == 1 else periods  # 一次付清


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
        and (sight.has("pay", "paid", "each", "instalment") or _TAKEN_OFF.search(sight.bare) is not None)
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
    if len(days) == len(sight.amounts) > 2:
        days = [
            found for found in days if found.floating != "festival"
        ] or days  # 年前两笔 12月15日3万 1月15日2万
    if len(days) > 1 and not sight.amounts and _HALVES.search(sight.bare):
        return [(None, found.day) for found in days]  # #1038分两期 月底一半 下月底一半
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
        [(amount.fen, day.day) for amount, day in zip(sums, days, strict=True)] if pairs(sums, days) else []
    )


def _is_shared(sight: Sight, days: int) -> bool:
    """11.20和12.20对半, 5000分两期 月底和下月底: as much on each of the days."""
    return _HALVES.search(sight.bare) is not None or divided_into(sight, sight.amounts[0]) == days


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
        return rest[0] if rest else planned or None
    if len(sums) >= 2:
        if sums[1] > sums[0] and EACH_BEFORE.search(sight.text[: sight.amounts[0].start]):
            extra["each"] = yuan(sums[0])
            return sums[1]  # 每天还200，那2000十天还完
        if (periods and sums[0] == sums[1] * periods) or periods is None or sums[1] < sums[0]:
            extra["each"] = yuan(sums[1])
            return sums[0]
        return None
    if len(sums) == 1 and EACH_BEFORE.search(sight.text[: sight.amounts[0].start]):
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
    if (begins := begins_on(sight)) is not None and (weekly is not None or monthly is None):
        return begins
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
