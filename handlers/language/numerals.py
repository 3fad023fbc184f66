"""Chinese, Arabic and mixed numerals as people type them: short forms (三千五, 12万8, 百八), vague ones too.

A figure is a row of pairs, number and unit, that grow smaller; where the next one does not fit, it ends.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from handlers.language.measures import ONE_BEGINS

DIGITS = {character: value for value, group in enumerate(
    ("零〇", "一壹幺弌", "二贰两俩", "三叁仨", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for character in group}  # fmt: skip
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12, "w": 10**4, "W": 10**4, "k": 1000, "K": 1000}
TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")

ONES = "一壹幺二贰两俩三叁仨四肆五伍六陆七柒八捌九玖"
STARTS = frozenset("0123456789.零〇廿卄卅卌几数十拾百佰千仟万亿上好成" + ONES)
VAGUE_PAIRS = ("百八十", "千八百", "万八千", "百十")  # 百八十块 may be “about a hundred”
ENDS = re.compile(r"\s*(?:$|[元块圆角毛整])")
GOES_ON = frozenset("零〇十百千万亿" + ONES)
_SMALL = "[十拾百佰千仟]"
_BIG = "[万亿兆]|[wWkK](?![A-Za-z])"
# A unit apart from its number (1.05 万 元, 10 万货款) must not begin a word (5000 万科, 3000 百货).
_APART = rf" {{1,2}}(?=(?:{_SMALL}|{_BIG}){{1,2}}(?:$|[\s\ue000,，。;0-9元块圆点整{ONES}])|[千万亿][的货款钱现定订左右信授额尾欠还付给没未转打到下])"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_PAIR = (
    rf"(?P<zero>[零〇])?(?:(?P<arabic>{ARABIC})|(?P<tens>[廿卄卅卌])|(?P<few>[几数](?={_SMALL}|{_BIG}|[块元个]))"
    rf"|%s(?P<one>[{ONES}])(?P<until>(?!{ONE_BEGINS})[{ONES}])?|(?={_SMALL}|[万亿]))"
    rf"(?:(?:(?<![0-9]{{2}}){_APART})?(?P<small>(?<![0-9]{{3}}){_SMALL}))?(?:(?:{_APART})?(?P<big>(?:{_BIG})+))?"
)
PAIR = re.compile(_PAIR % "")
NEXT_PAIR = re.compile(_PAIR % f"(?!{ONE_BEGINS})")  # 三百二一箱: 一箱 begins another figure
ONE_WORD = re.compile(ONE_BEGINS)
# Digits and nothing that could go on with them; apart from them only a unit could.
PLAIN = re.compile(
    rf"[0-9]++(?:\.[0-9]++)?+(?![.,，点半多余来好几把儿零〇廿卅卌十拾百佰千仟万亿兆wWkK{ONES}]| {{1,2}}[点十拾百佰千仟万亿兆wWkK])"
)
# 2万, 1.2万, 三千五, 五百: most figures with a word of size are no longer; nothing goes on with them. 一 may begin a word.
_FEW_ONES = "二两三四五六七八九"
_MORE = f"0-9.,，点半多余来好几把儿零〇廿卄卅卌十拾百佰千仟万亿兆wWkK{ONES}"
SHORT = re.compile(
    rf"(?P<number>[0-9]+(?:\.[0-9]+)?|[一{_FEW_ONES}])(?P<size>[百千万])(?P<later>[1-9{_FEW_ONES}])?(?![{_MORE}]| {{1,2}}[{_MORE}])"
)
WIDE = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})*，[0-9]{3}(?:[,，][0-9]{3})*(?:\.[0-9]+)?(?![0-9])")
SPELT = re.compile(rf"[零〇{ONES}]{{3,}}(?!{_SMALL}|{_BIG})")
POINT = re.compile(rf" ?点 ?(?:([零〇{ONES}]+)(?![十分刻])|([0-9]+)(?=[万亿元块])) ?(?P<big>{_BIG})?")
HALF = re.compile("半(?![个天年月小吨价成路数])")
MORE = re.compile(
    rf"(?:多|余|来|好?几|把|儿)(?P<big>{_BIG}|{_SMALL})"
    r"|零[点头几些]|多(?=[块元圆个吨箱件,，。;!?\s)]|$)|余(?=[元块\s,，。]|$)|来(?=[块元])|[把儿](?=[块元个])|好?几(?=[块元\s,，。]|$)"
)
MORE_STARTS = frozenset("多余来好几把儿零")
UPWARDS = re.compile(rf"(?:上|好几|(?<![设改变调做弄定换分算记当])成)(?:{_SMALL}|[万亿])+")


class Numeral(NamedTuple):
    """A figure as written. `value` is None when vague (几千, 2百多) or a range (三五千: `low` to `high`).

    `doubtful`: the figure can be written this way, but another reading is as likely (3万25, 500，300).
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    doubtful: bool = False
    capital: bool = False  # 大写
    units: bool = False  # a word of size was said (十 … 亿, w, k)
    digits: int = 0  # Arabic digits of a figure that is nothing else


