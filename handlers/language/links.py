"""Links to a customer's own page: asked for, and ended."""

from __future__ import annotations

import re

from handlers.language.outcome import told, whose
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight

_LINK = re.compile(r"链接|网址|对账网页|对账页面")
_REVOKED = re.compile(r"作废|失效|撤销|撤回|收回|关掉|关闭|停用|取消|停掉|别用")
_ASKS_HOW = re.compile(r"怎么|如何|咋|为什么|打不开|是什么")
SIGNS = "链网"


def link(sight: Sight) -> Reading | None:
    """给永盛发链接, 永盛对账链接, 永盛链接作废."""
    about_a_setting = "天数" in sight.bare
    if about_a_setting or not _LINK.search(sight.bare) or sight.amounts or _ASKS_HOW.search(sight.bare):
        return None
    revoke = _REVOKED.search(sight.bare) is not None
    return told(sight, Intent.LINK, mention=whose(sight), extra={"revoke": revoke or None})
