"""A customer's own words, forwarded or quoted (P11): nothing is booked, and who said them is asked."""

from __future__ import annotations

import re

from handlers.language.days import is_future
from handlers.language.outcome import asks
from handlers.language.reading import Intent, Question, Reading, Record
from handlers.language.sight import Sight

_TRANSFER_WORDS = re.compile(r"\[?(?:聊天记录|转发|合并转发)\]?")
# 客户原话：你们那6000…, 对方发来：…
_QUOTED = re.compile(
    r"原话|原文|(?:客户|对方|他们?|她|人家|老板|财务|会计)(?:微信|短信|刚才?|刚刚)?"
    r"(?:回复|回|发来|发我|发的|留言|写道?|说)(?:了|的|是)?[:：]"
)
_FROM_CUSTOMER = re.compile(
    r"(?:我|俺|我们|我这边|咱)(?:[^，。,]{0,12}?)(?:给|转|打|付|还|结|汇)(?:[^，。,]{0,4}?)(?:你|您)"
    r"|(?:给|转|打|付|还)(?:你|您)(?:[^，。,]{0,10})(?:一半|[0-9一二两三四五六七八九]|钱|款|过去)"
    r"|(?:打|转|汇|付)过去"
)


def is_forwarded(sight: Sight) -> bool:
    """A customer's own words: he speaks of 我 and promises 你 (“周哥我下周五先给你转一半”)."""
    if _QUOTED.search(sight.bare) and not sight.mentions:
        return True
    if _TRANSFER_WORDS.search(sight.text) or (sight.has("to_you") and _FROM_CUSTOMER.search(sight.bare)):
        return True
    return bool(_FROM_CUSTOMER.search(sight.bare)) and not sight.mentions


def forwarded(sight: Sight) -> Reading | None:
    """P11: books nothing, asks who said it; what was said is kept as a draft promise."""
    if not is_forwarded(sight) or (sight.has("say") and sight.mentions):
        return None
    if not (sight.amounts or sight.dates or sight.has("half", "settled", "pay", "paid")):
        return None
    day = next((found.day for found in sight.dates if is_future(found, sight)), None)
    amount = next((found.fen for found in sight.amounts if found.fen), None)
    draft = Record(Intent.PROMISE, sight.mention, amount, day, extra={"words": sight.text})
    return asks(sight, Question("who_said", data={"text": sight.text}), draft, forwarded=True)
