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


# 先给我说说他家的情况, 介绍下永盛，以前付款爽快不, 德胜概况, 之前都发生过啥
_ABOUT_HIM = re.compile(
    r"(?:给我|跟我|先|简单|大概|详细|你|来|请)(?:说说|讲讲(?!价)|聊聊|介绍)|介绍(?:一下|下)|(?:想|要|先)?了解(?:一下|下)|(?:说说|讲讲|聊聊)(?:$|[他她这那\ue000，,。])"
    r"|(?:现在|目前|最近|到底)?(?:是)?(?:什么|啥|怎么个|怎样的|何种)(?:状况|状态|来历|背景|底细|路数|来头)|(?:概况|全貌|近况|底细|来历|背景|风评|口碑)(?:$|[，,。?]|给我|看|如何|怎)"
    r"|(?:发生过?|有过)(?:了)?(?:些)?(?:啥|什么|哪些)(?:事)?|(?:他家|家|那边|这家)的?(?:情况|状况)$"
)
_ASKS_SUM = (
    "debt",
    "unpaid",
    "unclear",
    "balance",
    "due",
    "report",
    "statement",
    "not_paid",
    "remind",
    "note",
)


def about_him(sight: Sight) -> Reading | None:
    """Everything that is known of one customer, asked for in so many words."""
    if sight.amounts or len(sight.mentions) != 1 or _ABOUT_HIM.search(sight.bare) is None:
        return None
    if sight.has(*_ASKS_SUM) or sight.says("异议", "报价", "新品", "产品", "我们"):
        return None
    return told(sight, Intent.STORY, mention=sight.mention)


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
