"""The day of a record, said when it is in the books: 那笔是上周五打的, #1042 是昨天送的货."""

from __future__ import annotations

import re
from datetime import date

from handlers.language.dates import as_past
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
