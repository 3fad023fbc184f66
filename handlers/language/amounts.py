"""Money in a message: every figure that may be an amount, and the figures that are quantities or prices.

Nothing vague becomes exact here: “几千”, “2百多” and “三五千” are found with `fen` None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.language.codes import BEGINS, HEAD, MONEY_LETTERS, PLAINLY, is_name, may_be_bare
from handlers.language.counts import small_number
from handlers.language.measures import (
    ABOUT_AFTER,
    ABOUT_BEFORE,
    ABOUT_BEGINS,
    BEFORE_COUNT,
    FOREIGN_AFTER,
    FOREIGN_BEFORE,
    GOES_ON,
    IDIOMS,
    OPEN_END,
    TOGETHER,
    either,
)
from handlers.language.moneytail import KEPT, YUAN_AFTER, digit, fen_of, money_tail
from handlers.language.numerals import STARTS, Numeral, plain_numeral, read_numeral
from handlers.language.quantities import PAIR_OR_THREE, QuantitySpan, measured, priced, two_or_three
from handlers.language.reading import Span
from ledger.values import value

MASK = "\x00"  # stands where another span was read; never in normalised text


@value
class AmountSpan:
    """One figure of money. `fen` is None for vague words and ranges; `low` and `high` are fen where said.

    `exact` is False also for “大概三万” and for a spelling with two readings (3万25): ask before booking.
    `words` is the 大写 sum beside the figure when it says something else. `foreign` money is never owed here.
    """

    start: int
    end: int
    text: str
    fen: int | None
    exact: bool
    unit_seen: bool
    low: int | None = None
    high: int | None = None
    approximate: bool = False
    foreign: bool = False
    words: int | None = None

    @property
    def vague(self) -> bool:
        return self.fen is None


@value
class Figures:
    amounts: tuple[AmountSpan, ...]
    quantities: tuple[QuantitySpan, ...]


BROKEN = ("碎了", "坏了", "破了", "裂了", "烂了", "断了", "崩了")
_ONE = "一壹二贰两三叁四肆五伍六陆七柒八捌九玖"
_FOREIGN_WORDS = (*FOREIGN_BEFORE, *FOREIGN_AFTER)
_YUAN_WORDS = ("¥", "人民币", "RMB", "CNY", "rmb")
_AND_MORE = re.compile("多(?![谢少次退付打给收])|好几")
_SHARE = re.compile(r"\s?(?:%|‰|个点|分之)")
_FOREIGN = re.compile(rf"\s?(?:{either(FOREIGN_AFTER)})")
_NO_CODE = frozenset(f"零〇廿卄卅卌几数十拾百佰千仟万亿上好个成俩仨{_ONE}")  # but in 三分之一
_LETS_GO = ("让了", "让", "抹了", "抹", "抹掉", "免了", "免", "减了", "减", "去了", "去掉", "扣了", "少收")
_MORE_BEGINS = frozenset("多好")
_TO = re.compile(r"\s?(?:[-~到至、]|--)\s?(?=[0-9零〇十一二两三四五六七八九¥])")
_WORDS = re.compile(r"[\s,，(:：]*(?P<say>(?:人民币)?大写|小写|合|计|即)?(?:人民币)?[\s(:：¥]*")
# What a range, or the same sum once more, may begin with.
_SAID_AGAIN = STARTS | frozenset("-~到至、 \n,，(:：人大小合计即¥")
_TIMES = re.compile(r"\s?[×xX*乘]\s?[0-9]")
# Cantonese, where 个 stands for 蚊.
_HALF_PIECE = re.compile(
    rf"(?P<n>[0-9]{{1,2}}|[{_ONE}]?十[{_ONE}]?|[{_ONE}])?个(?:半(?![月小年天钟星])|(?P<w>[wW万])(?![a-zA-Z元家])|(?P<d>[一二三四五六七八九])(?=$|[元蚊\s,，。]))"
)


_SOME_HUNDREDS = re.compile(
    r"(?:千儿八百|百儿八十|万儿八千|百儿千八|三头五百|仨头五百|三五百|三五十)(?:[块元])?"
)
_HUNDREDS_BEGIN = frozenset("千百万三仨")


def masked(text: str, taken: Iterable[Span]) -> str:
    """`text`, equally long, with the spans already read blotted out."""
    for span in taken:
        text = text[: span.start] + MASK * (span.end - span.start) + text[span.end :]
    return text


def find_figures(text: str, taken: Sequence[Span] = ()) -> Figures:
    """All sums, quantities and prices of the normalised text, in order; `taken` spans are left alone."""
    seen = masked(text, taken)
    amounts: list[AmountSpan] = []
    quantities: list[QuantitySpan] = []
    place, shares = 0, "分之" in seen
    while (begins := BEGINS.search(seen, place)) is not None:
        place = begins.start()
        found: AmountSpan | QuantitySpan | int = place
        if (plain := PLAINLY.match(seen, place)) is not None:
            found = _judged(seen, plain_numeral(plain))
        elif seen[place] in _NO_CODE and not shares:
            found = _figure_at(seen, place)
        elif (head := HEAD.match(seen, place)) is not None:
            found = _headed(seen, head)
        if isinstance(found, AmountSpan):
            amounts.append(found)
        elif isinstance(found, QuantitySpan):
            quantities.append(found)
        place = max(found if isinstance(found, int) else found.end, place + 1)
    return Figures(tuple(amounts), tuple(quantities))


def find_amounts(text: str, taken: Sequence[Span] = ()) -> tuple[AmountSpan, ...]:
    """The sums of `text` alone; see `find_figures`."""
    return find_figures(text, taken).amounts


def find_quantities(text: str, taken: Sequence[Span] = ()) -> tuple[QuantitySpan, ...]:
    """Quantities, unit prices and counts of `text`; see `find_figures`."""
    return find_figures(text, taken).quantities


def _headed(seen: str, head: re.Match[str]) -> AmountSpan | QuantitySpan | int:
    """The figure of the match, or where to go on behind a code."""
    if not head["code"]:
        return _figure_at(seen, head.start())
    letters = re.match("[A-Za-z]+", head["code"])
    if letters is None or not letters.group().endswith(MONEY_LETTERS):
        return head.end()
    return _figure_at(seen, letters.end() + head.start())


def _figure_at(seen: str, start: int) -> AmountSpan | QuantitySpan | int:
    """What stands there, or where to go on."""
    if not seen[start].isdigit():
        other = IDIOMS.match(seen, start) or TOGETHER.match(seen, start)
        if other is not None:
            return other.end()
    vague = _SOME_HUNDREDS.match(seen, start) if seen[start] in _HUNDREDS_BEGIN else None
    if vague is not None:
        return AmountSpan(start, vague.end(), vague.group(), None, exact=False, unit_seen=False)
    piece = _HALF_PIECE.match(seen, start) if "个" in seen[start : start + 4] else None
    if piece is not None:
        return _half_piece(piece)
    numeral = read_numeral(seen, start)
    if numeral is None:
        return start + 1
    if seen[start : numeral.end] in PAIR_OR_THREE:
        return two_or_three(seen, numeral)
    return _judged(seen, numeral)


def _judged(seen: str, numeral: Numeral) -> AmountSpan | QuantitySpan | int:
    """Money, a quantity, or neither (then: where to go on)."""
    start, end = numeral.start, numeral.end
    before = seen[max(0, start - 8) : start].rstrip(" ")
    if before.endswith(BROKEN) and seen.startswith("块", end):
        return end + 1  # 碎了两块
    if numeral.value is None and seen.startswith("零头", end - 2) and before.endswith(_LETS_GO):
        return _judged(seen, read_numeral(seen[: end - 2], start) or numeral)  # 让了200零头
    goes_on = seen[end : end + 3].lstrip()[:1] in GOES_ON
    if (goes_on and _SHARE.match(seen, end)) or is_name(seen, numeral, before):
        return end
    if goes_on and _TIMES.match(seen, end):
        return QuantitySpan(start, end, seen[start:end], "quantity", numeral.value, "")
    foreign = _FOREIGN.match(seen, end) if goes_on else None
    if foreign is not None or before.endswith(_FOREIGN_WORDS):
        stop = foreign.end() if foreign is not None else end
        return _amount(seen, numeral, before, stop, 0, unit_seen=True, foreign=True)
    tail = money_tail(seen, numeral) if goes_on else None
    price = priced(seen, numeral, before, tail)
    if price is not None:
        return price
    if tail is not None:
        return _amount(seen, numeral, before, *tail, unit_seen=True)
    if before.rstrip(": ").endswith(_YUAN_WORDS):
        return _amount(seen, numeral, before, end, 0, unit_seen=True)
    measure = _measure(seen, numeral) if goes_on else None
    if measure is not None:
        return measure
    if before.rstrip("是为: ").endswith(BEFORE_COUNT):
        return QuantitySpan(start, end, seen[start:end], "count", numeral.value, "")
    if not may_be_bare(seen, numeral):
        return _small_range(seen, numeral) or end
    return _amount(seen, numeral, before, end, 0, unit_seen=False)


def _half_piece(piece: re.Match[str]) -> AmountSpan:
    """三个半 = 3.5, 5个w = 50000; 个半 and 个八 alone may as well be 150 or 1.5万, so they are asked about."""
    whole = small_number(piece["n"]) or 0 if piece["n"] else 1
    fen = whole * 1_000_000 if piece["w"] else whole * 100 + (digit(piece["d"]) if piece["d"] else 5) * 10
    return AmountSpan(
        piece.start(),
        piece.end(),
        piece.group(),
        fen,
        exact=bool(piece["n"]),
        unit_seen=False,
    )


def _measure(seen: str, numeral: Numeral) -> QuantitySpan | AmountSpan | None:
    found = measured(seen, numeral)
    yuan = YUAN_AFTER.match(seen, found.end) if found is not None else None
    if found is None or yuan is None or yuan.start("word") != found.end or numeral.value is None:
        return found
    text = seen[numeral.start : yuan.end()]
    return AmountSpan(numeral.start, yuan.end(), text, fen_of(numeral.value), exact=True, unit_seen=True)


def _amount(
    seen: str, numeral: Numeral, before: str, end: int, cents: int, *, unit_seen: bool, foreign: bool = False
) -> AmountSpan:
    start = numeral.start
    behind = seen[end : end + 1]
    about = ABOUT_AFTER.match(seen, end) if behind in ABOUT_BEGINS else None
    approximate = about is not None or before.removesuffix("¥").endswith(ABOUT_BEFORE)
    fen = None if numeral.value is None else fen_of(numeral.value) + cents
    if (about is not None and about[1] in OPEN_END) or (
        behind in _MORE_BEGINS and _AND_MORE.match(seen, end)
    ):
        fen = None
    precise = fen is not None and numeral.value is not None and (fen - cents) == numeral.value * 100
    sure = precise and not numeral.doubtful and not approximate
    low = None if numeral.low is None else fen_of(numeral.low)
    high = None if numeral.high is None else fen_of(numeral.high)
    span = AmountSpan(
        start, end, seen[start:end], fen, exact=sure, unit_seen=unit_seen, low=low, high=high,
        approximate=approximate, foreign=foreign,
    )  # fmt: skip
    if fen is None or foreign or behind not in _SAID_AGAIN:
        return span
    return _with_words(seen, _as_range(seen, span, numeral), numeral)


def _as_range(seen: str, span: AmountSpan, numeral: Numeral) -> AmountSpan:
    """3000-5000, 三千到五千, 3到5千."""
    link = _TO.match(seen, span.end)
    if link is None or span.fen is None:
        return span
    upper = read_numeral(seen, link.end() + seen.startswith("¥", link.end()))
    if upper is None or upper.value is None or numeral.value is None or _measure(seen, upper) is not None:
        return span
    if "、" in link.group() and (numeral.units or not upper.units):
        return span
    low, high = span.fen, fen_of(upper.value)
    if upper.units and not numeral.units and low < high:
        scale = next((size for size in (10**8, 10**4, 1000, 100) if upper.value % size == 0), 1)
        low = low * scale if low < 10000 * 100 and low * scale < high else low
    if low >= high:
        return span
    tail = money_tail(seen, upper)
    end = tail[0] if tail is not None else upper.end
    unit_seen = span.unit_seen or tail is not None
    text = seen[span.start : end]
    return replace(span, end=end, text=text, fen=None, exact=False, low=low, high=high, unit_seen=unit_seen)


def _small_range(seen: str, numeral: Numeral) -> AmountSpan | None:
    """三到四百, 三、四千: the first figure alone would be no sum."""
    if numeral.value is None or _TO.match(seen, numeral.end) is None:
        return None
    start, end = numeral.start, numeral.end
    span = AmountSpan(start, end, seen[start:end], fen_of(numeral.value), exact=False, unit_seen=False)
    found = _as_range(seen, span, numeral)
    return found if found.vague else None


def _with_words(seen: str, span: AmountSpan, numeral: Numeral) -> AmountSpan:
    """Take in the same sum written a second time, in 大写 or after it; a different one is kept in `words`."""
    said = _WORDS.match(seen, span.end)
    if said is None or span.fen is None:
        return span
    other = read_numeral(seen, said.end())
    if other is None or other.value is None or other.capital == numeral.capital:
        return span
    if numeral.capital and not said["say"] and not said.group().strip(" ,，"):
        return span
    end, cents = money_tail(seen, other) or (other.end, 0)
    fen = fen_of(other.value) + cents
    if fen != span.fen and not said["say"] and not said.group().strip():
        return span
    kept = KEPT.match(seen, end + seen.startswith(")", end))
    end = kept.end() if kept is not None else end + seen.startswith(")", end)
    text = seen[span.start : end]
    if fen == span.fen:
        return replace(span, end=end, text=text, unit_seen=True)
    return replace(span, end=end, text=text, unit_seen=True, exact=False, words=fen)
