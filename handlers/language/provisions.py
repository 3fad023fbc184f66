"""What is said about provisions: how much, post it, the months before, and how it is computed."""

from __future__ import annotations

import re

from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight

SIGNS = "备提迁"
_ABOUT = re.compile(r"(?:坏账|减值|应收)准备|计提|迁徙率")
_POST = re.compile(
    r"^(?:重新|再)?(?:把)?(?:上个?月|本月|这个?月|[0-9一二三四五六七八九十]{1,3}月份?)?的?计提(?:一下|吧)?(?:坏账|减值)?(?:准备)?吧?[。 ]*$"
    r"|(?:坏账|减值)准备(?:计提|入账|提上)(?:吧|一下)?[。 ]*$"
)
_NOW = re.compile(r"本月|这个?月|现在|今天|目前")
_HISTORY = re.compile(r"历史|记录|每月|各月|以前|走势|变化")
_METHOD = (
    (re.compile(r"迁徙率|滚动率"), "roll"),
    (re.compile(r"发生日|开单日|按年|年限"), "issued"),
    (re.compile(r"逾期|到期日|超期"), "due"),
)
_SET_METHOD = re.compile(r"按|改成|改为|用|算法")
_RATES = re.compile(r"比例[^0-9]{0,6}(?P<rates>\d+(?:\.\d+)?%?(?:[\s,，、/]+\d+(?:\.\d+)?%?){2,11})")
_OURS = re.compile(r"欠|打了|收到|货|还")


def provisions(sight: Sight) -> Reading | None:
    """坏账准备, 本月坏账准备, 计提, 坏账准备历史, 坏账准备按逾期账龄, 坏账准备比例改成5,10,30,50,80,100."""
    if len(sight.text) > 60 or sight.mentions or not _ABOUT.search(sight.text) or _OURS.search(sight.text):
        return None
    rates = _RATES.search(sight.text)
    method = next((name for pattern, name in _METHOD if pattern.search(sight.text)), None)
    if rates is not None:
        figures = re.findall(r"\d+(?:\.\d+)?", rates["rates"])
        return told(sight, Intent.PROVISION, extra={"rates": ",".join(figures), "method": method})
    if method is not None and _SET_METHOD.search(sight.text):
        return told(sight, Intent.PROVISION, extra={"method": method})
    if _POST.match(sight.text):
        return told(sight, Intent.PROVISION, extra={"post": True})
    if "准备" not in sight.text:
        return None
    extra = {
        "history": bool(_HISTORY.search(sight.text)) or None,
        "now": bool(_NOW.search(sight.text)) or None,
    }
    return told(sight, Intent.PROVISION, extra=extra)
