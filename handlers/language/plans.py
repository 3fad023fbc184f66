"""Agreements about a customer: credit limits, terms and names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from handlers.language.doubts import amount_doubt
from handlers.language.extras import document_extras, yuan
from handlers.language.outcome import told, whose
from handlers.language.reading import Fit, Intent, Mention, Question, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_ALIAS = re.compile(
    r"(?:又叫|也叫|别名(?:是|叫)?|简称(?:是|叫)?|改名叫?|改叫|(?:以后|现在)(?:都|就|改)?叫(?!我|他)"
    r")[:： \"“]*(?P<alias>[^\s，,。]{1,20})"
)
_CONTACT = re.compile(r"(?:联系人|会计|老板|采购)(?:是|叫|:)(?P<who>[一-龥]{2,4})")


# 最多给他赊10万, 赊账别超过5万
_CAP = re.compile(
    r"(?:赊|欠|挂)[账款货]?(?:的)?(?:最[多高]|顶多|至多|上限|封顶|顶到|顶格|不超过?)(?:是|到|为|就)?\s?(?=[0-9一二两三四五六七八九十])"
    r"|(?:别|不要|不能|不许|不准)(?:让|给)[他她佢]?(?:再)?(?:欠|赊|挂)(?:账|到)?超?过?\s?(?=[0-9一二三四五六七八九十])"
    r"|临时(?:给)?(?:他|她)?(?:再|先)?(?:提|加|放宽?|调|升)(?:高|大)?(?:到|至)\s?(?=[0-9一二三四五六七八九十])"
    r"|只(?:可以|能|准|许|让)(?:给|让)?[他她佢]?(?:赊|欠|挂)(?:账|到)?\s?(?=[0-9一二两三四五六七八九十])"
    r"|(?:最[多高]|顶多|至多)(?:就|也)?(?:只)?(?:能)?(?:给|让)?(?:[他她佢]|\ue000+)?(?:家)?(?:再)?(?:赊|欠|挂|放)"
    r"|\ue000(?:家|那边)?(?:以后)?(?:不能|别|不许|不准|不要|不得)超过?(?=[0-9一二三四五六七八九十])"
    r"|(?:赊|欠|挂)[^，,。 ]{0,4}(?:不能|别|不许|不要|不得)超"
    r"|(?:不能|别|不许|不得)(?:赊|欠|挂)[^，,。 ]{0,3}超"
)
# a limit changed by its own size; the new sum is asked for
_FACTORS = {
    **dict.fromkeys(("砍一半", "减半", "砍半", "降一半", "减一半"), "0.5"),
    **dict.fromkeys(("翻倍", "翻一倍", "提一倍", "翻一番", "加倍", "翻番"), "2"),
}


_BELOW = re.compile(r"(?<![0-9])(?:[-－—–−]|负)\s*$")
_ZERO = (
    "额度清零",
    "额度归零",
    "清零额度",
)  # nothing on credit, or no limit: two opposites, which has to be said


_CREATES = re.compile("(?:新增|新建|添加|加个?)客户")


_MORE_OR_LESS = re.compile(
    r"(?:调|提|升|加|放|降|压|收|涨|缩)(?:高|低|大|小|宽|紧)?(?:一)?[点些下]"
)  # 额度调高点: to what?
_BY_THE_MONTH = re.compile(r"月结的?(?:信用)?额度")  # 月结额度改成三万六
_IT_WAS = re.compile(r"(?:从|由|不给|不是|原来的?|之前的?|以前的?|本来)\s*$")
# 再加两万，加完一共七万: what it comes to
_IN_ALL = re.compile(
    r"(?:加完|加起来|调完|涨|一共|总共|合计|变成|就是|到|成|为)[^，,。\d一二两三四五六七八九十]{0,3}$"
)


def _caps(sight: Sight) -> bool:
    """最多赊25万，再往上要现款; what is told behind the one sum is what follows from it."""
    found = _CAP.search(sight.bare)
    if found is None:
        return False
    end = sight.amounts[0].end if len(sight.amounts) == 1 else len(sight.text)
    return (not sight.amounts or sight.amounts[-1].end > found.end()) and not any(
        word.start < end and (word.start >= found.end() or word.end <= found.start())
        for word in sight.of("paid", "goods", "unpaid", "debt")
    )


_SETTLED = ("定了", "同意", "拍板", "拍板了")  # 开会定了，最多赊25万
_AT_MOST = frozenset({"最多赊", "最多欠"})


def _owes_beside(sight: Sight) -> bool:
    """赊了5万 最多赊到月底, 最多赊5万 已经拿了3万: a sum that is owed stands there, too."""
    if (
        not sight.amounts
        or not all(word.text in _AT_MOST for word in sight.of("limit"))
        or not sight.has("limit")
    ):
        return False
    owes = [word.end for word in sight.of("debt", "goods", "unpaid", "paid")]
    return any(0 <= amount.start - end <= 1 for amount in sight.amounts for end in owes)


def sets_limit(sight: Sight) -> bool:
    """最多让他欠5000，多了别发货: what follows is its reason."""
    if not sight.amounts or not sight.mentions:
        return sight.has("limit") and sight.says(*_ZERO)
    return _caps(sight)


def _is_of_limit(sight: Sight) -> bool:
    capped = _caps(sight)
    if not (sight.has("limit") or capped) or is_question(sight) or _owes_beside(sight):
        return False
    if any(not (capped and word.text in _SETTLED) for word in sight.of("say")):
        return False
    beside = bool(sight.terms) and not capped and not _BY_THE_MONTH.search(sight.text)
    return not (beside or _CREATES.search(sight.text) or re.search(r"等级\s*[A-E]", sight.text))


_CHANGED_BY = re.compile(r"(?:增加|加|减少|减|提高了|降了|上调了|下调了)\s*$")


def credit_limit(sight: Sight) -> Reading | None:
    """鑫源商贸信用额度调到5万. Terms beside it make it a customer's update."""
    if not _is_of_limit(sight):
        return None
    was = [found for found in sight.amounts if _IT_WAS.search(sight.text, 0, found.start)]
    whole = next((one for one in sight.amounts if _IN_ALL.search(sight.text, 0, one.start)), None)
    was = [found for found in sight.amounts if found is not whole] if whole is not None else was
    amount = next((found for found in sight.amounts if found not in was), None)
    temporary = sight.says("临时")
    clear = sight.says(
        "取消额度", "不设额度", "不限额", "额度清零", "额度归零", "额度取消", "额度清掉", "清零额度"
    )
    factor = next((value for word, value in _FACTORS.items() if word in sight.bare), None)
    mention = whose(sight)
    if amount is None and not clear and factor is None:
        if not (sight.mentions and _MORE_OR_LESS.search(sight.bare)):
            return None
        question = Question("missing_amount", data={"customer": mention.name if mention else None})
        return told(sight, Intent.CREDIT_LIMIT, mention=mention, question=question)
    if amount is None and factor is not None:
        question = Question("missing_amount", data={"customer": mention.name if mention else None})
        return told(sight, Intent.CREDIT_LIMIT, mention=mention, question=question, extra={"factor": factor})
    above = (
        amount is not None and amount.fen and sight.text.endswith(("超过", "超"), 0, amount.start)
    )  # 别超过8000
    doubt = amount_doubt(amount) if amount is not None and not above else None
    change = _CHANGED_BY.search(sight.text[: amount.start] if amount else "")
    extra: dict[str, Any] = {}
    if change and amount and amount.fen:
        down = sight.says("降了", "减少", "下调了", "减")
        extra["delta"] = ("-" if down else "") + yuan(amount.fen)
    if was and whole is None and amount is not None and was[0].fen:
        extra["old_amount"] = yuan(was[0].fen)
    if amount is not None and _BELOW.search(sight.text[: amount.start]):
        extra["odd"] = "negative"
    elif (amount is not None and not amount.fen and not change) or sight.says(*_ZERO):
        extra["odd"] = "zero"
    if mention is None:
        doubt = doubt or Question("missing_customer")
    reading = told(
        sight,
        Intent.CREDIT_LIMIT,
        mention=mention,
        amount=amount.fen if amount else 0,
        due_on=next((found.day for found in sight.dates), None) if temporary else None,
        question=doubt,
        extra={**extra, "temporary": True} if temporary else extra,
    )
    if (each := _one_each(sight)) and doubt is None:
        return replace(
            reading,
            records=tuple(replace(reading.records[0], customer=one, amount=fen) for one, fen in each),
        )
    if len(sight.mentions) < 2 or doubt is not None or not _IN_A_ROW.search(sight.bare):
        return reading
    return replace(
        reading, records=tuple(replace(reading.records[0], customer=one) for one in sight.mentions)
    )


