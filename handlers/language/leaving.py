"""A colleague's customers for several others (华东的给小陈 其余给老周), what he holds, and merges taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from handlers.language.outcome import told
from handlers.language.reading import Fit, Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

GIVEN_TO = re.compile(
    r"(?:客户|都)?(?:全部|全都|都)?(?:转给|交给|移交给?|划给|分给|归|交接给|给到|客户给|换给|给)\s*"
    r"(?P<who>[一-龥]{2,3}?)(?:吧|了|跟|管|负责|来跟)?[。 ]*$"
)
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


_REPORTS_TO = re.compile(
    r"^(?P<who>[一-龥]{2,4}?)(?:以后)?(?:归|跟着?|汇报给|的(?:上级|经理|领导|主管)是)(?P<boss>[一-龥]{2,4}?)(?:管|带|领导|负责)?[。 ]*$"
)
_HOLDINGS = re.compile(
    r"^(?:把)?(?P<who>[一-龥]{2,4}?)的客户(?:全部|全都|都)?(?:转给?|交给|移交给?|划给|分给|归|给)(?P<heir>[一-龥]{2,3}?)(?:吧|了|管|负责)?[。 ]*$"
)
_TAKEN_OVER = re.compile(
    r"^(?:让|由|叫)?(?P<heir>[小老阿][一-龥])(?:来)?接(?![待触送了到])(?:手|管|过)?(?P<who>[一-龥]{2,3}?)"
    r"(?:的|手上的?|名下的?)(?:全部|所有)?客户(?:吧|了)?[。 ]*$"
)  # 小陈接老周的客户


def people(sight: Sight) -> Reading | None:
    """老周归赵总管, 小李的客户给小陈."""
    if sight.amounts or is_question(sight):
        return None
    given = _HOLDINGS.match(sight.text) or _TAKEN_OVER.match(sight.text)
    if given is not None:
        return told(sight, Intent.HAND_OVER, extra={"from_staff": given["who"], "to_staff": given["heir"]})
    match = _REPORTS_TO.match(sight.text)
    if match is None or sight.mentions or sight.dates:
        return None
    extra = {"action": "manager", "name": match["who"], "boss": match["boss"]}
    return told(sight, Intent.STAFF_UPDATE, extra=extra)


# 顺达给小孙跟, 永盛以后小陈管
_KEEPS = re.compile(
    r"(?:那边|这家)?(?:以后|今后|先)?(?:都)?(?:让|给|归|交|由|就|改由|改让|换成?|换给)?"
    r"(?P<who>[一-龥]{2,3}?)(?:来)?(?:跟进|跟|管|负责|对接|接手)(?:吧|了)?[。 ]*$"
)


def _kept_by(sight: Sight) -> re.Match[str] | None:
    """Behind the customer's name: a colleague's 小孙 may be a customer's 孙, too."""
    span = sight.mention.span if sight.mention is not None else None
    return _KEEPS.match(sight.text, span.end) if span is not None else None


# 老周的宏达给小李, 宏达和永盛都给小陈, 宏达业务员改成小陈, 宏达由老周划到小陈名下
_TO_WHOM = re.compile(
    r"(?:给|转给?|归|划[给到]|转到|(?:业务员?|负责人|销售|跟单)(?:改|换|调)(?:成|为|给)?)"
    r"(?P<who>[小老阿](?![板公婆师乡总家孩时区朋费票])[一-龥])(?:名下|那边|手[上里])?(?:吧|了|管|跟|带|负责)?[。 ]*$"
)
_OF_CUSTOMERS = re.compile(
    r"(?:把|将)?(?:[小老阿][一-龥]的)?\ue000+(?:[和跟、,， ]*\ue000+)*(?:这家|那家|这边)?的?(?:都|全|以后)*(?:[由从][小老阿][一-龥])?"
)


def _simply_given(sight: Sight) -> Reading | None:
    """Nothing but customers and a colleague stands in it; a colleague's name may sound like a customer's."""
    heir = _TO_WHOM.search(sight.text)
    if heir is None:
        return None
    given = [
        found
        for found in sight.mentions
        if found.span and found.span.end <= heir.start() and found.fit is not Fit.TYPO
    ]
    head = sight.text
    for found in given:
        start, end = (found.span.start, found.span.end) if found.span else (0, 0)
        head = head[:start] + "\ue000" * (end - start) + head[end:]
    if not given or _OF_CUSTOMERS.fullmatch(head, 0, heir.start()) is None:
        return None
    first = told(sight, Intent.HAND_OVER, mention=given[0], extra={"to_staff": heir["who"]})
    if len(given) == 1 or first.question is not None:
        return first
    return replace(first, records=tuple(replace(first.records[0], customer=one) for one in given))


def hand_over(sight: Sight) -> Reading | None:
    """把宏达转给小李."""
    if sight.amounts or is_question(sight) or sight.has("say"):
        return None
    if (given_so := _simply_given(sight)) is not None:
        return given_so
    heir = GIVEN_TO.search(sight.text) if sight.has("hand_over") else _kept_by(sight)
    given = [found for found in sight.mentions if found.span and heir and found.span.end <= heir.start("who")]
    if heir is None or not (given or sight.says("客户")):
        return None  # 钥匙交给小李了
    return told(sight, Intent.HAND_OVER, mention=given[0] if given else None, extra={"to_staff": heir["who"]})
