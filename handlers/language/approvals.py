"""May goods go, and a manager's word on it: 放3万, 同意 让他装, 可以发 但只能一半 1万5, 三友的不批."""

from __future__ import annotations

import re

from handlers.language.documents import MASK
from handlers.language.extras import document_extras
from handlers.language.outcome import told, whose
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_LONGEST = 24  # characters: more is a story
_ALLOW = re.compile(
    r"^(?:可以|行|好|同意|最多|先|只能|就)*(?:给(?:他|\ue000+)?|让他?)?(?:放|批|装)\s*(?=[0-9一二两三四五六七八九十])"
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
# 永盛同意付5000: his word, not ours
_HIS_WORD = re.compile(
    r"\ue000(?:家|那边|老板)?(?:也|都|已经)?(?:同意|答应)了?(?:先|再)?[付还给结打转认分按]"
)
_HE_AGREES = re.compile(r"\ue000(?:家|那边|老板)?(?:也|都|已经|终于)?同意")
_OTHER = (
    "say",
    "note",
    "debt",
    "goods",
    "paid",
    "unpaid",
    "return",
    "discount",
    "remind",
    "limit",
    "correct",
)


def approve(sight: Sight) -> Reading | None:
    """Yes, no, or yes to a part; with the customer where one is named."""
    if is_question(sight) or len(sight.text) > _LONGEST or len(sight.amounts) > 1 or _has_other(sight):
        return None
    if sight.text.strip(" 。!~") in {"同意", "都同意"}:
        return None  # the answer to an open question, or to none
    bare = sight.bare.strip(MASK + " ，,的那这家车单笔")
    refused, agreed = _NO.search(bare) is not None, _YES.search(bare) is not None
    partly = bool(sight.amounts) and (agreed or _ALLOW.match(bare) is not None) and not refused
    if sight.mentions and not (refused or agreed or (partly and "给\ue000" in sight.bare)):
        return None
    if partly:
        extra = {"yes": True, "partly": True}
        return told(sight, Intent.APPROVE, mention=sight.mention, amount=sight.amounts[0].fen, extra=extra)
    if not (refused or agreed or _is_the_word(sight, bare)) or sight.amounts:
        return None
    numbers = document_extras(sight, 0, len(sight.text))
    return told(sight, Intent.APPROVE, mention=sight.mention, extra={"yes": not refused, **numbers})


# 放桌上了 puts something away, 放松点 and 放假 are words of their own
_LETS_GO = re.compile(
    r"放(?!\S{1,3}假)(?:了|吧|行|走|货|他|她|给|人家|一?半|点|全|整[单车批]|部分|一?部分"
    r"|车(?![上里库间])|这|那|[0-9一二两三四五六七八九十]|[ ，,。!]|$)"
)


def _is_the_word(sight: Sight, bare: str) -> bool:
    """先不放, 这单放: at an end of what is said; 钥匙放抽屉了 puts a key away."""
    return any(
        (bare.startswith(word.text) and (word.text != "放" or _LETS_GO.match(bare) is not None))
        or bare.endswith(word.text)
        for word in sight.of("approve")
    )


def _has_other(sight: Sight) -> bool:
    """批了5000的货 is goods; 同意 and 批了 themselves say nothing else."""
    if "同意" in sight.bare and _HIS_WORD.search(sight.bare):
        return True
    pays_then = bool(sight.dates) and sight.has("pay", "half") and bool(sight.mentions)
    if pays_then and (not sight.amounts or _HE_AGREES.search(sight.bare)):
        return True  # 青禾同意下月先付一半: his word
    said = [word for word in sight.of(*_OTHER) if word.text not in {"同意", "批了", "发", "装", "拉"}]
    return bool(said)


_ALLOWED = ("行不行", "行吗", "可以吗", "可不可以", "成不成", "中不中", "得唔得", "好不好", "可以不")


# 要拉3万的货 能给吗, 再发两万行不行, 能不能再拿5000的酒
_WANTS = re.compile(
    r"(?:再|又|要|想|来)(?:再|来|先|多)?(?:发|送|装|赊|拿|提|拉|进|订)(?!了)|要(?=[0-9一二两三四五六七八九十])"
)
_MAY = re.compile(
    r"行不行|行吗|行么|可以吗|可以不|可不可以|成不成|成吗|中不中|(?:能|可以)(?:再)?(?:给|批|发|放)(?:他|她)?(?:吗|么|不|嘛)|给不给|批不批|能不能"
)


# 鑫源来车了, 鑫源装3万行不行: the warehouse asks about nothing else; 装好了 tells what was done
_AT_GATE = re.compile(
    r"来车|车[^，,。]{0,3}到|到门口|(?:装|拉|提|发|放|出)(?:货|车|走)?[^。，,了]{0,8}(?:行|可以|能|吗|么|不|\?|$)|要.{0,6}行"
)


def _at_gate(sight: Sight) -> bool:
    asks = sight.amounts and _MAY.search(sight.bare)
    return sight.role == "warehouse" and bool(sight.mentions and (asks or _AT_GATE.search(sight.bare)))


def _asks_for_goods(sight: Sight) -> bool:
    counted = sight.amounts or any(found.kind == "quantity" for found in sight.quantities)
    wants = bool(sight.mentions and counted) and not sight.has("paid", "return", "discount", "unpaid")
    wants = wants or (bool(sight.mentions) and sight.says("再赊", "想赊", "要赊"))
    return wants and _WANTS.search(sight.bare) is not None and _MAY.search(sight.bare) is not None


# 能不能再给永盛发点, 怎么不给永盛发货, 还能发多少
_MAY_HE = re.compile(
    r"能不能(?:再|先)?(?:给|让)?\ue000*(?:再)?(?:发|装|送|赊|放|给)(?:点|些|他)*(?:货|料)?(?:出去|过去|走)?(?:$|[ ，,。?])"
    r"|(?:让不让|肯不肯放|放不放行?)(?:他|走|拉|装|提|发)?[。?呢 ]*$"
    r"|给不给(?:他|她|佢|他们|这家|人家)?(?:拿|发|装|放|拉|赊|提|送|出)(?:货|走)?(?:$|[?。，, ])"
    r"|(?:能|可以|可不可以|能不能)(?:再|先|继续|接着)*(?:让他|给他)?(?:欠|赊|挂|挂账|拿货|提货)(?:着|点|一点|一些)?(?:[吗么嘛伐啵]|不(?!到|了|上|起)|$|[?])"
    r"|(?:发|装|放|送|出|赊|拿|提)得(?:了|成|出)?(?:不|吗|么|没)|(?:能|可以)[^，。]{0,6}(?:发|装|送|拉|赊|放|出)[^，。]{0,4}[伐啵]"
    r"|(?:为什么|为啥|怎么|咋|凭什么|凭啥)(?:不|没|不能)(?:给|让)?\ue000+(?:家)?(?:发|装|送|放|拉|赊)"
    r"|\ue000.{0,6}(?:发|装|送|放|出)货?(?:没问题|没事|行|可以|OK|ok)吧|\ue000.{0,4}能(?:再)?(?:发|放|装)(?:货)?多少"
    r"|给不给(?:发|装|放|拉)?$|要货.{0,3}[能可]以?[给发放][吗不么]|(?:车|货)能走[不吗么]"
)
_PLEASE_ALLOW = re.compile(
    r"(?:帮我|帮忙|麻烦|请)批|批一?下(?![来去])|(?:申请|请求)[^，,。]{0,6}[放批发]|先[发放](?:货)?吧?[。 ]*$"
)


def may_deliver(sight: Sight) -> Reading | None:
    """永盛来拉5万 能装车吗."""
    wanted = re.search(
        r"(?:能|可以|可不可以|能不能)(?:再)?(?:给|让)?[^，。]{0,6}(?:发|装|送|拉|赊|放|出)[^，。]{0,6}(?:吗|么|不|\?)"
        r"|(?:能不能|可不可以|能|可以)(?:再|先)?(?:给|让|赊|批)[^，。]{0,10}(?:货|料)(?:吗|么|不|\?)",
        sight.bare,
    )
    wanted = wanted or _MAY_HE.search(sight.bare)
    if wanted is None and sight.role != "manager" and sight.mentions:
        wanted = None if sight.says("发票", "报销", "请假") else _PLEASE_ALLOW.search(sight.bare)
    allowed = sight.has("goods") and sight.says(*_ALLOWED)
    if not (wanted or allowed or _at_gate(sight) or sight.has("may_deliver") or _asks_for_goods(sight)):
        return None
    amount = sight.amounts[0].fen if sight.amounts else None
    return told(sight, Intent.MAY_DELIVER, mention=whose(sight), amount=amount)