# 永盛、宏达的额度都改成5万
_IN_A_ROW = re.compile(r"^[把给将]?\ue000+(?:[、,，和跟与及 ]+\ue000+)+ *的?(?:信用)?额度")


def _one_each(sight: Sight) -> list[tuple[Mention, int]]:
    """授信：绿源 5万 诚信 6万: each with its own; empty unless they stand in turn."""
    if len(sight.mentions) != len(sight.amounts) or len(sight.amounts) < 2:
        return []
    if sight.has("paid", "pay", "goods", "debt", "unpaid", "confirm_paid", "return"):
        return []  # what is told of another is no limit of his
    pairs = list(zip(sight.mentions, sight.amounts, strict=True))
    ends = [amount.end for _, amount in pairs]
    in_turn = all(
        one.span is not None
        and one.span.end <= amount.start
        and (place == 0 or one.span.start >= ends[place - 1])
        for place, (one, amount) in enumerate(pairs)
    )
    return [(one, amount.fen) for one, amount in pairs if amount.fen] if in_turn else []


# 业务员老周, 小李的
_OWNER = re.compile(
    r"(?:业务员?|销售|负责人|归|跟单)(?:是|[:：])?\s*(?P<who>[一-龥]{2,3}?)(?=$|[ ，,管跟])"
    r"|(?:^|[ ，,])(?P<whose>[一-龥]{2,3})的(?:客户)?(?=$|[ ，,])"
)
_HE_WANTS = re.compile(
    "\ue000(?:家|那边)?(?:说|老板)?(?:要求|想要|希望|说要|想改|想)"
)  # 永盛要求月结: not granted yet


