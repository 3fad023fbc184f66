"""What is said about the limitation clock: until when, which end soon, and what started it again."""

from __future__ import annotations

import re

from handlers.language.dates import as_past
from handlers.language.outcome import told, whose
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

SIGNS = "效章签诉案写立"
_CLOCK = re.compile(r"时效")
_ENDING = re.compile(
    r"哪些|哪几|哪家|谁|快[过到]|要过|预警|提醒|清单|列表|名单|到期的|过了的|^\s*(?:看看?|查)?(?:诉讼)?时效[。? ]*$"
)
_STAMPED = re.compile(
    r"对账单?[^，,。]{0,6}(?:盖了?章|盖好|签了?字|签好|签回|签了|回签|确认函|寄回|拿回)"
    r"|(?:盖了?章|盖好章|签了?字|签好|回签)[^，,。]{0,4}对账单?|(?:签|盖)了?[^，,。]{0,2}对账单?(?:了|$)"
)
_PLAN = re.compile(
    r"(?:写|签|出|打|给)(?:了|下|过)?(?:一?[份张])?(?:书面)?[^，,。]{0,2}"
    r"(?:还款计划|还款协议|还款承诺|承诺书|欠条|借条|还款保证|对账确认|欠款确认)"
)
_LETTER = re.compile(
    r"(?:签收|收到|收了|收下|拒收|妥投)[^，,。]{0,6}(?:催款函|催收函|律师函|催款通知)"
    r"|(?:催款函|催收函|律师函|催款通知)[^，,。]{0,8}(?:签收|收到|收了|妥投|送达|送到|寄到)"
)
_SUIT = re.compile(r"起诉(?:了|他|它|掉)?[\ue000 ]*了?|立案了?|申请仲裁|仲裁立案|支付令")
_NOT_YET = re.compile(
    r"负责|让|叫|派|把[^，,。]{0,8}[回过]来|只认|要求|得盖|须|没|不|未|要|准备|打算|想|别|再|考虑|如果|吗|撤诉|算了"
    r"|请(?!律师)|麻烦|帮|喊|通知|记得|建议|应该|该|可以|等|催(?![款收])|去(?=把|找|跟|$)"
)
_DONE = re.compile(r"[了已过好]|(?:签|寄|拿)回|回签|妥投|送达|寄到|签收|收到|拒收|立案")
_THEIR_GOODS = re.compile(r"送货单|出库单|签收单|收据|发票")


def limitation(sight: Sight) -> Reading | None:
    """宏达诉讼时效到什么时候, 哪些快过时效, 永盛对账单盖章了, 起诉永盛了."""
    if len(sight.text) > 40 or any(amount.fen for amount in sight.amounts) or sight.has("remind"):
        return None
    if _CLOCK.search(sight.bare):
        named = whose(sight) if not _ENDING.search(sight.bare) else sight.mention
        extra = {"list": True} if named is None and _ENDING.search(sight.bare) else {}
        return told(sight, Intent.LIMITATION, mention=named, extra=extra)
    what = _what(sight)
    if what is None or sight.mention is None or is_question(sight):
        return None
    told_when = any(one.past or one.floating == "year" for one in sight.dates)
    if not (told_when or _DONE.search(sight.bare)):
        return None  # 永盛对账单明天盖章: to be done
    day = as_past(sight.dates[0], sight.now).day if sight.dates else None
    return told(sight, Intent.LIMITATION, mention=sight.mention, happened_on=day, extra={"what": what})


def _what(sight: Sight) -> str | None:
    """What started it again, if anything did."""
    if _NOT_YET.search(sight.bare) or _THEIR_GOODS.search(sight.bare):
        return None
    kinds = ((_STAMPED, "statement"), (_PLAN, "plan"), (_LETTER, "letter"), (_SUIT, "suit"))
    return next((what for pattern, what in kinds if pattern.search(sight.bare)), None)
