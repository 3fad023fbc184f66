"""The ladder of reminders as it is set by chat: “客户提醒日改成 提前3天、1天、7天、30天”, “经理提醒日去掉90天”."""

from __future__ import annotations

import re

from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight

SIGNS = "提催"
_AUDIENCES = {
    "客户": "stages_customer",
    "业务员": "stages_owner",
    "销售员": "stages_owner",
    "销售群": "stages_sales",
    "财务群": "stages_finance",
    "经理": "stages_manager",
    "老板": "stages_manager",
}
_SET = re.compile(
    rf"^(?:把|将)?(?:给)?(?P<who>{'|'.join(_AUDIENCES)})的?(?:提醒|催款|催收)的?(?:日子?|阶段|节奏|天数)(?P<rest>.*)$"
)


def stages(sight: Sight) -> Reading | None:
    """Which days somebody is told of a debt; also a question about them, which changes nothing."""
    found = _SET.match(sight.text)
    if found is None:
        return None
    extra = {
        "key": _AUDIENCES[found["who"]],
        "topic": found["who"],
        "words": sight.text,
        "stages": found["rest"].strip(),
    }
    return told(sight, Intent.SETTING, extra=extra)
