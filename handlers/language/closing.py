"""The books of a month are closed: 12月关账, 关12月的账, 把上个月的账关了."""

from __future__ import annotations

import re

from handlers.language.dates import as_past
from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_MONTH = "\ue001"  # stands for the month that is named
_CLOSES = re.compile(
    rf"^(?:请|把|将|帮我)?(?:(?:关|封){_MONTH}份?的?账|{_MONTH}份?的?(?:结账了?[ ，,]*)?账?(?:可以|都|就)?(?:关账?|封账?)(?:了|掉|上|吧)*)[。!~ ]*$"
)
SIGNS = "关封"


def closing(sight: Sight) -> Reading | None:
    if sight.mentions or is_question(sight):
        return None
    month = next((found for found in sight.dates if found.kind == "period" and found.to_day), None)
    if month is None or not _CLOSES.match(f"{sight.text[: month.start]}{_MONTH}{sight.text[month.end :]}"):
        return None
    extra = {
        "key": "closed_until",
        "topic": "关账",
        "words": sight.text,
        "day": as_past(month, sight.now).to_day,
    }
    return told(sight, Intent.SETTING, extra=extra)
