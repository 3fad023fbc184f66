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
_RATES = re.compile(
    r"比例\s*(?:全部|都|统一)?(?P<set>改成|改为|改到|改|设成|设为|设置为|设|调成|调到|调为|调整为|定为|定成|换成|用|按)?\s*[:：]?\s*(?P<rates>.*)$"
)
_SEPARATED = re.compile(r"^\d+(?:\.\d+)?%?(?:[\s,，、/;；]+\d+(?:\.\d+)?%?)*[。 ]*$")
_NUMERAL = re.compile(r"\d|[零一二两三四五六七八九十]")
_MINUS = re.compile(r"[-－—–−]|负")
_OURS = re.compile(r"欠|打了|收到|货|还")


def provisions(sight: Sight) -> Reading | None:
    """坏账准备, 本月坏账准备, 计提, 坏账准备历史, 坏账准备按逾期账龄, 坏账准备比例改成5,10,30,50,80,100."""
    if len(sight.text) > 60 or sight.mentions or not _ABOUT.search(sight.text) or _OURS.search(sight.text):
        return None
    wanted = _rates(sight.text)
    method = next((name for pattern, name in _METHOD if pattern.search(sight.text)), None)
    if wanted is not None:
        return told(sight, Intent.PROVISION, extra={**wanted, "method": method})
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


def _rates(text: str) -> dict[str, str] | None:
    """The percentages, or why what was typed in their place is none: `odd` negative | unclear. None where none are set."""
    match = _RATES.search(text)
    if match is None or not (match["set"] or _SEPARATED.match(match["rates"])):
        return None
    typed = match["rates"].strip()
    if re.search(r"默认|原来的|标准|怎么|多少|几|吗", typed):
        return None
    if _SEPARATED.match(typed):
        return {"rates": ",".join(re.findall(r"\d+(?:\.\d+)?", typed))}
    return {"odd": "negative" if _MINUS.search(typed) and _NUMERAL.search(typed) else "unclear"}
