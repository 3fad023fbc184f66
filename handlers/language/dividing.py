"""A sum that is divided, and its last part that is only called the rest."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from handlers.language.amounts import AmountSpan
from handlers.language.datespan import DateSpan
from handlers.language.extras import yuan
from handlers.language.queries import number_in
from handlers.language.sight import Sight

NUMBER = r"[0-9]{1,2}|[一二两三四五六七八九十]{1,3}"
_DIVIDED = re.compile(rf"[ ，,元块]*(?:改成|改为)?分(?:成|为)?(?P<n>{NUMBER})(?:期|次|批|笔|回)")
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
    behind = all(found.end <= last.start for found in sight.dates)
    return last.fen if behind and sight.text[: last.start].rstrip().endswith("各") else None


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
