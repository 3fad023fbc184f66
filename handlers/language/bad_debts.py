"""What is said about debts that were written off: the list of them, and money that came after all."""

from __future__ import annotations

import re

from handlers.language.dates import as_past
from handlers.language.outcome import asks, told
from handlers.language.reading import Intent, Question, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

SIGNS = "销坏死呆烂损核栽勾"
_LIST = re.compile(
    r"^(?:看看?|看一?下|列一?下|查一?下)?(?:都?有哪些)?"
    r"(?:核销[过了掉]的?(?:坏账|账|客户)?(?:有哪些|清单|列表|名单|呢)?"
    r"|(?:坏账)?核销的?(?:清单|列表|名单|台账|记录)|坏账(?:清单|列表|名单|台账))[。? ]*$"
)
_OF_ONE = re.compile(r"核销(?:过|了)(?:的|多少|几|没|吗)|核销记录")
_ORDERED = re.compile(r"坏账核销|核销坏账")
_RECOVERED = re.compile(
    r"[收要追]回(?:来)?了?(?:的)?(?:坏账|死账|核销)|(?:坏账|死账|核销(?:过|了|掉)的?)[^，,。]{0,6}[收要追]回"
)
# as a bad debt by its own word; or struck off with the reason told beside it
_BAD = re.compile(
    r"(?:[按做当算转列报记走销成为]{1,2}|[，, ]|^)(?:坏|呆|死|烂)[账帐](?:核销|处理|核|走|销|冲)?"
    r"|(?:坏|呆|死|烂)[账帐](?:核销|处理|核了|核掉|销掉|冲掉)"
    r"|账销案存|(?:走|做|按|当|作|[0-9千百万元块]|\ue000)报损"
)
_STRUCK = re.compile(r"核销|核[了掉]|销[了掉账]|勾[了掉销]|认栽")
_HOPELESS = re.compile(
    r"[收要追讨]不[回到着]|(?:无法|没法|没办法|不能|难以)[收追要讨]回|没戏|没指望|没希望|没救|执行不[到了]|执行终结|终本|破产|倒闭|注销了|跑路|失联"
    r"|找不[到着]人|人没了|去世|过世|坐牢|进去了|(?:别|不|甭|莫)再?[追催要]了|不值[当得]|不划算|认栽|认了|扯皮|赖账|不认账|三年|两年|多年|[0-9]{4}年的|陈年|老赖"
    r"|(?:老板|董事长|董事会|总经理|经理|领导|[一-龥]总|会上|我)(?:已经?|都|也)?(?:同意|批了|批准|签字了?|签了|点头了?|拍板了?|定了)"
)
_UNDECIDED = re.compile(
    r"(?:别|不|未|没|先不|先别|暂不|不能|不许|不准|想|申请|要求|打算|准备|考虑|建议|请示|等[^，,。;；]{0,6}批|要不|是否|该不该|可能|怕|估计|快|差点|担心|避免|防止|会|成不了)[^，,。;；]{0,3}"
    r"(?:核销|核[了掉]|销[了掉账]|[坏呆死烂][账帐]|勾掉|报损)|(?<![销当记做列转算])[变成]了?(?:坏|死|呆|烂)[账帐]|[坏呆死烂][账帐](?:准备|预警|率|风险|计提)|计提|(?:没|不|未)(?:有)?(?:批|同意|签字|点头|定)(?!付)|再说|再看|的话"
)
_DECIDES = frozenset(
    {"同意", "定了", "拍板", "拍板了", "拍了板", "点头", "点头了", "点了头", "发话", "发话了"}
)
_NEVER = re.compile("(?:无法|没法|没办法|不能|难以|不可能|[要收追讨拿]不)$")
_NO_MONEY = ("核", "销", "清", "平", "勾")
_A_LITTLE = ("分到", "只收回", "只拿回", "收回一", "收回点", "拿回一")


_WANTED = re.compile("(?:申请|请求|建议|报请|请示)[^，,。;；]{0,3}核销")


def _may_be_let_go(sight: Sight) -> bool:
    """倒闭清算 剩余12300 申请核销: not decided, and no payment."""
    return _WANTED.search(sight.bare) is not None and _HOPELESS.search(sight.bare) is not None


def _is_let_go(sight: Sight) -> bool:
    """打官司执行不到 一万五核了吧, 三千三按坏账走: decided and told why; no money that came for it."""
    if any(word.text not in _DECIDES for word in sight.of("say")) or _UNDECIDED.search(sight.bare):
        return False
    came = [word for word in sight.of("paid", "confirm_paid", "settled") if word.text[0] not in _NO_MONEY]
    came = [word for word in came if not _NEVER.search(sight.bare, 0, word.start)]
    if any(word.text != "批了" for word in sight.of("goods")) or (came and not sight.says(*_A_LITTLE)):
        return False
    return _BAD.search(sight.bare) is not None or (
        _STRUCK.search(sight.bare) is not None and _HOPELESS.search(sight.bare) is not None
    )


_BELOW = re.compile(r"(?<![0-9])(?:[-－—–−]|负)\s*$")


def bad_debts(sight: Sight) -> Reading | None:
    """核销过的, 永盛核销过多少, 收回坏账 永盛 2000."""
    if _LIST.match(sight.text):
        return told(sight, Intent.WRITE_OFF, extra={"list": True})
    if sight.mention is None:
        return None
    if not sight.amounts and _OF_ONE.search(sight.bare):
        return told(sight, Intent.WRITE_OFF, mention=sight.mention, extra={"list": True})
    if not sight.amounts and _ORDERED.search(sight.bare) and not is_question(sight):
        draft = told(sight, Intent.WRITE_OFF, mention=sight.mention).records[0]
        return asks(sight, Question("missing_amount", data={"customer": sight.mention.name}), draft)
    amount = sight.amounts[0] if len(sight.amounts) == 1 else None
    if amount is None or not amount.fen or is_question(sight):
        return None
    recovered = _RECOVERED.search(sight.bare) is not None
    if not recovered and _is_let_go(sight) and not _BELOW.search(sight.text[: amount.start]):
        return told(sight, Intent.WRITE_OFF, mention=sight.mention, amount=amount.fen)
    if not recovered and _may_be_let_go(sight):
        draft = told(sight, Intent.WRITE_OFF, mention=sight.mention, amount=amount.fen).records[0]
        data = {"customer": sight.mention.name, "amount": amount.fen, "what": Intent.WRITE_OFF.value}
        return asks(sight, Question("meant", data=data), draft)
    if not recovered and not _ORDERED.search(sight.bare):
        return None
    if _BELOW.search(sight.text[: amount.start]):
        intent = Intent.RECORD_PAYMENT if recovered else Intent.WRITE_OFF
        extra = {"recovered": True} if recovered else {}
        draft = told(sight, intent, mention=sight.mention, extra=extra).records[0]
        return asks(sight, Question("vague_amount", data={"text": f"-{amount.text}"}), draft)
    if not recovered:
        return told(sight, Intent.WRITE_OFF, mention=sight.mention, amount=amount.fen)
    day = as_past(sight.dates[0], sight.now).day if sight.dates else None
    return told(
        sight, Intent.RECORD_PAYMENT, mention=sight.mention, amount=amount.fen, happened_on=day,
        extra={"recovered": True},
    )  # fmt: skip
