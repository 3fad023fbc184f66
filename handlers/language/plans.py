"""Agreements about money: instalments, credit limits, a customer's terms and names."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from handlers.language.amounts import AmountSpan
from handlers.language.datespan import DateSpan
from handlers.language.doubts import amount_doubt
from handlers.language.extras import document_extras, yuan
from handlers.language.outcome import told, whose
from handlers.language.queries import number_in
from handlers.language.reading import Intent, Mention, Question, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_NUMBER = r"[0-9]{1,2}|[一二两三四五六七八九十]{1,3}"
_PERIODS = re.compile(
    rf"(?:分|按)(?P<n>{_NUMBER})(?:期|次|批|笔|个月|回)|(?P<n2>{_NUMBER})(?:期|个月)(?:付|还|分期|付清|还清)|分期"
)
_EACH_BEFORE = re.compile(
    r"(?:每(?:期|次|个?月|个?周|笔|星期|礼拜)[一二三四五六日天]?(?:\d{1,2}[号日])?|各)[^，,。]{0,4}$"
)
_MONTHLY = re.compile(rf"每个?月(?:的)?(?:(?P<d>{_NUMBER})(?![0-9万千百十元块])[号日]?|(?P<end>底|末))?")
_WEEKLY = re.compile(r"每(?:个)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天1-6])")
_FIRST_THEN = re.compile(r"(?:先|首付|首期|头款)(?:付|给|还|打)?.*(?:余款|剩下|剩余|尾款|其余|余下|剩)")
_NAMES_OPEN_DEBT = re.compile(r"那(?:笔|单)?\s*[\d一二两三四五六七八九]|那笔|这笔|欠的|#")
_WEEKDAYS = "一二三四五六日"
_ALIAS = re.compile(
    r"(?:又叫|也叫|别名(?:是|叫)?|简称(?:是|叫)?|改名叫?|改叫)[:： ]*(?P<alias>[^\s，,。]{1,20})"
)
_CONTACT = re.compile(r"(?:联系人|会计|老板|采购)(?:是|叫|:)(?P<who>[一-龥]{2,4})")


def instalment(sight: Sight) -> Reading | None:
    """分三期 每月1号, 月底3000 下月底5000, 先付三千 余款月底."""
    periods = _PERIODS.search(sight.bare)
    monthly, weekly = _MONTHLY.search(sight.bare), _WEEKLY.search(sight.bare)
    staged = _FIRST_THEN.search(sight.bare) if sight.amounts else None
    if is_question(sight) or not (
        periods or staged or _is_split(sight) or ((monthly or weekly) and _pays(sight))
    ):
        return None
    if not sight.amounts and (not periods or sight.has("say")):
        return None
    extra = _plan(sight, periods, monthly, weekly)
    schedule = _schedule(sight)
    total = _total(sight, extra, schedule)
    if not schedule and staged is not None and len(sight.amounts) == 1:
        schedule, total = _first_then_rest(sight), None
    extra["schedule"] = [
        [yuan(fen) if fen else None, day.isoformat() if day else None] for fen, day in schedule
    ] or None
    if schedule and "periods" not in extra:
        extra["periods"] = len(schedule)
    question = _plan_doubt(sight, total, extra)
    mention = whose(sight)
    if mention is None:
        question = question or Question("missing_customer")
    first = (
        next((day for _, day in schedule if day), None) if schedule else _first_day(sight, monthly, weekly)
    )
    extra["names_open_debt"] = True if _NAMES_OPEN_DEBT.search(sight.bare) else None
    extra |= document_extras(sight, 0, len(sight.text))
    return told(
        sight, Intent.INSTALLMENT, mention=mention, amount=total, due_on=first, question=question, extra=extra
    )


def _is_split(sight: Sight) -> bool:
    """8000，月底还3000，下月底还5000: the parts have their days and come to the first sum."""
    sums = [amount.fen or 0 for amount in sight.amounts]
    return (
        not sight.has("paid")
        and len(sums) >= 3
        and len(sight.dates) >= 2
        and sums[0] > 0
        and sums[0] == sum(sums[1:])
    )


def _pays(sight: Sight) -> bool:
    return (
        bool(sight.amounts)
        and sight.has("pay", "paid", "each", "instalment")
        and not sight.has("remind", "setting")
    )


def _plan(
    sight: Sight, periods: re.Match[str] | None, monthly: re.Match[str] | None, weekly: re.Match[str] | None
) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if periods is not None and (count := number_in(periods["n"] or periods["n2"] or "")):
        extra["periods"] = count
    if monthly is not None and monthly["d"]:
        extra["day_of_month"] = number_in(monthly["d"])
    if monthly is not None and monthly["end"]:
        extra["day_of_month"] = 31
    if weekly is not None:
        extra["weekday"] = _weekday(weekly)
    return extra


def _weekday(match: re.Match[str]) -> int:
    said = match["d"].replace("天", "日")
    return int(said) if said.isdigit() else _WEEKDAYS.index(said) + 1


def _schedule(sight: Sight) -> list[tuple[int | None, date | None]]:
    """Pairs of day and sum where each sum has its own day; empty when they do not pair."""
    days = [found for found in sight.dates if found.day is not None]
    if len(days) < 2 or len(sight.amounts) < len(days):
        return []
    sums = list(sight.amounts[-len(days) :])
    return (
        [(amount.fen, day.day) for amount, day in zip(sums, days, strict=True)] if _pairs(sums, days) else []
    )


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
    return all(one != other for one, other in pairwise(kinds))


def _total(sight: Sight, extra: dict[str, Any], schedule: list[tuple[int | None, date | None]]) -> int | None:
    """The whole sum; `each` is put into extra where it is said beside it."""
    sums = [amount.fen for amount in sight.amounts if amount.fen]
    periods: int | None = extra.get("periods")
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
    if doubt is not None:
        return doubt
    return Question("missing_amount") if total is None and not sight.mentions else None


def _first_day(sight: Sight, monthly: re.Match[str] | None, weekly: re.Match[str] | None) -> date | None:
    today = sight.now.date()
    if weekly is not None:
        return today + timedelta(days=(_weekday(weekly) - 1 - today.weekday()) % 7)
    if monthly is not None and (monthly["d"] or monthly["end"]):
        wanted = 31 if monthly["end"] else number_in(monthly["d"]) or 1
        return _next_day_of_month(today, wanted)
    return next((found.day for found in sight.dates if found.day is not None and found.day >= today), None)


def _next_day_of_month(today: date, wanted: int) -> date:
    """That day of this month or the next, clamped to the month's end."""
    for month in (today.replace(day=1), (today.replace(day=1) + timedelta(days=32)).replace(day=1)):
        last = ((month + timedelta(days=32)).replace(day=1) - timedelta(days=1)).day
        day = month.replace(day=min(wanted, last))
        if day >= today:
            return day
    return today


