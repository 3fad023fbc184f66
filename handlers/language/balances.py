"""What is owed, by one or by all; whether and when somebody paid. Questions: they record nothing."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.extras import yuan
from handlers.language.naming import pronoun
from handlers.language.outcome import told
from handlers.language.queries import common, is_booking, named, report_period
from handlers.language.reading import Fit, Intent, Mention, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight


def _asked_period(sight: Sight) -> dict[str, Any]:
    """查下永盛9月的付款: only what has been; 月底 would be no period of a balance."""
    spans = [found for found in sight.dates if found.kind == "period" and not found.before]
    found = report_period(sight) if spans and sight.has("paid", "pay", "goods", "debt") else {}
    return {key: found[key] for key in ("period_from", "period_to") if key in found}


_CARD = re.compile("税号|开户行|抬头|地址|邮箱")  # of a customer's card, not of the books


_ABOUT_MONEY = re.compile(
    r"[账帐钱款欠赊催付还结清记录]|([给打转收])没\1|那[笔单张]|[啥什]么?数(?![据学])|多少|几多|情况|怎么样|咋样|状况|呢[?。 ]*$|^\ue000+\?$"
)
# 面粉一袋多少钱, 带鱼今天什么价, 铝材到仓库了没: goods and their prices, no account
_OF_GOODS = re.compile(
    r"[什啥]么?价|几多钱一|多少钱[一每](?!共)|[一每](?![共起直次笔])[^，,。 的了欠付]{1,2}多少钱|多少钱(?:进|卖|批)|报价|怎么卖|单价|进价|批发价"
    r"|[到在来](?:了)?(?:仓库|店里|货站|车站|物流)|(?:发|送)到(?:哪|没)"
)


_OWING = ("debt", "unpaid", "unclear", "not_paid", "balance", "remainder", "due", "overdue", "settled")
_OF_ALL = (*_OWING, "paid", "query", "limit", "not_debt", "sum", "over")  # 公章谁拿走了 has none of them
_MERE_GUESS = frozenset({Fit.NEW, Fit.LAST})


_LAST_PAID = re.compile(
    r"(?:上[一次回笔]|最近|最后|什么时候|啥时候|何时|几时|哪天|几号)[^，,。;；]{0,6}(?:付|给|还|打|转|结|汇)(?:了|过|的|来)"
)
_ABOVE = re.compile(
    r"(?:超过|超|过|满|多于|大于|高于)(?=[0-9一二两三四五六七八九十]).{1,10}(?:哪|谁|几[家个户]|多少家)|以上的?(?:有|都|是)*(?:哪|谁|几家)"
)
# 上次付了多少, 多付了吗: the customer spoken of
_PAID_BEFORE = re.compile(
    r"(?:上[一次回]+|最后一次|最近一次|什么时候|啥时候)?(?:多)?(?:付|给|还|打|转|结)(?:了|过|的)(?:多少)?(?:钱|款)?[没吗多少的?]*$"
)


_DRAWN = frozenset({"算下", "算算", "拉出来", "拉一下"})


def _only_drawn(sight: Sight) -> bool:
    """拉一下5000的货: goods are drawn as accounts are."""
    return (
        bool(sight.of("query"))
        and all(word.text in _DRAWN for word in sight.of("query"))
        and not is_question(sight)
    )


_ASKED_WITH = (
    "多少",
    "余额",
    "总欠",
    "总账",
    "明细",
    "谁",
    "哪些",
    "哪个客户",
    "哪家",
    "哪几",
    "几家",
    "几个",
    "几多",
    "边个",
)


def balance(sight: Sight) -> Reading | None:
    """欠多少, 余额, 是不是付了; a customer with a question, or the sum over all."""
    if is_booking(sight) or "谁说" in sight.bare or (sight.amounts and _only_drawn(sight)):
        return None  # 没还那350，谁说还了: nobody asks
    asked_for = is_question(sight) or sight.says("余额", "明细", "欠款")
    if sight.has("discount") and not (sight.amounts or asked_for):
        return None  # 给点优惠，账上减掉
    looked_up = bool(sight.mentions) and sight.says("查账", "查帐")
    over_all = sight.has("all", "sum") and not sight.amounts and sight.has(*_OWING)
    listed = sight.has("query", "balance") or over_all
    asked = is_question(sight) or listed or looked_up
    if not asked or (sight.amounts and not is_question(sight) and not sight.has("query", "all")):
        return None
    money = (
        looked_up
        or sight.has(
            "unclear",
            "debt",
            "balance",
            "paid",
            "unpaid",
            "not_paid",
            "pay",
            "goods",
            "not_debt",
            "query",
            "remainder",
            "over",
            "due",
            "limit",
        )
        or (sight.has("all", "sum") and sight.says("多少", "几多") and re.search("[账帐钱款]", sight.bare))
    )
    above = sight.amounts and not sight.mentions and (sight.has("query") or _ABOVE.search(sight.bare))
    if above and sight.has("debt", "unpaid", "ask"):
        least = next((amount.fen for amount in sight.amounts if amount.fen and not amount.foreign), None)
        extra = {"scope": "all", **common(sight), "min_amount": yuan(least) if least else None}
        return told(sight, Intent.QUERY_BALANCE, extra=extra)
    mention = named(sight) or (pronoun(sight) if _PAID_BEFORE.match(sight.bare) else None)
    if mention is not None and mention.fit in _MERE_GUESS and not money:
        return None  # 谁发的广告, 他什么时候来
    if mention is not None:
        return _of_one(sight, mention, money=bool(money))
    if money and (looked_up or sight.has(*_OF_ALL)) and (sight.says(*_ASKED_WITH) or sight.has("all", "sum")):
        return told(sight, Intent.QUERY_BALANCE, extra={"scope": "all", **common(sight)})
    return None


def _of_one(sight: Sight, mention: Mention, *, money: bool) -> Reading | None:
    """His account, when the question is about money and not about his card, our goods or their prices."""
    if not (money or sight.amounts) and not _ABOUT_MONEY.search(sight.bare):
        return None  # 何丽华加我微信了没
    of_goods = _CARD.search(sight.bare) and not sight.has("paid")
    if (of_goods or _OF_GOODS.search(sight.bare)) and not sight.has("debt", "unpaid", "balance"):
        return None
    noted = sight.has("note") and not sight.says("多少", "几多")
    if not (money or is_question(sight)) or sight.has("hearsay") or noted:
        return None
    last = "last_payment" if _LAST_PAID.search(sight.bare) else None
    extra = {**common(sight), **_asked_period(sight), "asks": last}
    return told(sight, Intent.QUERY_BALANCE, mention=mention, extra=extra)
