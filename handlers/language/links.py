"""Links to a customer's own page: asked for, and ended."""

from __future__ import annotations

import re

from handlers.language.outcome import told, whose
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight

_LINK = re.compile(r"链接|网址|对账网页|对账页面")
_REVOKED = re.compile(r"作废|失效|撤销|撤回|收回|关掉|关闭|停用|取消|停掉|别用")
_ASKS_HOW = re.compile(r"怎么|如何|咋|为什么|打不开|是什么")
_NO_NAME = re.compile(
    r"给|把|的|发|我|他|客户|对账|单|链接|网址|网页|页面|[一来要]?[个份下]|看看?|要|来|请|再|吧|那个|这个|"
    + _REVOKED.pattern
    + r"|[ ，。,.!！]"
)
SIGNS = "链网"


def link(sight: Sight) -> Reading | None:
    """给永盛发链接, 永盛对账链接, 永盛链接作废."""
    about_a_setting = "天数" in sight.bare
    elsewhere = sight.says("会议", "视频会", "腾讯", "群里了", "拼多多", "淘宝", "砍一刀")
    if (
        about_a_setting
        or elsewhere
        or not _LINK.search(sight.bare)
        or sight.amounts
        or _ASKS_HOW.search(sight.bare)
    ):
        return None
    revoke = _REVOKED.search(sight.bare) is not None
    # Without any name it is for whom was talked about; an unknown name must not become somebody else's link.
    mention = whose(sight) if sight.mention or _NO_NAME.sub("", sight.bare) else None
    return told(sight, Intent.LINK, mention=mention, extra={"revoke": revoke or None})
