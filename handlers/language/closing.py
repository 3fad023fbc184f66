"""The books of a month are closed: 12月关账, 关12月的账, 把上个月的账关了."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from handlers.language.dates import as_past
from handlers.language.datespan import DateSpan
from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_MONTH = "\ue001"  # stands for the month that is named
_CLOSES = re.compile(
    rf"^(?:请|把|将|帮我)?(?:(?:关|封){_MONTH}份?的?账|{_MONTH}份?的?(?:结账了?[ ，,]*)?账?(?:可以|都|就)?(?:关账?|封账?)(?:了|掉|上|吧)*)[。!~ ]*$"
)
SIGNS = "关封"
_HALF_A_YEAR = timedelta(days=183)


def closing_day(found: DateSpan, now: datetime) -> date | None:
    """The day said, the last one when no year was: 12月 said in January. The one ahead is meant when it is nearer."""
    last = as_past(found, now).day
    return found.day if last is not None and now.date() - last > _HALF_A_YEAR and found.floating else last


def _is_whole(found: DateSpan) -> bool:
    """A month, a quarter, a year; no week and no day."""
    first, last = found.from_day, found.to_day
    if found.kind != "period" or first is None or last is None:
        return False
    return first.day == 1 and (last + timedelta(days=1)).day == 1


def closing(sight: Sight) -> Reading | None:
    if sight.mentions or is_question(sight):
        return None
    month = next(filter(_is_whole, sight.dates), None)
    if month is None or not _CLOSES.match(f"{sight.text[: month.start]}{_MONTH}{sight.text[month.end :]}"):
        return None
    extra = {
        "key": "closed_until",
        "topic": "关账",
        "words": sight.text,
        "day": closing_day(month, sight.now),
        "month": True,
    }
    return told(sight, Intent.SETTING, extra=extra)
