"""Whether bare verbs of paying moved money at all: 打家具3000 and 补货3000 did not, nor did 3000 迟早给."""

from __future__ import annotations

import re

from handlers.language.lexicon import Word
from handlers.language.sight import Sight, left_over

_PAYS = ("pay", "paid", "settled", "confirm_paid")
_HAN = re.compile("[一-龥]*")
_HAN_BEFORE = re.compile("[一-龥]*$")
# what may stand between a bare verb and its sum
_GLUE = "第着了下过来到去给我咱俺们咧嘞哩喽啦啰咯他她你您的清完齐掉够足讫毕妥上出进回入又再个把块笔张部分些点约共整现"
_MONEY = tuple("钱款费账金债资租户卡期单笔次额")
_OURS = ("姐", "哥", "财务", "会计", "出纳", "公司")  # 现金475 已交李姐
_SAYS_HOW = frozenset({"filler", "ware", "greeting", "thanks"})  # 早晚给, 行就给
_PLACE = tuple("里家")
_MEANT = tuple("得该应要会想肯能")
_DONE = frozenset("着咧嘞哩喽啦啰咯了过来清完齐到上咗脱讫毕妥掉")
# 3000 刚付, 3000 现场给: so it was done; 3000 迟早给 says only that it will be
_SO = re.compile(
    r"(?:刚刚?|已经?|都|全部?|也|又|先|当[场面]|现场|一起|一块儿?|一并|自己|主动|[准按及]时|提前|托人|一把|一次|如数|[全足]额|亲[自手]|直接|代|来|过来"
    r"|用|给|的|才|上午|下午|早上|晚上|中午|他|她|人家|老板娘?|老婆|会计|财务)*"
)
_MOVED = frozenset({"打了", "补了", "转了", "还了", "收了", "交了", "回了"})
_MAKES = ("打", "补", "转", "回")  # what they may do with goods, too
_OF_GOODS = re.compile(r"[元块]?钱?的[一-龥]{0,3}[货料材砖酒木布](?![款钱])")  # 补了3000的货


def moves_no_money(sight: Sight) -> bool:
    """Every verb of paying in the message is part of another word, has goods for its object, or tells of a time to come."""
    verbs = [
        word
        for word in sight.of(*_PAYS)
        if word.kind != "pay"
        or not (
            sight.text.startswith("汇票", word.start)
            or any(way.start <= word.start < way.end for way in sight.methods)
        )
    ]  # the 兑 of 承兑 is none
    if not verbs or any(word.kind != "pay" and word.text not in _MOVED for word in verbs):
        return False
    read = [word for word in sight.words if word.kind not in _SAYS_HOW]
    rest = left_over(sight, sight.amounts, sight.dates, sight.terms, sight.methods, read, blank="\x00")
    apart = [word for word in verbs if not any(other.start == word.end for other in verbs)]
    return all(_has_another_object(sight, word, rest) or _is_to_come(sight, word, rest) for word in apart)


def _has_another_object(sight: Sight, word: Word, rest: str) -> bool:
    """打家具, 补了一车沙; 付运费, 还了酒钱 tell what the money is for."""
    named = sight.text.startswith(("差额", "余款", "尾款", "剩下"), word.end)  # 补付差额
    if not named and any(other.start == word.end for other in sight.of("over", "remainder")):
        return True  # 还多3000
    makes = word.text.startswith(_MAKES)
    if makes and any(_OF_GOODS.match(rest, amount.end) for amount in sight.amounts):
        return True
    goods = next(
        (one for one in sight.quantities if one.kind == "quantity" and 0 <= one.start - word.end <= 1), None
    )
    if word.kind == "paid" and not makes and goods is None:
        return False
    found = _HAN.match(rest, goods.end if goods is not None else word.end)
    thing = found[0].lstrip(_GLUE) if found is not None else ""
    end = found.end() if found is not None else word.end
    if word.text.startswith("交") and sight.text.startswith(_OURS, word.end + 1):
        return False
    if thing.endswith(_PLACE) and any(0 <= amount.start - end <= 1 for amount in sight.amounts):
        return False  # 还店里3000, not 给店里进货
    return bool(thing or goods) and (thing == "费" or not thing.endswith(_MONEY))


def _is_to_come(sight: Sight, word: Word, rest: str) -> bool:
    if word.kind != "pay" or rest[word.end : word.end + 1] in _DONE:
        return False
    before = _HAN_BEFORE.search(rest, 0, word.start)
    how = before[0] if before is not None else ""
    if how.endswith(_MEANT):
        return True
    behind = any(amount.end <= word.start for amount in sight.amounts)
    return behind and _SO.fullmatch(how) is None
