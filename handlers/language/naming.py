"""Whose fact it is: the mention in a chunk, an unknown word that stands where a name stands, or 他 and 同上."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from handlers.language.amounts import AmountSpan
from handlers.language.documents import MASK
from handlers.language.forms import is_name_shaped, trade_at
from handlers.language.lexicon import Word
from handlers.language.reading import Fit, Mention
from handlers.language.sight import Sight, left_over
from handlers.language.stretching import NEVER_NAMES
from handlers.language.words import ORDINARY, WORDS, listed

_HAN_RUN = re.compile(r"[㐀-鿿A-Za-z·]+")
# 给新开的启航驾校…: said before a customer nobody knows yet
_NEWLY = re.compile(
    r"(?:新客户?|新开的?(?:客户)?|新来的(?:客户)?|新单位|新店|刚开的|(?<![老的])客户)(?:叫|是|:)?\s?$"
)
_NEWLY_OPENED = re.compile(r"(?:新|刚)(?:开|来|办|成立)(?:业)?的")  # 对面新开的悦来面馆
_BEFORE_PIECE = re.compile(
    r"(?:给|替|帮|由|向|跟|被|把|从)(?:新客户?|新开的?|新来的|刚开的|客户)?(?=[一-龥]{2})|(?:(?:新开的?|新来的|刚开的)(?:客户)?|客户)(?=[一-龥]{2})"
    r"|(?:第一次|头一?[次回]|首次)(?:合作|来|打交道)?的?(?:新?客户)?(?=[一-龥]{2})"
)
_FILLERS = tuple(sorted(WORDS["filler"].split(), key=len, reverse=True))
# kinds after which a customer is named: 收到王大锤…, 给王大锤记…
_BEFORE_NAME = frozenset({"paid", "filler", "again", "goods", "note", "pay", "chase", "query", "debt"})
_NO_CUSTOMERS = frozenset(
    listed(
        """
        原话 原文
        单号 票号 账号 卡号 编号 号码 发票 收据 合同 订单 单子 单据 名字 货款 货物 材料 运费 押金 定金 订金 尾款 余款 利息 工资 奖金 房租 水费
        电费 税费 税款 快递 目标 任务 计划 预算 总额 总数 合计 金额 账单 账本 账目 流水 凭证 支票 汇票 我司 本公司 供应商 厂家 司机 工人 员工 同事
        顺便 顺带 顺手
        仓库 门卫 朋友 亲戚 邻居 房东 提成 差旅 饭钱 油钱 路费 罚款 保险 装修 广告费 电话费 手续费 服务费 管理费 社保 贷款 信用卡 货架 样品
        """
    )
)
_LONGEST_BRAND = 6
_SHOPS = frozenset("站店行厂部铺坊馆社场")
_NEVER_IN_NAMES = frozenset({"greeting", "thanks", "filler", "he", "self", "again", "pay", "all_same", "say"})
_PRONOUN = re.compile(r"他们家|他家|他们|他|她|它|这家|那家|同上|还是他|又|再")


def name_in(sight: Sight, start: int, end: int, *, later: bool = False) -> Mention | None:
    """An unknown word of the slice that stands where a name is expected, matched or NEW; None when there is none.
    `later`: a customer has been named before, so only what is shaped like a name is another."""
    best: Mention | None = None
    for begin, finish in _pieces(sight, start, end):
        mention = sight.index.guess(sight.text, begin, finish)
        if mention.fit is not Fit.NEW:
            return mention
        if best is None and _may_be_new(sight, begin, finish, later):
            best = mention
    return best


def is_like_a_name(sight: Sight) -> bool:
    """瑞风水电打了3150, where 瑞丰水电 is known."""
    named = name_in(sight, 0, len(sight.text))
    if named is None or named.fit is not Fit.NEW:
        return named is not None
    after = (
        _next_word(sight, named.span.end) if named.span is not None and is_name_shaped(named.text) else None
    )
    return after is not None and after.kind in _ACTS  # 老李蛋糕付5000


_ACTS = frozenset({"goods", "debt", "paid", "pay", "unpaid"})
# 当场付了, 他老婆给了, 人家付了: how it was done, or who came for him
_NOBODY = frozenset(
    NEVER_NAMES + "他她它佢你我咱谁这那哪当现临随顺门完人家婆爸妈爹娘儿女舅弟妹哥姐叔嫂侄亲手自"
)
_STANDS_FIRST = re.compile(r"(?<=[ ，,。;；、\n])[一-龥A-Za-z]{2,4}(?<![款费钱金货单料板漆砖管布件])$")


def stranger(sight: Sight, start: int, amount: AmountSpan, before: Mention | None) -> Mention | None:
    """永盛拿货1100 旺达拿货1200: an unknown word before the same verb in a new clause is somebody, not the customer
    `before`; before another verb a word that is not shaped like a name (勉强, 空调) is asked about."""
    masked = _masked(sight)
    for word in sight.words:
        if word.kind not in _ACTS or not start <= word.start <= amount.end:
            continue
        at = min(word.start, amount.start)  # 旺达1200付了
        found = _STANDS_FIRST.search(masked, max(start - 1, 0), at)
        if found is None or found[0] in ORDINARY or found[0] in _NO_CUSTOMERS:
            continue
        if _NOBODY.isdisjoint(found[0]):
            mention = sight.index.guess(sight.text, *found.span())
            again = any(other.text == word.text and other.end <= start for other in sight.words)
            if mention.fit is not Fit.NEW or again or is_name_shaped(found[0]):
                return mention
            if before is None or before.customer_id is None:
                return replace(mention, fit=Fit.SEVERAL, candidates=())
            return replace(mention, fit=Fit.SEVERAL, candidates=((before.customer_id, before.name or ""),))
    return None


def _masked(sight: Sight) -> str:
    """The text without what is no part of a name."""
    strong = [
        word
        for word in sight.words
        if word.kind not in _NEVER_IN_NAMES
        and not _is_trade(sight.text, word)
        and not (word.kind == "address" and trade_at(sight.text, word.end))  # 兄弟烧烤
        and not (word.kind == "expense" and trade_at(sight.text, word.start) == word.text)
        and not (word.kind == "ware" and _NEWLY.search(sight.text, 0, word.start))  # 新客户 汇源达灯饰
    ]
    return left_over(sight, sight.amounts, sight.dates, sight.terms, sight.methods, strong, blank=MASK)


def _pieces(sight: Sight, start: int, end: int) -> list[tuple[int, int]]:
    """Runs of characters that no strong span covers, glue words trimmed off both ends."""
    masked = _masked(sight)
    found: list[tuple[int, int]] = []
    for match in _HAN_RUN.finditer(masked, start, min(end, len(sight.text))):
        glue = _BEFORE_PIECE.match(sight.text, match.start(), match.end())
        begin, finish = _trimmed(sight.text, glue.end() if glue else match.start(), match.end())
        if 2 <= finish - begin <= 20:
            found.append((begin, _name_end(sight.text, begin, finish)))
    return found


def _is_trade(text: str, word: Word) -> bool:
    """新地装修 is a name: what is made there is part of it."""
    return word.kind == "ware" and trade_at(text, word.start) == text[word.start : word.end]


def _name_end(text: str, start: int, end: int) -> int:
    """启航驾校做招牌: behind a brand and its trade the name is over."""
    if is_name_shaped(text[start:end]):
        return end
    for at in range(start + 2, min(end - 2, start + _LONGEST_BRAND)):
        trade = trade_at(text[:end], at)
        if trade:
            stop = at + len(trade)
            stop += len(trade_at(text[:end], stop))
            return stop + (text[stop : stop + 1] in _SHOPS and stop < end)
    return end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    newly = _NEWLY_OPENED.search(text, start, end)
    start = newly.end() if newly is not None and end - newly.end() > 1 else start
    while end - start >= 2 and not is_name_shaped(text[start:end]):
        for glue in _FILLERS:
            if text.startswith(glue, start) and end - start > len(glue):
                start += len(glue)
                break
            if text.endswith(glue, start, end) and end - start > len(glue):
                end -= len(glue)
                break
        else:
            break
    return start, end


def _may_be_new(sight: Sight, start: int, end: int, later: bool) -> bool:
    """A shape like a name, or a short word right before or after the verb at the head of the message."""
    piece = sight.text[start:end]
    if piece in ORDINARY or piece in _NO_CUSTOMERS:
        return False
    if is_name_shaped(piece) or _NEWLY.search(sight.text, 0, start):
        return True
    if later or not 2 <= len(piece) <= 6:
        return False
    before = sight.text[:start].strip(" ，,:")
    after = _next_word(sight, end)
    leads = not before or all(word.kind in _BEFORE_NAME for word in sight.words if word.end <= start)
    return (
        leads
        and start <= 8
        and after is not None
        and after.kind in {"debt", "paid", "pay", "return", "unpaid"}
    )


def _next_word(sight: Sight, end: int) -> Word | None:
    return next(
        (
            word
            for word in sight.words
            if word.start >= end
            and not sight.text[end : word.start].strip(" ，又还再")
            and word.kind not in {"again"}
        ),
        None,
    )


def speaks_of_last(text: str) -> bool:
    """Whether the speaker's last customer may matter to what a normalised text says; true rather than false."""
    return _PRONOUN.search(text) is not None