Figure = int | Decimal


class _Walk:
    """The sum of the pairs read so far. `room` is the smallest unit said; a later pair fits under it."""

    __slots__ = ("doubtful", "end", "few", "fresh", "joined", "parts", "room", "section", "spread", "units")

    def __init__(self, end: int) -> None:
        self.parts: list[Figure] = []  # closed by 万 or 亿
        self.section: Figure = 0  # not closed yet
        self.spread = 0  # of a range, high less low
        self.room, self.end, self.joined = 0, end, 0
        self.fresh = True  # nothing in the section
        self.few = self.doubtful = self.units = False

    def total(self) -> Figure:
        return sum(self.parts, self.section)

    def take(self, pair: re.Match[str]) -> bool:
        """Add the pair; False when it does not go on with this figure."""
        zero, arabic, tens, few, one, later, small, big = pair.groups()
        written = _written(arabic, one, few)
        until = DIGITS[later] - DIGITS[one] if later else 0
        if until < 0 or (later and not until):
            return False
        if tens:
            taken = self._small(str(TENS[tens] // 10), 10, zero=bool(zero))
        elif small:
            taken = self._small(written, SMALL[small], zero=bool(zero))
        elif written or not self.room:
            taken = self._ones(written or "1", zero=bool(zero), closed=bool(big))
        else:
            taken = None
        if taken is None or (big and not self._fits(big)):
            return False
        self.section += taken[0]
        self.spread = until * taken[1]
        self.room, self.fresh = taken[2], False
        for letter in big or "":
            self._close(BIG[letter])
        self.few |= bool(few)
        self.units |= bool(small or big or tens)
        self.end = pair.end()
        return True

    def _small(self, written: str, unit: int, *, zero: bool) -> tuple[Figure, int, int] | None:
        if self.room and unit >= self.room:
            return None
        if not written and self.room and unit != 10 and not zero:
            return None
        if len(written) > 1 and self.room:
            return None
        return _figure(written or "1") * unit, unit, unit

    def _ones(self, written: str, *, zero: bool, closed: bool) -> tuple[Figure, int, int] | None:
        """A last number without a unit: 三千五 → 500, 三千零五 → 5, 1千2百30 → 30."""
        number, room = _figure(written), self.room
        if not room or (closed and self.fresh):
            return number, 1, room or 1
        if "." in written or "," in written or number >= room:
            return None
        if zero or room == 10 or len(written) > 1:
            digits = len(str(room)) - 1
            self.doubtful |= not zero and 1 < len(written) < digits - 1 and written[0] != "0"
            return number, 1, 1
        return number * (room // 10), room // 10, 1

    def _fits(self, big: str) -> bool:
        """三万五万 is two figures, 三万五千亿 is one."""
        return not self.parts or self.parts[-1] < BIG[big[0]] or self.parts[-1] >= BIG[big[0]] * 10**4

    def _close(self, size: int) -> None:
        waiting, self.section = self.section, 0
        while self.parts and (self.parts[-1] < size or not waiting):
            waiting += self.parts.pop()
        self.parts.append(waiting * size)
        self.spread *= size
        self.room, self.fresh = size, True


def _figure(written: str) -> Figure:
    return Decimal(written) if "." in written else int(written)


def _written(arabic: str | None, one: str | None, few: str | None) -> str:
    if arabic:
        return arabic.replace(",", "")
    if one:
        return str(DIGITS[one])
    return "1" if few else ""


def read_numeral(text: str, start: int = 0) -> Numeral | None:
    """The figure that begins exactly at `start`, as long as it is one figure; None when none begins there."""
    if start >= len(text) or text[start] not in STARTS:
        return None
    plain = PLAIN.match(text, start)
    if plain is not None:
        return plain_numeral(plain)
    short = SHORT.match(text, start)
    if short is not None:
        return _short(start, short)
    special = _wide(text, start) if text[start].isdigit() else _worded(text, start)
    if special is not None:
        return special
    walk = _Walk(start)
    pair = PAIR.match(text, start)
    while pair is not None and pair.end() > walk.end and walk.take(pair):
        pair = NEXT_PAIR.match(text, walk.end) or _spaced(text, walk)
    if walk.end == start and text[start] in "零〇":
        walk.end += 1
    return _finish(text, start, walk) if walk.end > start else None


def plain_numeral(plain: re.Match[str]) -> Numeral:
    """Digits, and perhaps decimals, that nothing goes on with."""
    written = plain.group()
    return Numeral(*plain.span(), Decimal(written), digits=len(written) - ("." in written))


def _short(start: int, short: re.Match[str]) -> Numeral:
    written, size, later = short.groups()
    unit = SMALL.get(size) or BIG[size]
    value = (Decimal(written) if written[0].isdigit() else DIGITS[written]) * unit
    if later:
        value += digit_of(later) * (unit // 10)
    return Numeral(start, short.end(), Decimal(value), units=True)


def digit_of(written: str) -> int:
    return DIGITS[written] if written in DIGITS else int(written)


def _worded(text: str, start: int) -> Numeral | None:
    """上千, 好几万: vague; 一二三四: digits read out one by one."""
    upwards = UPWARDS.match(text, start)
    if upwards is not None:
        return Numeral(start, upwards.end(), None, units=True)
    spelt = SPELT.match(text, start)
    if spelt is None:
        return None
    value = Decimal("".join(str(DIGITS[character]) for character in spelt.group()))
    return Numeral(start, spelt.end(), value, doubtful=True)


def _wide(text: str, start: int) -> Numeral | None:
    """“82，225.00” is one figure; “500，300” may be two, so it is doubtful."""
    match = WIDE.match(text, start)
    if match is None:
        return None
    written, after = match.group(), text[match.end() : match.end() + 2].lstrip()
    sure = "." in written or "," in written or written.count("，") > 1 or after[:1] in ("元", "块", "圆")
    value = Decimal(re.sub("[,，]", "", written))
    return Numeral(*match.span(), value, doubtful=not sure, digits=6)


_LONE = re.compile(
    rf" (?!{ONE_BEGINS})[1-9一二三四五六七八九](?![0-9.:十百千万亿]|[,，][0-9]| ?[天号日月年个点期周吨箱件台批次桶袋包人条张瓶车套家])"
)
_LAST = re.compile(r" [1-9二三四五六七八九](?=$|[\s，,。;元块整])")


def _spaced(text: str, walk: _Walk) -> re.Match[str] | None:
    """The pair after a space: 三千 八百, 五 十 二, 三 千 五没付; 一千 二 only at the end of a phrase, and in doubt."""
    if text[walk.end : walk.end + 1] != " " or not walk.units or text.startswith("十", walk.end + 1):
        return None
    pair = PAIR.match(text, walk.end + 1)
    if pair is None or pair["until"] or pair["few"] or SMALL.get(pair["small"], 0) >= walk.room:
        return None
    lone = pair["small"] is pair["big"] is None and walk.room > 10 and _LONE.match(text, walk.end)
    wide = text[walk.end - 2] == " "
    if lone and (wide or _LAST.match(text, walk.end)):
        walk.doubtful |= not wide
        return pair
    last = pair["big"] is None and pair["one"] and walk.room == 10
    if pair["small"] or (last and not text[pair.end() :].strip(" 元块整")):
        walk.joined += not (wide and " " in pair.group())  # 1 千 8 百
        return pair
    return None


def _finish(text: str, start: int, walk: _Walk) -> Numeral | None:
    total, end = Decimal(walk.total()), walk.end
    point = POINT.match(text, end) if text[end : end + 1] in ("点", " ") else None
    if point is not None and not walk.spread:
        decimals = point[2] or "".join(str(DIGITS[character]) for character in point[1])
        total += Decimal(f"0.{decimals}")
        if point["big"]:
            total *= BIG[point["big"]]
        end = point.end()
    elif walk.room >= 100 and HALF.match(text, end):
        total, end = total + Decimal(walk.room) / 2, end + 1
    more = MORE.match(text, end) if text[end : end + 1] in MORE_STARTS else None
    written = text[start:end]
    capital = not CAPITALS.isdisjoint(written)
    if walk.spread or walk.few or more is not None:
        return _vague(text, start, walk, more)
    digits = sum(character.isdigit() for character in written) if not walk.units else 0
    # 三千五一: another numeral follows that did not fit in.
    doubtful = walk.doubtful
    while not digits and end < len(text) and text[end] in GOES_ON and not ONE_WORD.match(text, end):
        doubtful, end = True, end + 1
    if written in VAGUE_PAIRS:
        doubtful = True
    if walk.joined == 1 and ENDS.match(text, end) is None:
        doubtful = True  # 欠三千 五百已付
    return Numeral(start, end, total, doubtful=doubtful, capital=capital, units=walk.units, digits=digits)


def _vague(text: str, start: int, walk: _Walk, more: re.Match[str] | None) -> Numeral:
    end, total = (more.end() if more is not None else walk.end), Decimal(walk.total())
    size = (BIG.get(more["big"]) or SMALL[more["big"]]) if more is not None and more["big"] else 1
    tail = UPWARDS.match(text, end)
    end = tail.end() if tail is not None else end
    if walk.few:
        return Numeral(start, end, None, units=True)
    if walk.spread:
        return Numeral(
            start, end, None, low=total * size, high=(total + walk.spread) * size, units=walk.units
        )
    return Numeral(start, end, None, low=total * size, units=walk.units)
