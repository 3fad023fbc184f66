"""The day of a record, said when it is in the books: 那笔是上周五打的, #1042 是昨天送的货; its due day put off: 那笔宽限一周."""

from __future__ import annotations

import re
from datetime import date

from handlers.language.dates import as_past
from handlers.language.queries import number_in
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_DONE = re.compile(
    r" ?(?:打|转|付|汇|给|还|到|收|交|送|拉|提|发|拿|欠|赊|进)[过来到账钱款货]{0,3}的[货钱款]?[。 ]*"
)


def happened_then(sight: Sight) -> date | None:
    """The day gone by that an earlier record is said to be of; None where a sum stands or anything else is told."""
    if sight.amounts or len(sight.dates) != 1 or not (sight.has("just_now") or sight.document("item")):
        return None
    found = sight.dates[0]
    told = sight.bare.endswith("是", 0, found.start) and _DONE.fullmatch(sight.bare, found.end) is not None
    if not told or is_question(sight):
        return None
    day = as_past(found, sight.now).day
    return day if day is not None and day <= sight.now.date() else None


_PUT_OFF = re.compile(
    r"(?:往后)?(?:挪|推迟?|延期?|延后|延长|顺延|宽限|宽|拖后|展期|展)(?:了|个|上|它|他)?\s?(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)\s?个?"
    r"(?P<unit>天|日|周|星期|礼拜|月)"
)
_OF_WHAT = re.compile(
    r"那[笔单张]?\s?[\d.一二两三四五六七八九十百千万]|到期|还款日|付款日|结款日|账期|期限|日期"
)
_WISHED = ("要求", "想", "希望", "求", "要宽限", "要延", "要推", "能不能")
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}


def put_off_by(sight: Sight) -> int | None:
    """By how many days the due day of a record is put off: 旺达8600那笔到期往后挪一周 7; his wish is no order."""
    named = sight.has("just_now") or sight.document("item") is not None or _OF_WHAT.search(sight.bare)
    found = _PUT_OFF.search(sight.bare) if named else None
    if found is None or is_question(sight) or sight.has("say", "hold") or sight.says(*_WISHED):
        return None
    days = _DAYS[found["unit"]]
    count = number_in(found["n"]) or 0
    return days // 2 if found["n"] == "半" else (count * days or None)
