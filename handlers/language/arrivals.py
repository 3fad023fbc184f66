"""What finance says of the money that waits: 都到了, 1到了 2没到, 都到了除了3, 4只到了4800, 恒通的到了."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.outcome import told
from handlers.language.queries import number_in
from handlers.language.reading import Fit, Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

# a whole run of digits or none, and one way to read the space between two: a telephone number must not take for ever
_ONE = r"(?:(?<!\d)\d{1,2}(?!\d)|[一二三四五六七八九十])"
_ORDINAL = rf"(?:第\s?)?{_ONE}(?:\s?[号笔个条])?"
_SEVERAL = rf"{_ORDINAL}(?:[\s、,，和跟]{{0,3}}{_ORDINAL})*+"
_CAME = r"(?:(?:已经?|确认)?(?:到账?了?|收到了?|进账了?|进来了?|到齐了?|入账了?)|有了?|没问题|ok|OK|对|✅)"
_MISSING = (
    r"(?:(?:还|银行说|银行)*(?:没有?到账?|没(?=$|[ ，,。、])|未到账?|没收到|没看[到见]|没查到|没见到?|没来|没进来?|没影|没有|不对|在途|在路上)"
    r"|再?等等(?:看|吧)?|待查|查不到|先别确认|[差少][^，,。\d]{0,5}(?:先)?(?:别|不要|不)确认)"
)
_LINES = re.compile(
    rf"(?P<numbers>{_SEVERAL})\s*的?(?:都|也|还)?(?P<verdict>{_MISSING}|{_CAME})(?!\s*\d{{3,}})"
)
_RANGE = re.compile(r"(?<!\d)(\d{1,2})\s*(?:[-~—－至]|到(?=\d{1,2}\s*(?:都|全|号|笔)))\s*(\d{1,2})(?!\d)")
_OF_LIST = (
    r"(?:(?:清单|名单|列表|单子)?[上里]面?的|今[天日]?(?:上午|中午|下午)?这[批些几]笔?的?|这[批些几]笔?的?)?"
)
_ALL = r"(?:都|全部|全都|全|均)(?:已经|已|确认)?(?:到账?|收到|进账|进来|到齐|收齐|入账|齐)了?"
_ALL_IN = re.compile(rf"^{_OF_LIST}(?:{_ALL}|(?<=[批些笔的])确认?(?:到账|收到)了?)[。~✅ ]*$")
_NONE_IN = re.compile(
    r"^(?:都|全|一个都|一笔都|一笔也)(?:还)?(?:没有?|未)(?:到账?|收到|进来?|看到)[呢啊。~ ]*$"
)
# 网银查过了，… 可以确认: how he knows, and what follows from it
_ASIDES = re.compile(
    r"(?:^|(?<=[，,。;； ]))(?:(?:网银|银行|流水|账上|账户|手机银行)?"
    r"(?:我|刚)?(?:查|看|核|对|核对)(?:过|了|完)+(?:一下|一遍)?(?:流水|网银|银行|账)?(?:了)?"
    r"|(?:都|全部)?(?:可以|能)?确认(?:了|吧|一下)?|(?:网银|银行|账)[上里]?(?:面)?(?:都)?没有|辛苦了?|谢谢)[了✅]*(?=$|[，,。;； ])[，,。;； ]*"
)
_FIRST = re.compile(r"前(?P<n>[2-9两二三四五六七八九十])[笔个条]")
_OTHERS_IN = re.compile(
    rf"(?:其他|其它|其余|剩下|别的)(?:的)?(?:都|全)?(?:已经)?{_CAME}|(?:^|(?<=[，,。；; ])|(?<=[外了])){_ALL}"
)
_EXCEPT = re.compile(
    rf"(?:除了?|不算|就|只有|但是?)\s*(?P<numbers>{_SEVERAL})\s*(?:之外|以外|外)?(?:还)?{_MISSING}?(?=$|[ ，,。；;都全其])"
)
# 4金额不对是4800, 4只到了4800, 4到了4800; 8号到了5000 tells a day
_OTHER_SUM = re.compile(
    rf"(?P<number>(?:第)?\s*{_ONE}\s*(?:[笔个条]|号(?=金额|数|不对))?)\s*(?:的?金额|数)?(?:不对|不是[\d.]+|少了|多了)?[，, ]*"
    r"(?:(?:应该是|应该|实际上?|其实|是|只|实)(?:到账?|收到?|收)?了?|(?:到账?|收到?)了)\s*(?=\d{3,}|\d+(?:\.\d+)?[万千百元块])"
)
_WAITS = re.compile(r"(?:别的|其[他它余]的?|剩下的?)(?:都)?(?:再|先)?等?等?(?:看|吧|一下)?(?=$|[，,。])")
# 恒通的到了, 李四的现金没收到: whose money it is, and whether it is here
_THEIRS = re.compile(
    r"^\ue000+(?:家|那边)?的?(?:那笔|这笔)?(?:钱|款|货款|回款|现金|转账|承兑)?(?:也|都|已经|还)?"
    rf"(?P<verdict>{_MISSING}|到账?了|收到了|进账了)[。~ ]*$"
)
_ALL_BUT = re.compile(rf"除[^，,。]*?{_ALL}")
_SO_MANY = re.compile(rf"^(?:这|那)?(?P<count>{_ONE})\s*[笔条](?:全|都)(?:已经)?{_CAME}[。~ ]*$")
_CONFIRMERS = frozenset({"finance", "admin"})
_NUMBERS = re.compile(_ONE)
_NOTHING = " ，,、。;；其他它的都再等呀啊哦吧"


def receipts(sight: Sight) -> Reading | None:
    """Verdicts on the lines of the list, on all of it, or on the money of one customer."""
    if is_question(sight):
        return None
    if sight.mentions:
        return _of_customer(sight)
    said = _ASIDES.sub("", sight.text).strip(" ，,。;；")
    if _ALL_IN.match(said):
        return told(sight, Intent.CONFIRM_RECEIPTS, extra={"all": True})
    if _NONE_IN.match(said):
        return told(sight, Intent.CONFIRM_RECEIPTS, extra={"all": False})
    if sight.has("pending") and not sight.amounts and len(sight.text) <= 10:
        return told(sight, Intent.CONFIRM_RECEIPTS, extra={"list": True})
    if (every := _SO_MANY.match(sight.text)) is not None:
        return told(sight, Intent.CONFIRM_RECEIPTS, extra={"count": number_in(every["count"])})
    verdicts = _verdicts(sight)
    return told(sight, Intent.CONFIRM_RECEIPTS, extra=verdicts) if verdicts else None


# 以后到账不用确认了, 回款要财务确认
_CONFIRMING = re.compile(
    r"^(?:以后|今后|从今天起|现在|往后)?的?(?:回款|到账|收款|收到的?[钱款]|进账)(?:以后|今后)?(?:都|就|全)?"
    r"(?P<need>不用|不要|不需要|不必|别|免|要|需要|得|必须)(?:再)?(?:经过?|由|让|等|给)?(?:财务|会计|[一-龥]姐)?(?:再|来)?确认"
    r"(?:了|一下|后入账|才算|才入账)*[。~ ]*$"
)


def confirmation(sight: Sight) -> Reading | None:
    """Whether reported money waits for finance."""
    match = _CONFIRMING.match(sight.text)
    if match is None or is_question(sight):
        return None
    value = "off" if match["need"].startswith(("不", "别", "免")) else "on"
    extra = {"key": "confirmation_of_receipts", "topic": "到账确认", "words": sight.text, "value": value}
    return told(sight, Intent.SETTING, extra=extra)


def _verdicts(sight: Sight) -> dict[str, Any] | None:
    """The lines that arrived, are missing, or are of another sum (fen); None when anything else stands in the text."""
    text, sums = _other_sums(sight)
    text = _ASIDES.sub("", _FIRST.sub(_counted, text))
    text = _RANGE.sub(lambda found: " ".join(map(str, range(int(found[1]), int(found[2]) + 1))), text)
    missing: list[int] = []
    arrived: list[int] = []
    others = _OTHERS_IN.search(text) is not None or _ALL_BUT.search(text) is not None
    if others:
        for found in _EXCEPT.finditer(text):
            missing += _numbers(found["numbers"])
        text = _EXCEPT.sub(" ", text)
    text = _WAITS.sub(" ", _OTHERS_IN.sub(" ", text))
    for found in _LINES.finditer(text):
        (missing if _LACKS.match(found["verdict"]) else arrived).extend(_numbers(found["numbers"]))
    told_alone = sight.role in _CONFIRMERS and sums  # a salesperson's 4到了5000 may be of the fourth
    if _LINES.sub("", text).strip(_NOTHING) or not (missing or arrived or told_alone):
        return None
    return {
        "arrived": [*arrived, *sums],
        "missing": missing,
        "sums": [[number, fen] for number, fen in sums.items()] or None,
        "rest_arrived": others or None,
    }


_LACKS = re.compile(_MISSING)


def _counted(found: re.Match[str]) -> str:
    """前三笔: 1 2 3."""
    return " ".join(map(str, range(1, (number_in(found["n"]) or 0) + 1)))


def _other_sums(sight: Sight) -> tuple[str, dict[int, int]]:
    """The text without the lines whose sum is another one, and those sums by number."""
    text, sums, at = "", {}, 0
    for found in _OTHER_SUM.finditer(sight.text):
        amount = next((one for one in sight.amounts if one.start == found.end() and one.fen), None)
        if amount is None:
            continue
        text += sight.text[at : found.start()] + " "
        at = amount.end
        sums[_numbers(found["number"])[0]] = amount.fen or 0
    return text + sight.text[at:], sums


def _numbers(written: str) -> list[int]:
    return [number_in(number) or 0 for number in _NUMBERS.findall(written)]


def _of_customer(sight: Sight) -> Reading | None:
    """Said by whoever confirms; with a sum, or by anybody else, it is a payment told."""
    match = _THEIRS.match(sight.bare)
    if match is None or sight.role not in _CONFIRMERS or sight.amounts or sight.mention is None:
        return None
    if sight.mention.fit is Fit.SEVERAL:
        return None
    came = not match["verdict"].startswith(("没", "未", "不对"))
    return told(
        sight, Intent.CONFIRM_RECEIPTS, mention=sight.mention, extra={"of_customer": True, "came": came}
    )
