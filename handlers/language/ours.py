"""The speaker's own side: what we owe, and what he never said or waves away."""

from __future__ import annotations

import re

from handlers.language.outcome import asks, nothing
from handlers.language.plights import in_plight
from handlers.language.reading import Intent, Question, Reading, Record
from handlers.language.sight import Sight

# 我们还差\ue000: who owes stands before the verb, whom behind it
_WE_OWE = re.compile(
    r"(?<![欠给付该差还让跟])(?:我们?|咱们?|俺们?|我们?公司|我司)(?:这边|公司)?(?:现在|目前|还|也|仍|一共|总共|都|倒是|反而)*"
    r"(?:[差欠该短少争]|没[给付结])(?:着|了|人家)?\ue000"
)
_NEVER_SAID = re.compile(
    r"我(?:可|也|都|从来|又|根本|压根)*没(?:有)?(?:说|讲|提|让|叫|写|记)(?:过|要|你|让你)*[^，,。;；]{0,4}\ue000"
    r"|(?:别|甭|莫|不要|不用|先别)(?:再)?(?:给|帮|替)\ue000+(?:家|那边)?(?:记|入|算|挂)"
)


def we_owe(sight: Sight) -> bool:
    return _WE_OWE.search(sight.bare) is not None


def never_said(sight: Sight) -> bool:
    """我没有说青禾欠5000: what somebody booked, the speaker did not say."""
    return _NEVER_SAID.search(sight.bare) is not None


_NOT_BOOKED = ("别记", "不要记", "不用记", "先别记")


def is_waved(sight: Sight) -> bool:
    """刚才那笔不要, 老曹那条别记了."""
    if not sight.has("just_now"):
        return False
    said = sight.says("不要", "不算", "不记", "唔要", "当没") and not sight.mentions
    said = said or (sight.says("划掉") and not sight.amounts)
    return said or any(word.text.startswith(_NOT_BOOKED) for word in sight.of("not_debt"))


_SETS_OFF = re.compile("对冲|互抵|抵账|抵掉|抵了|抵货款|冲抵|相抵")  # we owe him, and that pays what he owes


def both_owe(sight: Sight) -> Reading | None:
    """永盛欠我们1万5 我们欠他3千: his debt may be booked, ours is none of these books: asked."""
    if _SETS_OFF.search(sight.bare) and sight.mention is not None and len(sight.amounts) == 1:
        draft = Record(Intent.RECORD_PAYMENT, sight.mention, sight.amounts[0].fen, extra={"method": "抵账"})
        what = {
            "customer": sight.mention.name,
            "amount": sight.amounts[0].fen,
            "what": Intent.RECORD_PAYMENT.value,
        }
        return asks(sight, Question("meant", data=what), draft)
    his = next((word for word in sight.of("debt") if word.text in _OWES_US), None)
    amount = next((found.fen for found in sight.amounts if his and found.start >= his.end), None)
    if his is None or amount is None or len(sight.amounts) < 2 or sight.mention is None:
        return None
    draft = Record(Intent.RECORD_DEBT, sight.mention, amount)
    what = {"customer": sight.mention.name, "amount": amount, "what": Intent.RECORD_DEBT.value}
    return asks(sight, Question("meant", data=what), draft)


_OWES_US = frozenset({"欠我", "欠我们", "欠咱", "欠咱们", "该我", "差我", "差我们"})


_WAGES_COME = re.compile(r"(?:发|拿到|领到?|开)了?工资(?:了|就|再|才|后|那天)*(?:给|付|还|结|清)")
_HIS_OWN = frozenset({"工资", "贷款", "房贷", "车贷", "信用卡"})


def is_theirs(sight: Sight) -> bool:
    """欠我 beats 我欠: 王建国说他欠我们… is a customer's debt."""
    own = sight.first("own")
    if own is not None and own.text == "我借" and sight.bare.endswith(("跟", "找", "向"), 0, own.start):
        return True  # 跟我借了500
    if own is not None and own.text == "工资" and sight.mentions and _WAGES_COME.search(sight.bare):
        return True  # 欠320 发了工资给
    if own is not None and own.text in _HIS_OWN and sight.has("say") and sight.mentions:
        return True  # 说发了工资就给
    return own is None or (own.text.startswith("我付") and sight.has("say"))