def customer_update(sight: Sight) -> Reading | None:
    """张三建材 账期30天 额度20万 等级B, 张三建材又叫老张, 永盛电话是13…"""
    if is_question(sight) or _HE_WANTS.search(sight.bare) or sight.says("请假", "休假", "出差"):
        return None
    if sight.says("对账") and not sight.says("结", "付", "款", "账期"):
        return None  # 改成每月15号对账: no terms
    extra: dict[str, Any] = {}
    if (alias := _ALIAS.search(sight.text)) is not None:
        extra["alias"] = alias["alias"].rstrip("了吧啊哈。.")
    if (grade := re.search(r"等级[:是为调到改成]*\s*([A-Ea-e])", sight.text)) is not None:
        extra["grade"] = grade[1].upper()
    if (contact := _CONTACT.search(sight.bare)) is not None:
        extra["contact"] = contact["who"]
    limit = next((amount.fen for amount in sight.amounts if sight.has("limit")), None)
    if sight.terms and (limit is not None or not sight.amounts) and not sight.has("goods", "paid", "unpaid"):
        extra |= {"terms_kind": sight.terms[-1].terms.kind, "terms_days": sight.terms[-1].terms.days}
    extra |= {
        key: value for key, value in document_extras(sight, 0, len(sight.text)).items() if key == "phone"
    }
    created = re.search(
        r"(?:新增|新建|建个?新?|加个?|添加|新)客户(?:开户|建档|登记|资料|信息)?[:： ，,]*(?:名字?叫做?|叫做?|名称|名字)?[:： ]*"
        r"(?P<name>(?!电话|账期|额度|地址|联系)[^\s，,]{2,20})?",
        sight.text,
    )
    if created is not None:
        extra["create"] = created["name"] or True
        if (owner := _OWNER.search(sight.text, created.end())) is not None:
            extra["owner_name"] = owner["who"] or owner["whose"]
    if limit is not None and extra:
        extra["limit"] = yuan(limit)
    asked = (
        sight.has("customer_set", "terms_set")
        or ("phone" in extra and sight.says("换号", "换电话", "换手机", "新电话", "新号"))
        or created is not None
        or bool(sight.terms)
        or "limit" in extra
    )
    priced = any(found.kind == "unit_price" for found in sight.quantities)
    ordered = not sight.has("customer_set", "terms_set") and any(
        one.kind == "quantity" for one in sight.quantities
    )
    if ordered and created is None and not sight.says("账期", "月结", "以后", "今后"):
        return None  # 要50包玉米，现款现货，明天送: one order
    if not extra or not asked or ((sight.amounts or priced) and limit is None):
        return None
    if not sight.mentions and created is None and "alias" not in extra:
        return None
    mention: Mention | None = _created(sight, created) or sight.mention or whose(sight)
    return told(sight, Intent.CUSTOMER_UPDATE, mention=mention, extra=extra)


def _created(sight: Sight, created: re.Match[str] | None) -> Mention | None:
    if created is None or created["name"] is None:
        return None
    named = sight.index.guess(sight.text, created.start("name"), created.end("name"))
    return (
        named
        if named.fit in (Fit.EXACT, Fit.NEW)
        else Mention(named.text, Fit.NEW, name=named.text, span=named.span)
    )
