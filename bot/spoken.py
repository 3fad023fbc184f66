"""Amounts as people say them: 十二万, 一万二. Two sums that differ by a nought then look different."""

from __future__ import annotations

from ledger.money import grouped

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿")
_MOST_SPOKEN = 4  # digits that are not nought; a longer sum is easier in figures
_LARGEST = 10**12  # yuan


def spoken(fen: int) -> str:
    """A round sum in words, another one in figures: 12000000 → “十二万”, 1234567 → “12,345.67”."""
    yuan, rest = divmod(fen, 100)
    if rest or not 0 < yuan < _LARGEST or sum(digit != "0" for digit in str(yuan)) > _MOST_SPOKEN:
        return grouped(fen).removesuffix(".00")
    text = _whole(yuan)
    if text.startswith("一十"):
        text = text[1:]
    return _shortened(text)


def _whole(yuan: int) -> str:
    parts: list[str] = []
    for place in reversed(range(len(_GROUPS))):
        four = yuan // 10_000**place % 10_000
        if not four:
            continue
        gap = bool(parts) and four < 1_000
        parts.append(("零" if gap else "") + _four(four) + _GROUPS[place])
    return "".join(parts)


def _four(number: int) -> str:
    text, gap = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + _UNITS[place]
        gap = False
    return text


def _shortened(text: str) -> str:
    """The unit right below the one before is not said: 一万二千 → 一万二, 三千五百 → 三千五."""
    order = "十百千万亿"
    if len(text) >= 4 and text[-1] in order[:3] and text[-3] in order:
        below = order.index(text[-3]) - 1
        if order[below] == text[-1]:
            return text[:-1]
    return text
