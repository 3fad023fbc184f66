"""Questions that look around or ahead: the bare name, one customer's story, what if, how much will come in."""

from __future__ import annotations

import re

from handlers.language.outcome import told
from handlers.language.queries import named, period
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_BARE = ("", "账", "账目", "欠款", "那边", "客户", "应收", "账款", "往来", "还欠")


def bare_name(sight: Sight) -> Reading | None:
    """永盛: the name and nothing more asks for the balance."""
    mention = sight.mention
    rest = sight.bare.strip("\ue000 ，,。.?~的呢")
    if mention is not None and len(sight.mentions) == 1 and rest in _BARE:
        return told(sight, Intent.QUERY_BALANCE, mention=mention)
    return None


def story(sight: Sight) -> Reading | None:
    if not sight.has("story") or sight.amounts or sight.has("report"):
        return None
    mention = named(sight)
    return told(sight, Intent.STORY, mention=mention) if mention is not None else None


def what_if(sight: Sight) -> Reading | None:
    """如果…还剩多少: answered from the books, never booked."""
    guesses = sight.has("if") and (is_question(sight) or sight.has("what_if"))
    if sight.says("怎么办") or not (guesses or sight.says("会不会超", "会超", "超不超", "爆不爆", "会爆")):
        return None
    amount = next((found.fen for found in sight.amounts if found.fen), None)
    return told(sight, Intent.WHAT_IF, mention=sight.mention, amount=amount, extra={"words": sight.text})


def forecast(sight: Sight) -> Reading | None:
    """过年前能收回多少."""
    if re.search(r"能收(?:回|回来)?多少|能回多少|收得回多少", sight.bare) is None:
        return None
    return told(sight, Intent.WHAT_IF, mention=sight.mention, extra={"topic": "forecast", **period(sight)})
