"""Finding the words of the trade in a message, in one pass."""

from __future__ import annotations

import re
from collections import defaultdict

from handlers.language.words import KIND_OF
from ledger.values import value


@value
class Word:
    start: int
    end: int
    kind: str
    text: str


def _sizes() -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = defaultdict(lambda: {1})
    for word in KIND_OF:
        sizes[word[:2]].add(len(word))
    return {head: tuple(sorted(found, reverse=True)) for head, found in sizes.items()}


_HEADS = frozenset(word[0] for word in KIND_OF)
_SIZES = _sizes()  # of the words that begin with these two characters, and of each character itself
_ONE = (1,)
# 交换机, 减速器, 折弯机: goods are called by what they do. 退灯管 and 收纸箱 are deeds, and 货款 behind makes all of it money.
_WARE_BEGINS = frozenset("交打转减扣折抹差余计总汇冲兑补")
_WARE = re.compile(
    rf"[{''.join(_WARE_BEGINS)}][一-龥]{{1,2}}[机器件管剂纸胶漆椅桌阀泵盘轴膜砖锤粉钉液膏灯柜锯桶](?![款钱费价])"
)


def find_words(text: str) -> list[Word]:
    """Words in order, the longest at each place, not overlapping. Latin words stand alone."""
    found: list[Word] = []
    at = 0
    for start, char in enumerate(text):
        if start < at or char not in _HEADS:
            continue
        for size in _SIZES.get(text[start : start + 2], _ONE):
            word = text[start : start + size]
            kind = KIND_OF.get(word)
            if kind is not None and (not char.isascii() or _stands_alone(text, start, start + size)):
                if size == 1 and char in _WARE_BEGINS and (ware := _WARE.match(text, start)) is not None:
                    kind, word, size = "ware", ware.group(), ware.end() - start
                at = start + size
                found.append(Word(start, at, kind, word))
                break
    return found


def _stands_alone(text: str, at: int, end: int) -> bool:
    before = at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()
    return not before and not (end < len(text) and text[end].isascii() and text[end].isalnum())