def gossips(sight: Sight) -> bool:
    """Hearsay; not 永盛8600记成坏账 他们公司倒闭了, said of the customer named before, nor 听说永盛在闹分家."""
    said = list(sight.of("hearsay"))
    named = sight.mentions[0].span if sight.mentions else None
    his = named is not None and all(word.text == "他们公司" and word.start >= named.end for word in said)
    return bool(said) and not his and not in_plight(sight)


_OTHERS = "对家|别家|别人|人家|对手|隔壁|其他家|同行|另一家|厂家|供应商|上家"
_PRICE_ASKED = re.compile(
    r"(?:客户|有人|对方|[他她]|\ue000)(?:来|又|刚)?[问询]了?(?:一下|我们?)?(?:报?价|多少钱|价格|单价)"
)
_POSTAGE = re.compile(
    r"(?:顺丰|中通|圆通|韵达|邮政)(?:的)?(?:运费|邮费|快递费|费用?|花了)|寄(?:出去?|过去|走)了?[^。]{0,6}(?:运费|邮费|快递费)"
)
_PAID_OTHERS = re.compile(
    r"给(?:供应商|供货商|厂家|厂里|上家|上游|房东|员工|工人|司机|物流公司|快递|税务局|电信|物业|中介)[^，,。\d]{0,4}(?:付|打|转|汇|结|还|发|交)"
)
_TO_OTHERS = re.compile(
    rf"(?:打|转|付|汇|还|给)(?:了|过)?[^，,。 ]{{0,8}}(?<![没未])给(?:了)?(?:{_OTHERS})|(?:打给|转给|付给|汇给|还给)(?:了)?(?:{_OTHERS})"
)
_SUPPLIED_US = re.compile(
    r"给(?:我们|咱们|我|咱)(?:送来|送了|送|发来|发了|拉来|供)(?:了)?[^，,。 ]{0,12}的?(?:货|材料|原料|料)|我(?:们)?该(?:付|给|还)"
)
_BOUGHT = re.compile(
    r"(?:从|向|在)\ue000+(?:那里|那边|那儿|处|家|手里)?(?:进|拿|买|订|采购|购|借)|(?<!\ue000)跟\ue000+(?:借|买|采购)"
    r"|(?:买|采购|购买|(?<!跟)进)了?\ue000+的?(?![，,。 ]|了)"
)


def of_others(sight: Sight) -> Reading | None:
    """Other people's business, money and goods; what we buy ourselves."""
    if gossips(sight) and not (sight.has("undo") and sight.has("just_now")):
        return nothing(sight, "other people's business")
    if sight.has("favour") and not sight.amounts:
        return nothing(sight, "not about money")
    said = next((word for word in sight.of("say") if word.text == "人家说"), None)
    if said is not None and not any(found.span and found.span.end <= said.start for found in sight.mentions):
        return nothing(sight, "other people's business")
    if _PAID_OTHERS.search(sight.bare) or _TO_OTHERS.search(sight.bare) or _SUPPLIED_US.search(sight.text):
        return nothing(sight, "money or goods of others")
    if (
        sight.amounts
        and _POSTAGE.search(sight.bare)
        and len(sight.amounts) == 1
        and not sight.has("debt", "unpaid", "paid")
        and not sight.says("垫", "算他", "他出", "记他", "到付", "欠", "账")
    ):
        return nothing(sight, "our own postage")
    if (
        (sight.amounts or sight.quantities)
        and _PRICE_ASKED.search(sight.bare)
        and not sight.has("goods", "debt", "unpaid", "paid")
    ):
        return nothing(sight, "a price that was asked")
    came = any(span.kind == "account" for span in sight.methods)  # 对公户头进了永盛37450
    return nothing(sight, "bought by us") if not came and _BOUGHT.search(sight.bare) else None


_SHOP_PAYS = re.compile(
    r"(?:咖啡|奶茶|蛋糕|早饭)(?:店|馆|厅|铺|屋|房)(?:又|也|还|先)?(?:付|给|还|打|转|结|交|欠|赊|拿|要)"
)


def shop_pays(sight: Sight) -> bool:
    """咖啡店付5000: a shop that pays is a customer, no cup of ours."""
    return _SHOP_PAYS.search(sight.bare) is not None
