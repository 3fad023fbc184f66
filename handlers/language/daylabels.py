"""Days that say of what, not when: whose goods, what is left, when the cash is handed in."""

from __future__ import annotations

import re

from handlers.language.chunks import Chunk
from handlers.language.datespan import DateSpan
from handlers.language.sight import Sight

_OF_REST = re.compile(r"(?:剩下?|余下?|其余|余款|剩余)的?(?:的?钱|款)?(?:等|到|就)?\s?$")


def is_of_rest(sight: Sight, found: DateSpan) -> bool:
    """付2000 剩下月底: the day of what is left."""
    return _OF_REST.search(sight.text, 0, found.start) is not None


_HANDED_IN = re.compile(
    r"(?:再|就|去|上午|下午|一早)*(?:(?:上?交|给|送|存)(?:给|到|去|进)?(?:财务|公司|会计|出纳|内勤|银行|\ue000|[一-龥][姐哥工总])|银行存)"
)


def is_handed_in(sight: Sight, found: DateSpan) -> bool:
    """收现金5000 明天交财务: the day the cash is handed in."""
    return _HANDED_IN.match(sight.bare, found.end) is not None


# 过年海报, 中秋月饼: what the goods are for, no day of anything
_FESTIVE_GOODS = re.compile(
    r"的?(?:海报|月饼|粽子|汤圆|礼|福利|布置|装饰|对联|春联|灯笼|年货|鲜?花|活动|展架|条幅|横幅|促销|物料|贺卡|用品|面料|套餐|大促|备货"
    r"|订单|团|宴|席|那批|货|款|广告|喷绘|挂历|糖果|烟花|鞭炮|门票|包装|衣服|服装|大闸蟹|水果|酒|茶|菜)"
)


def is_of_goods(sight: Sight, found: DateSpan) -> bool:
    if found.unit == "month" and found.floating == "year" and found.kind == "period":
        names_goods = any(0 <= amount.start - found.end <= 1 for amount in sight.amounts)  # 6月7000
        if names_goods and not found.before:
            return True
    if found.floating == "festival" and not (found.before or found.after):
        eaten = found.text.strip() == "元宵" and sight.text.endswith(
            ("拿了", "买了", "进了", "订了", "要了", "送了"), 0, found.start
        )
        return eaten or _FESTIVE_GOODS.match(sight.text, found.end) is not None
    return _OF_ANOTHER.match(sight.text, found.end) is not None or _is_period_of_goods(sight, found)


# 3月20日到期那批另算: another debt's day
_OF_ANOTHER = re.compile(
    r"(?:到期|该付|该还|要付|送|拿)?的?(?:那|这)?(?:批|笔|单|张|车)[^，,。;；0-9]{0,4}?"
    r"(?:另外?算|另说|单算|分开算|不算在内|不算|除外|不管|先放)"
)


def _is_period_of_goods(sight: Sight, found: DateSpan) -> bool:
    """11月的货款: a month's goods, no day at all."""
    if found.kind not in {"period", "range"} or found.before:
        return False
    after = sight.text[found.end : found.end + 5].lstrip().removeprefix("份").removeprefix("的")
    gone = found.day is not None and found.day < sight.now.date() and found.unit == "month"
    if found.text.startswith(("这", "本", "上")) and _GOODS_OF.match(sight.text, found.end):
        return True  # 这个季度的豆子钱
    return gone or after.startswith(
        ("货", "欠款", "账", "款", "料款", "运费", "工程", "应收", "那笔", "那单", "那批")
    )


_GOODS_OF = re.compile(r"的?[一-龥]{1,4}(?:钱|款|费|货)")


# 今天下班前付6000
_BY_THEN = re.compile(
    r"(?<!昨)[今明后][天日儿]?(?:下班|收工|关门|打烊|收摊|天黑|中午|晚上|晚饭|[0-9一二两三四五六七八九十]+点)[之以]?前"
    r"(?:给|会|要|再|先|能|得)*[付给还打转汇结交](?:我们?|咱们?)?\s?$"
)


def by_then(sight: Sight, chunk: Chunk) -> bool:
    """An hour to come today: a promise, as of any later day."""
    if "前" not in sight.signs:
        return False
    return _BY_THEN.search(sight.bare, chunk.start, chunk.amount.start) is not None
