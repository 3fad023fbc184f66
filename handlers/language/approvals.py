"""A manager's word on a request: 放3万, 同意 让他装, 可以发 但只能一半 1万5, 三友的不批."""

from __future__ import annotations

import re

from handlers.language.documents import MASK
from handlers.language.extras import document_extras
from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_LONGEST = 24  # characters: more is a story
_ALLOW = re.compile(
    r"^(?:可以|行|好|同意|最多|先|只能|就)*(?:放|批|装|给他?放|让他?装)\s*(?=[0-9一二两三四五六七八九十])"
)
_LET = r"(?:让|给)(?:他|她|佢|他们|人家)?(?:先)?(?:装|拉|提|走|发|放|赊)(?:走|吧|了)?"
_YES = re.compile(
    rf"^(?:(?:可以|行|好的?|嗯|ok|OK)[，, ]*)?(?:同意|批准|批了吧?|准了|准(?=$|[，, 。])|放行|放了?吧|可以(?:放|发|装|批)|{_LET})"
    rf"|(?:可以放|可以批|同意放|放行|准了|批了|同意)(?:了|吧)?[。~! ]*$|^(?:可以|行|好)[，, ]*{_LET}"
)
_NO = re.compile(
    r"^(?:先)?(?:不批|不同意|不放|不准|驳回|别放|不让(?:装|拉|提|发))|(?:不批|不同意|不放|驳回|别放"
    r"|不准放?)(?:了|吧)?[。~! ]*(?:$|[，, ])"
)
_OTHER = ("say", "debt", "goods", "paid", "unpaid", "return", "discount", "remind", "limit", "correct")


def approve(sight: Sight) -> Reading | None:
    """Yes, no, or yes to a part; with the customer where one is named."""
    if is_question(sight) or len(sight.text) > _LONGEST or len(sight.amounts) > 1 or _has_other(sight):
        return None
    if sight.text.strip(" 。!~") in {"同意", "都同意"}:
        return None  # the answer to an open question, or to none
    bare = sight.bare.strip(MASK + " ，,的那这家车单笔")
    refused, agreed = _NO.search(bare) is not None, _YES.search(bare) is not None
    partly = bool(sight.amounts) and (agreed or _ALLOW.match(bare) is not None) and not refused
    if sight.mentions and not (refused or agreed):
        return None
    if partly:
        extra = {"yes": True, "partly": True}
        return told(sight, Intent.APPROVE, mention=sight.mention, amount=sight.amounts[0].fen, extra=extra)
    if not (refused or agreed or sight.has("approve")) or sight.amounts:
        return None
    numbers = document_extras(sight, 0, len(sight.text))
    return told(sight, Intent.APPROVE, mention=sight.mention, extra={"yes": not refused, **numbers})


def _has_other(sight: Sight) -> bool:
    """批了5000的货 is goods; 同意 and 批了 themselves say nothing else."""
    pays_then = bool(sight.dates) and sight.has("pay", "half") and bool(sight.mentions)
    if pays_then and not sight.amounts:
        return True  # 青禾同意下月先付一半: his word
    said = [word for word in sight.of(*_OTHER) if word.text not in {"同意", "批了", "发", "装", "拉"}]
    return bool(said)