def credit_limit(sight: Sight) -> Reading | None:
    """鑫源商贸信用额度调到5万. Terms beside it make it a customer's update."""
    if not sight.has("limit") or is_question(sight) or sight.has("say"):
        return None
    if sight.terms or re.search(r"等级\s*[A-E]", sight.text):
        return None
    amount = next(iter(sight.amounts), None)
    clear = sight.says("取消额度", "不设额度", "不限额")
    if amount is None and not clear:
        return None
    mention = whose(sight)
    question = amount_doubt(amount) if amount is not None else None
    delta = (
        "-"
        if sight.says("降了", "减少", "下调了", "减")
        else "+"
        if sight.says("提高了", "增加", "加")
        else None
    )
    change = re.search(
        r"(?:增加|加|减少|减|提高了|降了|上调了|下调了)\s*$", sight.text[: amount.start] if amount else ""
    )
    extra = (
        {"delta": (delta or "+").replace("+", "") + yuan(amount.fen)}
        if change and amount and amount.fen
        else {}
    )
    if mention is None:
        question = question or Question("missing_customer")
    return told(
        sight,
        Intent.CREDIT_LIMIT,
        mention=mention,
        amount=amount.fen if amount else 0,
        question=question,
        extra=extra,
    )


def customer_update(sight: Sight) -> Reading | None:
    """张三建材 账期30天 额度20万 等级B, 张三建材又叫老张, 永盛电话是13…"""
    if is_question(sight):
        return None
    extra: dict[str, Any] = {}
    if (alias := _ALIAS.search(sight.text)) is not None:
        extra["alias"] = alias["alias"]
    if (grade := re.search(r"等级[:是为调到改成]*\s*([A-Ea-e])", sight.text)) is not None:
        extra["grade"] = grade[1].upper()
    if (contact := _CONTACT.search(sight.bare)) is not None:
        extra["contact"] = contact["who"]
    limit = next((amount.fen for amount in sight.amounts if sight.has("limit")), None)
    if sight.terms and (limit is not None or not sight.amounts) and not sight.has("goods", "paid", "unpaid"):
        extra |= {"terms_kind": sight.terms[0].terms.kind, "terms_days": sight.terms[0].terms.days}
    if limit is not None and extra:
        extra["limit"] = yuan(limit)
    extra |= {
        key: value for key, value in document_extras(sight, 0, len(sight.text)).items() if key == "phone"
    }
    created = re.search(r"(?:新增|新建|加个?|添加)客户[:： ]*(?P<name>[^\s，,]{2,20})?", sight.text)
    if created is not None:
        extra["create"] = created["name"] or True
    asked = (
        sight.has("customer_set", "terms_set") or created is not None or bool(sight.terms) or "limit" in extra
    )
    if not extra or not asked or (sight.amounts and limit is None):
        return None
    if not sight.mentions and created is None and "alias" not in extra:
        return None
    mention: Mention | None = sight.mention or _created(sight, created) or whose(sight)
    return told(sight, Intent.CUSTOMER_UPDATE, mention=mention, extra=extra)


def _created(sight: Sight, created: re.Match[str] | None) -> Mention | None:
    if created is None or created["name"] is None:
        return None
    return sight.index.guess(sight.text, created.start("name"), created.end("name"))
