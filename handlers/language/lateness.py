"""Who is late, by how many days or from what sum on; and who was, on a day gone by."""

from __future__ import annotations

import re
from datetime import date

from handlers.language.dates import as_past
from handlers.language.extras import yuan
from handlers.language.outcome import told
from handlers.language.queries import asks_or_lists, common, is_booking, named, number_in
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight

_DAYS_OVER = re.compile(
    r"(?:超过|超|大于|过了|过|拖了|拖|逾期|超期|过期"
    r"|欠了)(?:了)?\s*(?P<n>[0-9一二三四五六七八九十两百俩仨]+)\s*(?P<unit>天|日|个?月|个星期|周"
    r"|个礼拜)(?P<more>以上|多)?|(?:超过|超|过了?|拖了?|逾期|超期|过期|欠了)(?:了)?(?P<half>半年|半个月|一年)|(?P<half2>半年|半个月|一年)(?:多)?(?:都|还|也)?(?:没|未)|(?P<n2>[0-9一二三四五六七八九十两百]+)\s*(?P<unit2>天|个月|周|年)(?:以上|没"
    r"|还没|未|都没)"
)
_NOT_PAID_YET = re.compile(
    r"[还不](?:还|给|付|结)的|没付|没还|没给|没结|未付|未还|未回|没收|没回|未收|欠着|以上|逾期|超期|没清|未清|欠|老账"
)
_LISTED = re.compile(
    r"[拎拉理挑找列报]出来|捋|都给我|谁|哪[些家几个人]|有没有|列|名单|清单|几家|的$|的客户$|边个|老账$"
)
_SPANS = {"半年": 180, "半个月": 15, "一年": 365}
_DAYS_IN = {"天": 1, "日": 1, "年": 365, "周": 7, "个星期": 7, "个礼拜": 7, "个月": 30, "月": 30}


def days_over(sight: Sight) -> int | None:
    match = _DAYS_OVER.search(sight.text)
    if match is None:
        return None
    if half := match["half"] or match["half2"]:
        return _SPANS[half]
    count = number_in(match["n"] or match["n2"])
    return count * _DAYS_IN[match["unit"] or match["unit2"]] if count else None


# 到日子还没给钱的
_DAY_GONE = re.compile(
    r"[超拖欠晚迟]了?(?:我们?|咱们?|人家)?(?:几|多少)天(?![再才]?[付给还结打转来])|(?:昨[天日]|前[天日]|上周|上个?月|早就?|已经?)[^，,。]{0,4}到期[^，,。]{0,6}(?:没|未)|[超拖欠晚迟]了?多久|拖过(?:了)?(?:日子|期|约|点)|说好[^，,。]{0,4}没给的|[没未不](?:有)?按(?:时|期|约)|欠(?:账|钱|款)?不(?:还|给|付)|老是?拖|拖得最|好几个?(?:月|天|周|星期)(?:都|还)?没|到点(?:了|还|也)*没|(?:约|讲|谈)好(?:了)?(?:还|却)?没(?:给|付|还)的|过(?:了)?账期|(?:谁|哪[家些个]|哪几家)(?:家|都|又)?超(?:了|期)|到(?:了)?(?:日子|期|时间|点)(?:了|都|还|也|却|到现在|至今)*(?:没|未|冇|不)(?:有)?(?:给|付|还|结|打|到)"
    r"|超(?:过)?(?:了)?(?:账期|期限|约定)|该(?:给|付|还|结|收|到)[^，,。0-9]{0,3}(?:还|却|都|又)?(?:没|未|冇|不)(?:有)?(?:给|付|还|结|收|到)"
    r"|(?:拖|欠)欠?(?:得|的)?(?:时间)?最?[久长]的|拖欠最[久长]"
)


# 10月底超期多少, 上月底永盛逾期多少: as the books stood then
_AS_OF = re.compile(r"(?:那天|那时|的时候|时|份)?的?[\ue000]*(?:的)?(?:超期|逾期|过期)")


def _as_of(sight: Sight) -> date | None:
    for found in sight.dates:
        day = as_past(found, sight.now).day
        if day is not None and day < sight.now.date() and _AS_OF.match(sight.bare, found.end):
            return day
    return None


# 那5万拖了几天了: a debt that is known, and how long it has waited
_DRAGS = re.compile(
    r"那(?:笔|单)?[^，,。;；]{1,10}拖了?(?:有|快|都)?(?:好|很)?(?:几|多|半|[0-9一二两三四五六七八九十]+)?个?(?:天|周|星期|礼拜|月|年|久)"
)
# 到现在还没给钱的有哪几个, 哪些人赖账
_STILL = re.compile(
    r"(?:到现在|至今|一直)(?:都|还|也)*(?:没|未|冇)(?:有)?(?:给|付|还|结|打)|赖账|赖着|老赖|不给钱|不还钱"
)
_ALL_REMINDED = re.compile(r"(?:发|推)(?:个|一遍|一下|条)?提醒")  # 给逾期的都发一遍提醒: an order


_NOT_LATE = re.compile("(?:不是|没有?|不算|没有)(?:超期|逾期|过期)")
_STALE = re.compile(
    "过期的?(?:奶|酸奶|牛奶|货|食品|产品|商品|面|油|酒|料|药|饮料|菜|肉|东西|没卖)"
)  # goods, no debts


_NO_ORDERS = re.compile("[没未冇]有?(?:再|来|过|去)*(?:下单|拿货|提货|进货|要货|订货|拉货|来货|买货)")


def overdue(sight: Sight) -> Reading | None:
    if _NO_ORDERS.search(sight.bare) and not sight.has("overdue"):
        return None  # 三个月没下单的客户: who buys no more, late or not
    if sight.amounts and "拖" not in sight.signs and not sight.has("overdue") and is_booking(sight):
        return None
    over = days_over(sight)
    listed = not (sight.mentions or sight.amounts) and bool(_LISTED.search(sight.bare))
    late = (
        (sight.has("overdue") and not _STALE.search(sight.bare))
        or bool(_DAY_GONE.search(sight.bare))
        or (over is not None and (listed or bool(_NOT_PAID_YET.search(sight.bare))))
    )
    if _ALL_REMINDED.search(sight.bare) or (
        sight.has("chase") and re.search("催一遍|全部催|都催|挨个催", sight.bare)
    ):
        return None  # 逾期的今天全部催一遍: an order
    late = late or (listed and _STILL.search(sight.bare) is not None)
    drags = _DRAGS.search(sight.bare) is not None and not sight.has("paid", "unpaid", "say")
    if not (late or drags) or sight.has("setting"):
        return None
    if sight.amounts and sight.has("paid") and _NOT_LATE.search(sight.bare) and not asks_or_lists(sight):
        return None  # 不是超期 昨天付了11000: money told beside it
    if is_booking(sight) and not (drags or sight.has("overdue")):
        return None
    if sight.amounts and sight.has("debt", "goods", "return") and not (drags or asks_or_lists(sight)):
        return None
    extra = {**common(sight), "days_over": over}
    least = next((amount.fen for amount in sight.amounts if amount.fen and not amount.foreign), None)
    if least and re.search(r"以上|超过|大于|上", sight.bare):
        extra["min_amount"] = yuan(least)
    if not sight.mentions:
        extra["scope"] = "all"
    if (day := _as_of(sight)) is not None:
        extra["as_of"] = day
    return told(sight, Intent.QUERY_OVERDUE, mention=named(sight) if sight.mentions else None, extra=extra)