def pronoun(sight: Sight) -> Mention | None:
    """他, 又, 再, 同上 for the speaker's last customer; None when there was none."""
    match = _PRONOUN.search(sight.bare)
    if match is None or sight.last is None:
        return None
    return sight.index.last_mention(sight.last, sight.text, match.start(), match.end())


_CALLED_TO = re.compile("啊|呀|哎|诶|，|,|哥|姐|叔")  # 老周啊 …: spoken to


def is_colleague(sight: Sight, mention: Mention) -> bool:
    """已交李姐: handed to one of ours, though a customer may be called 李, too."""
    if mention.span is None or mention.fit not in {Fit.TYPO, Fit.SEVERAL}:
        return False
    if sight.note is not None and sight.note.start <= mention.span.start and len(sight.mentions) > 1:
        return True  # 备注：只认王经理签字
    if _CALLED_TO.match(sight.text, mention.span.end) and mention.span.start == 0 and len(sight.mentions) > 1:
        return True
    return len(sight.mentions) > 1 and sight.text.endswith(("交", "交给", "转交"), 0, mention.span.start)


def doubt_about(mention: Mention) -> str | None:
    """The kind of question a mention needs before anything is booked on it."""
    if mention.fit is Fit.SEVERAL:
        return "which_customer"
    if mention.fit in {Fit.TYPO, Fit.INITIALS}:
        return "similar_customer"
    return None


# 张三替宏达付了2000, 李四帮张三把3000打过来了; what is laid out (垫) may be owed to him instead
_PAYS_FOR = re.compile(
    r"\ue000[^，,。;；]{0,4}(?:替|帮|代)(?=\ue000+(?:家|那边)?(?:把[^，,。;；]{0,8})?(?:先|代|又|也|全)?(?:付|打|转|还|结|汇|交|清))"
)


def paid_for(sight: Sight, mentions: Sequence[Mention]) -> tuple[Mention, Mention] | None:
    """Who pays, and on whose account (代付); None where the words tell of no such thing."""
    found = _PAYS_FOR.search(sight.bare) if len(mentions) > 1 else None
    for payer, owing in pairwise(mentions) if found is not None else ():
        if owing.span is not None and found is not None and owing.span.start == found.end():
            return payer, owing
    return None
