"""Questions that look around or ahead: the bare name, one customer's story, how much will come in by a day."""

from __future__ import annotations

import re

from handlers.language.outcome import told
from handlers.language.queries import named, period
from handlers.language.reading import Fit, Intent, Mention, Reading
from handlers.language.sight import Sight

_BARE = ("", "账", "账目", "欠款", "那边", "客户", "应收", "账款", "往来", "还欠")


def bare_name(sight: Sight) -> Reading | None:
    """永盛: the name and nothing more asks for the balance."""
    mention = sight.mention
    rest = sight.bare.strip("\ue000 ，,。.?~的呢")
    if mention is not None and len(sight.mentions) == 1 and rest in _BARE:
        return told(sight, Intent.QUERY_BALANCE, mention=mention)
    return None


# 说说永盛, 给我讲讲永盛这家
_TELL_OF = re.compile(
    r"^(?:你)?(?:给我|跟我)?(?:说说|讲讲|聊聊|介绍一?下|说一下|讲一下)\ue000+(?:这一?家|这个客户|那边|的?情况)?[。~ ]*$"
)


def story(sight: Sight) -> Reading | None:
    told_of = _TELL_OF.match(sight.bare) is not None
    if not (sight.has("story") or told_of) or sight.amounts or sight.has("report", "overdue"):
        return None
    mention = named(sight)
    return told(sight, Intent.STORY, mention=mention) if mention is not None else None


def forecast(sight: Sight) -> Reading | None:
    """过年前能收回多少."""
    if re.search(r"能收(?:回|回来)?多少|能回多少|收得回多少", sight.bare) is None:
        return None
    return told(sight, Intent.WHAT_IF, mention=sight.mention, extra={"topic": "forecast", **period(sight)})


_GOES_ON = re.compile(
    r"^那?(?:另外?(?:一|那)?[笔单]|剩下的?|其他的?|其余的?|余下的?)(?:呢|还有多少|还剩多少|还有哪些)[?？]?$"
)
_PASS_ON = re.compile(r"^(?:把?这个?)?(?:发|转|转发)给?(?:他们|他|她|客户|对方)(?:吧|一下)?[。]?$")


def goes_on(sight: Sight) -> Reading | None:
    """那另一笔呢, 剩下的呢, 发给他: of the customer spoken of last."""
    intent = Intent.QUERY_BALANCE if _GOES_ON.match(sight.text) else None
    intent = Intent.CHASE if _PASS_ON.match(sight.text) else intent
    if intent is None or sight.last is None:
        return None
    return told(sight, intent, mention=Mention(sight.last[1], Fit.LAST, *sight.last))
