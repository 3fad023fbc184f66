"""A colleague's customers for several others (华东的给小陈 其余给老周), what he holds, and merges taken back."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

REST = "*"  # the customers that no other share names
_RESTS = ("其余", "其他", "其它", "剩下", "剩余", "别的", "另外")
_GIVEN = r"(?:全部|全都|都)?(?:转给|交给|移交给?|划给|分给|归|给到|给)"
_SHARE = re.compile(
    rf"(?P<what>[一-龥A-Za-z]{{1,8}}?)(?:那边|这边|地区|片区|行业)?(?:的)?(?:客户)?{_GIVEN}\s*(?P<who>[一-龥]{{2,3}}?)(?:管|负责|跟)?"
    r"(?:[，,、;； 。]+|$)"
)
_OF_WHOM = re.compile(
    r"^(?:把)?(?P<who>[一-龥]{2,4}?)(?:(?:的|手上的?|名下的?)(?:那些)?客户"
    r"|(?:已经|昨天|今天|要)?(?:离职|不干了|走了|辞职)了?(?:[，, ]*(?:他的|她的)?客户)?)[，,: ：]*"
)
_LEAVES = re.compile(r"离职|不干了|走了|辞职")
_HOLDS = re.compile(
    r"^(?:看看?|查查?|列一?下?)?(?P<who>[一-龥]{2,4}?)(?:手上|手里|名下)(?:都|还|现在)?(?:有)?"
    r"(?:多少|哪些|几家|什么)?(?:客户|账|欠款)?(?:有哪些|多少|呢)?[。? ]*$"
)
_CASH = re.compile(
    r"^(?:收到了?|拿到了?)?(?P<who>[一-龥]{2,4}?)(?:手上|手里)?(?:的|交的|交来的)?现金(?:都|已经|全都?)?"
    r"(?:交了|交来了|交上来了|交给我了|交回来了|收到了|收好了|拿到了|了)[。!~ ]*$"
)
_UNITED = re.compile(
    r"别分(?:成|开)?[两二俩](?:户|家|个)|不(?:要|用|必)分(?:成)?[两二俩](?:户|家|个)|合成一家|合到一起|合在一起|并成一家|并到一起|(?:其实|就)是(?:同)?一家(?!吗)|合并(?:成一家|一下|起来)?"
)
_APART = re.compile(
    r"(?:不是一家|不是同一家|拆开|拆回|分开|撤销合并|取消合并|撤回合并|解除合并|合并错了|合错了)"
)


def shared_out(sight: Sight) -> Reading | None:
    """小李的客户 华东的给小陈 其余给老周; without a name it goes on with who was spoken of."""
    if sight.amounts or is_question(sight):
        return None
    whose = _OF_WHOM.match(sight.text)
    shares = shares_in(sight.text[whose.end() :] if whose else sight.text)
    if len(shares) < 2:
        return None
    extra: dict[str, Any] = {"shares": shares, "from_staff": whose["who"] if whose else None}
    if whose is not None and _LEAVES.search(whose[0]):
        extra["leaves"] = True
    return told(sight, Intent.HAND_OVER, extra=extra)


def shares_in(text: str) -> list[list[str]]:
    """(what, to whom) in order; `REST` for the others. Empty when anything else stands in the text."""
    shares: list[list[str]] = []
    at = 0
    text = text.strip("。！! ")
    while at < len(text):
        match = _SHARE.match(text, at)
        if match is None:
            return []
        what = REST if match["what"].startswith(_RESTS) else match["what"]
        shares.append([what, match["who"]])
        at = match.end()
    return shares


def holds(sight: Sight) -> Reading | None:
    """小李手上有哪些客户: what he would have to hand over."""
    match = _HOLDS.match(sight.text)
    if match is None or sight.mentions or sight.amounts or match["who"] in ("我", "我的", "现金"):
        return None
    return told(sight, Intent.HAND_OVER, extra={"from_staff": match["who"], "list": True})


def cash_in(sight: Sight) -> Reading | None:
    """小李现金交了, 收到小李的现金了: said by whoever takes it."""
    match = _CASH.match(sight.text)
    if (
        match is None
        or sight.mentions
        or sight.amounts
        or is_question(sight)
        or match["who"] in ("我", "我的", "手上")
    ):
        return None
    return told(sight, Intent.CONFIRM_RECEIPTS, extra={"handed_over": True, "from_staff": match["who"]})


def united(sight: Sight) -> Reading | None:
    """永盛装饰 永盛建材 同一个老板 合成一家吧: two names, and that they are one."""
    if len(sight.mentions) != 2 or sight.amounts or is_question(sight) or _UNITED.search(sight.bare) is None:
        return None
    other = sight.mentions[1]
    extra = {"other": other.name, "other_id": other.customer_id}
    return told(sight, Intent.MERGE, mention=sight.mention, extra=extra)


def apart(sight: Sight) -> Reading | None:
    """永盛建材和永盛装饰不是一家 拆开, 撤销合并."""
    if sight.amounts or is_question(sight) or _APART.search(sight.bare) is None:
        return None
    if not sight.mentions and "合" not in sight.bare:
        return None
    other = sight.mentions[1].text if len(sight.mentions) > 1 else None
    return told(sight, Intent.MERGE, mention=sight.mention, extra={"apart": True, "other_text": other})
