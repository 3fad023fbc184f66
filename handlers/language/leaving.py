"""A colleague's customers for several others (华东的给小陈 其余给老周), what he holds, and merges taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from handlers.language.outcome import told
from handlers.language.reading import Fit, Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

# as colleagues speak of each other
WHO = r"(?:[小老阿](?![板公婆师乡总家孩时区朋费票])[一-龥]|[一-龥](?:姐|哥|工|总|会计))"
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
    r"别分(?:成|开)?[两二俩](?:户|家|个)|不(?:要|用|必)分(?:成)?[两二俩](?:户|家|个)|合成一家|合到一起|"
    r"合在一起|并成一家|并到一起|(?:其实|就)是(?:同)?一家(?!吗)|合并(?:成一家|一下|起来)?"
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
    """小李手上有哪些客户: what he would have to hand over, though a customer Li might be called so."""
    match = _HOLDS.match(sight.text)
    if match is None or sight.amounts or match["who"] in ("我", "我的", "现金"):
        return None
    if any(one.text != match["who"] for one in sight.mentions):
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
    r"(?:那边|这家|这户|那家|这边|(?:这个)?客户)?(?:以后|今后|先)?(?:都)?(?:让|给|归|交|由|就|找|改由|改让|换成?|换给)?"
    r"(?P<who>(?![你您他她我先继接再还])[一-龥]{2,3}?)(?:来)?(?:跟进|跟|管|负责|对接|接手)(?:吧|了)?[。 ]*$"
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
    r"(?:把|将)?(?:[小老阿][一-龥]的)?\ue000+(?:[和跟、,， ]*\ue000+)*(?:这家|那家|这边)?的?(?:都|全|全部|一起|统一|以后)*(?:[由从][小老阿][一-龥])?"
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


# 从小李换成小赵 · 划到小周名下 · 由他徒弟小郑接管 · 接手人小陈 · 都给老周: how a colleague gets a customer
_TAKES_ON = r"(?:来|去|先|都|以后|继续)*(?:接手|接管|接着|接(?![送到待触])|跟进|跟(?![他她你我着])|管|负责|对接|维护|服务|带)(?!一下|下|一趟|处理)"
_PASSED = re.compile(
    rf"(?P<former>{WHO})(?:手[上里]|名下|那边|那儿)?(?:换成|换到|换给|改成|改为|变更[为成]|转[到给]|划[到给]|→|->)(?P<next>{WHO})"
    rf"|(?:接手人?|接管人?|接替人?|新(?:业务员?|负责人|销售))[是为: ]*(?P<named>{WHO})"
    rf"|(?:由|让|换|换成|改由|改成|给|归|交给)(?:[他她]的?)?(?:徒弟|同事|搭档|新人)?(?P<by>{WHO}){_TAKES_ON}"
    rf"|(?P<takes>{WHO})(?:来)?(?:接手|接管|接替|接过)(?=[^，,吗没。]{{1,8}}$)"
    rf"|(?:(?:转|移交?|交接?|划|拨|让|过户|分|调|派|换|改|挪)(?:给|归|到|至)|过户|归|[都全先]给|以后[算是]|客户给)(?P<to>{WHO})"
)
_OF_ALL = re.compile(
    rf"(?<![算是为归])(?P<who>我|{WHO})(?:名下|手[上里]|负责|跟)?的?(?:所有|全部|那些|这些)*的?客户"
    rf"|^(?P<gone>我|{WHO})[^，, ]{{0,4}}(?:退休|离职|走人?|调走|休|不干|产假|请假)[^，, ]{{0,4}}[，, ]+.{{0,6}}客户"
)
_TO_SELF = re.compile(
    r"(?:客户|名下|业务员).{0,12}我(?:来|先|已经)?(?:接(?:了|手|过来|管)|来跟|跟了)|(?:客户|名下|业务员).{0,16}转(?:过来|给我|到我)"
    r"|\ue000+(?:这家|这户|这边|那边|以后)*(?:归我|我来?(?:跟|管|接|负责))(?:了|吧)?[。 ]*$|\ue000(?:这家|这户)?(?:让|转|交|划|移交|分)(?:给|到)我"
    r"|\ue000(?:这家|这户)?(?:以后|今后|往后)(?:都|就)?我来?(?:跟|管|接|负责)[，, 了吧]|"
    r"从[小老阿][一-龥](?:手[里上]|那边?|名下)?(?:转|划|调|挪|移)(?:到|给)我"
)
_A_THING = re.compile(
    r"钥匙|发票|合同|[现货]?款|钱|现金|支票|承兑|汇票|资料|样品|快递|[事活]儿?|对账单|送货单|签收单|回执"
)
_BOSS_SAYS = re.compile(
    r"^(?:我们?)?(?:老板|领导|经理|[一-龥]{1,2}(?:总|经理|主任))(?:说|讲|定|决定|安排|发话|要求)了?[，,:： ]*"
)


def _passed_on(sight: Sight) -> Reading | None:
    """福满楼和双喜划到小周名下吧, 小刘名下所有客户转到小赵那里: customers, a verb of giving, a colleague."""
    everything = _OF_ALL.search(sight.text)
    heir = _PASSED.search(sight.text, everything.end() if everything and everything["who"] else 0)
    mine = heir is None and _TO_SELF.search(sight.bare) is not None
    if (heir is None and not mine) or (heir is not None and _FETCHED.search(sight.text, heir.end())):
        return None
    staff = [match.span() for match in re.finditer(WHO, sight.text)]
    given = {
        found.name: found
        for found in sight.mentions
        if found.span
        and (found.fit is Fit.EXACT or not any(a <= found.span.start < b for a, b in staff))
        and (mine or (heir is not None and (heir["takes"] or found.span.end <= heir.start())))
    }
    who = "我" if heir is None else next(filter(None, heir.group("next", "named", "by", "to", "takes")))
    if everything is not None and not given:
        extra = {"from_staff": everything["who"] or everything["gone"], "to_staff": who}
        return told(sight, Intent.HAND_OVER, extra=extra)
    if not given:
        return None
    start = min(found.span.end for found in given.values() if found.span)
    if heir is not None and _A_THING.search(sight.bare, start, heir.start()):
        return None  # 永盛的发票交给小李了
    customers = tuple(given.values())
    first = told(sight, Intent.HAND_OVER, mention=customers[0], extra={"to_staff": who})
    if len(customers) == 1 or first.question is not None:
        return first
    return replace(first, records=tuple(replace(first.records[0], customer=one) for one in customers))


_FETCHED = re.compile(r"[^，,。]{0,4}(?:拿|取|收[钱款账]|送|催|要[钱账款]|开[发]?票|对账)")


def hand_over(sight: Sight) -> Reading | None:
    """把宏达转给小李."""
    boss = _BOSS_SAYS.match(sight.bare)
    if (
        sight.amounts
        or is_question(sight)
        or any(not boss or word.end > boss.end() for word in sight.of("say"))
    ):
        return None
    if (given_so := _simply_given(sight) or _passed_on(sight)) is not None:
        return given_so
    heir = GIVEN_TO.search(sight.text) if sight.has("hand_over") else _kept_by(sight)
    given = [found for found in sight.mentions if found.span and heir and found.span.end <= heir.start("who")]
    if heir is None or not (given or sight.says("客户")) or _A_THING.search(sight.bare, 0, heir.start()):
        return None  # 钥匙交给小李了
    return told(sight, Intent.HAND_OVER, mention=given[0] if given else None, extra={"to_staff": heir["who"]})
