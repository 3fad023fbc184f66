"""A name that goes on by one character may be another name: 李四光, 小张三, 永盛达."""

from __future__ import annotations

import re

from handlers.language.reading import Fit, Mention, Question
from handlers.language.sight import Sight, left_over
from handlers.language.trades import NICK_PREFIXES

_LONG_NAME = 3
_SHOPS = frozenset("店厂铺坊馆行")  # 螺蛳粉店: what it is, not another name
# What goes on behind a name and is in no table of words: verbs, places, adverbs, none of them a part of names.
NEVER_NAMES = (
    "现拉搁找头出攞整捎甩争让该讲问去到在从把被跟及没冇都也又再才刚将想按照先后前上下每各总几多少地得着过吗吧啊嘛么个位这哪谁俺咱佢"
    "旧以审核啲嗰咗仲唔係住早晚夜号周块尾余剩扫刷抵签寄卸搬取领订做换借存支报托叫请约等由对往为因如但却而或且边点搞埋走跑丢扔拖带派"
    "搭吃喝看听写办弄搅喊骂躲赖赔贴垫降涨差缺短错漏坏破烂只很挺最更要是有了的跟拎咧嘞哈哟哩呗哒噻哇欸诶喽啰撒晓揾畀俾同给退送"
)
_MAY_GO_ON = re.compile(rf"(?![{NEVER_NAMES}])[一-龥]")
_OTHER_WORDS = (
    "银行",
    "倒是",
    "倒也",
    "确实",
    "总算",
    "终于",
    "果然",
    "居然",
    "竟然",
    "老婆",
    "老公",
    "媳妇",
    "儿子",
    "反正",
    "毕竟",
)
_DONE = ("的", "了", "过")  # 给青禾发的货: a verb
_WRITES, _FOR = frozenset("记加挂算代"), ("给", "帮", "替")
_ONE_MORE = re.compile(rf"{_MAY_GO_ON.pattern}(?![一-龥])")
_NICKS = frozenset(NICK_PREFIXES)


def stretched(sight: Sight, mention: Mention) -> Question | None:
    """李四光, 小张三: one character more makes it somebody else's name."""
    if mention.span is None or mention.fit in {Fit.NEW, Fit.LAST}:
        return None
    start, end = mention.span.start, mention.span.end
    after = (
        None if _is_full_name(mention) or sight.bare.startswith(_OTHER_WORDS, end) else _one_more(sight, end)
    )
    if after is not None and after[0] in _WRITES and sight.text.endswith(_FOR, 0, start):
        after = None  # 给永盛记3500
    if after is not None and after[0] in _SHOPS and len(mention.text) >= _LONG_NAME:
        after = None
    before = sight.text[start - 1 : start] in _NICKS if start else False
    if after is None and not before:
        return None
    said = sight.text[start - before : end + (after is not None)]
    options = ({"customer_id": mention.customer_id, "name": mention.name},)
    pairs = ((mention.customer_id, mention.name),)
    return Question("similar_customer", options, {"text": said, "name": mention.name, "candidates": pairs})


def _one_more(sight: Sight, end: int) -> re.Match[str] | None:
    if _MAY_GO_ON.match(sight.bare, end) is None or sight.bare.startswith(_DONE, end + 1):
        return None
    found = (sight.amounts, sight.dates, sight.terms, sight.methods, sight.quantities, sight.words)
    return _ONE_MORE.match(left_over(sight, *found, blank=" "), end)


def _is_full_name(mention: Mention) -> bool:
    """Nothing makes 四海货运 or 李二牛 longer; 李四 may be the beginning of 李四光."""
    whole = mention.fit is Fit.EXACT and len(mention.text) >= _LONG_NAME
    return whole or mention.text[0] in _NICKS
