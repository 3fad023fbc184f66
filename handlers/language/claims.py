"""Money that came without a name, and whose it is: 那5万是永盛的, 没人认的6400挂到康乐名下, 认领2 宏达."""

from __future__ import annotations

import re

from handlers.language.extras import document_extras
from handlers.language.outcome import told
from handlers.language.reading import Fit, Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_IS_THEIRS = re.compile(
    r"(?:^|是|应该是|算)(?:我的?客户|我们?家?|我那边?|我这边?)?的?[\ue000]+(?:家|那边)?的(?:钱|款|那笔)?[。~ ]*$"
)
_THAT_IS_THEIRS = re.compile(
    r"(?:那|这)(?:笔|个|笔钱|个钱|笔款|几笔|\d+)?[^，,。]{0,8}(?:是|应该是|就是|算)[\ue000]+(?:家|他们"
    r"|那边)?(?:的|打的|转的|付的|汇的)(?:$|[ ，,。])"
)
_CLAIMS = re.compile(r"(?:待认领|认领)[^，,。]{0,10}[，, ]*(?:是|我的|归)")
_CLAIM_PLACE = re.compile(
    r"认领\s*(?:第)?\s*\d{1,2}(?![\d.,，万千百元块wWkK])"
)  # a place in the list, no sum


# 没人认的6400挂到康乐名下, 你问的那笔1500 算秦老板的
_NAMELESS = re.compile(
    r"(?:无名|无主|没名字|没人认领?|未认领|待认领|不知道谁(?:打|转|付|汇)?|不知道是谁)的?(?:款|钱|那笔)?|(?:问|发|挂|贴)的那?笔"
)


def claimed(sight: Sight) -> Reading | None:
    """Money that nobody knew, with its sum, and whose it is."""
    if is_question(sight) or len(sight.amounts) != 1 or _NAMELESS.search(sight.bare) is None:
        return None
    sure = [one for one in sight.mentions if one.fit in (Fit.EXACT, Fit.SHORT, Fit.SOUND)]
    if len({one.customer_id for one in sure}) != 1 or sight.has("debt", "goods", "return", "correct"):
        return None
    return told(sight, Intent.CLAIM, mention=sure[0], amount=sight.amounts[0].fen)


def claim(sight: Sight) -> Reading | None:
    """那5万是永盛的: money in suspense belongs to this customer."""
    if sight.mention is None or is_question(sight):
        return None
    theirs = (
        (_IS_THEIRS.search(sight.bare) is not None and not sight.has("debt", "goods", "paid", "unpaid"))
        or _CLAIMS.search(sight.bare) is not None
        or (_THAT_IS_THEIRS.search(sight.bare) is not None and not sight.has("debt", "unpaid"))
    )
    if not theirs and not sight.has("claim"):
        return _claimed_by_another(sight)
    place = _CLAIM_PLACE.search(sight.text)
    amount = sight.amounts[0].fen if sight.amounts and place is None else None
    extra = document_extras(sight, 0, len(sight.text))
    not_his = [one for one in sight.mentions if one.span and sight.text.endswith("不是", 0, one.span.start)]
    his = next((one for one in sight.mentions if one not in not_his), None)
    if not_his and his is not None:  # 那5000不是永盛的 是宏达的
        extra["old_customer"] = not_his[0].name
    return told(sight, Intent.CLAIM, mention=his or sight.mention, amount=amount, extra=extra)


# 永盛的5000没到账 是宏达打的
_ANOTHERS = re.compile(
    r"\ue000+(?:家)?的?[^，,。;；\ue000]{1,12}没(?:有)?(?:到账?|收到)[^\ue000]{0,4}"
    r"是\ue000+(?:家)?(?:打|转|付|汇|还|给|交)(?:来|过来)?的"
)


def _claimed_by_another(sight: Sight) -> Reading | None:
    if len(sight.mentions) != 2 or len(sight.amounts) != 1 or _ANOTHERS.search(sight.bare) is None:
        return None
    extra = {"old_customer": sight.mentions[0].name}
    return told(sight, Intent.CLAIM, mention=sight.mentions[1], amount=sight.amounts[0].fen, extra=extra)
