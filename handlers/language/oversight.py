"""The owner's question whether anybody misuses the books, and a look at one of the signs."""

from __future__ import annotations

import re

from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight

_ASKED = re.compile(
    r"^(?:看看?|查查?|查一下|列一?下?|帮我看看?)?(?:最近|这个?月|本月|上个?月|今年)?(?:有没有|有无|有哪些|有什么|还有)?(?:人)?"
    r"(?:(?:异常|可疑|不正常|不对劲)的?(?:操作|动作|情况|记录)|乱改账|乱改账的?|动手脚|做手脚|内控(?:检查|情况|风险)?|舞弊(?:迹象)?|谁(?:在)?(?:老|总|经常)(?:撤销|撤单|改账|补记)|谁撤销得?最多|谁改账最多)"
    r"(?:吗|么|呢|没有?|清单|列表|有哪些|有没有)?[。?!~ ]*$"
)
_ONE = re.compile(
    r"^(?:看看?|查查?)?(?:第)?\s*(?:异常(?:操作)?\s*(?P<a>\d{1,2})|(?P<b>\d{1,2})\s*(?:条|号)?异常)(?:操作)?(?:明细|详情|怎么回事|呢)?[。? ]*$"
)
_OF = re.compile(
    r"^(?:看看?|查查?)?(?P<who>[一-龥]{2,4}?)(?:的|有没有|有什么)?(?:异常|可疑)(?:操作|动作|情况|记录)(?:吗|么|呢)?[。? ]*$"
)
_LAST_MONTH = re.compile(r"上个?月")


def misuse(sight: Sight) -> Reading | None:
    """有没有异常操作, 上月异常操作, 异常1, 小李的异常操作."""
    if (one := _ONE.match(sight.text)) is not None:
        return told(sight, Intent.MISUSE, extra={"number": int(one["a"] or one["b"])})
    if sight.mentions or sight.amounts:
        return None
    before = {"before": 1} if _LAST_MONTH.search(sight.text) else {}
    if _ASKED.match(sight.text):
        return told(sight, Intent.MISUSE, extra=before)
    of = _OF.match(sight.text)
    return told(sight, Intent.MISUSE, extra={**before, "who": of["who"]}) if of is not None else None
