"""Figures that are no sums: quantities (50吨), unit prices (420一吨), counts (3天)."""

from __future__ import annotations

import re
from decimal import Decimal

from handlers.language.codes import FEW_MEASURE, MEASURE
from handlers.language.measures import PRICED, either, unless
from handlers.language.moneytail import fen_of
from handlers.language.numerals import Numeral
from ledger.values import value

_ONE = "一壹二贰两三叁四肆五伍六陆七柒八捌九玖"
# 一次, 每天 …: a part of a plan or a visit, no price
_UNITS = frozenset(PRICED) - {"个月", "天", "次", "趟", "位", "项"}
_PRICE_BEFORE = re.compile(
    rf"(?:(?:每|(?<![0-9{_ONE}十百千万第])一|(?<![0-9.])1)(?P<unit>{either(_UNITS)})(?:[是按算卖要:]|只要|价)?|@|单价[是为:：]?|[×xX*乘])[\s¥]?$"
)
_PRICE_LEADS = frozenset("@¥是按算卖要:价×xX*乘 \n：为" + "".join(word[-1] for word in _UNITS))
_PRICE_BEHIND = frozenset("/每一1 \n")
_UNIT_PRICE = re.compile(rf"(?:\s?(?:/|每)|一|1|\s一)\s?(?P<unit>{unless(PRICED)})")
# 承兑一张50000: the sum of the paper
_PAPER = re.compile(r"(?:承兑|汇票|支票|[银商电]承|[银商电]票|[欠白借收]条)了?[一1]张[\s¥:]?$")
_OWN_FIGURE = re.compile(r"[还付给交打转]?[是按算卖要:¥]?[0-9]")  # 96 一包12: the 一包 belongs to 12
_MANY = 100
_PRICE_NEXT = re.compile(r"[ ，,]{0,2}[¥@×xX*]?\s?[0-9]")  # 200张 12.5: a figure follows
_PRICE_APART = re.compile(r"[ ，,]{0,2}[¥@×xX*]\s?[0-9]|[ ，,]{1,2}[0-9]{1,2}(?:\.[0-9]+)?(?![0-9.万千百])")
_ENDS = re.compile(r"\s?(?:[ ，,、。;；:)|]|$)")  # 单页2000张, 共960: nothing goes on behind the measure
_NEVER_MANY = frozenset("拖提打头把担块")  # 5000提, 800打: verbs, or begin another word
_TAKES = re.compile(r"\s把")  # 转了四千二 把账清了
_HALF_MORE = re.compile("半(?![天年月个价])")
PAIR_OR_THREE = frozenset("俩仨")
_PEOPLE = frozenset("他她你我咱们这那哥姐家口")


@value
class QuantitySpan:
    """A figure that is no sum: quantity (50吨), unit_price (420一吨, `fen`) or count (3天)."""

    start: int
    end: int
    text: str
    kind: str
    number: Decimal | None
    unit: str
    fen: int | None = None


def two_or_three(seen: str, numeral: Numeral) -> QuantitySpan | int:
    """俩轮胎, 仨灯: so many pieces; not 他俩."""
    measure = measured(seen, numeral)
    if measure is not None:
        return measure
    if seen[numeral.start - 1 : numeral.start] in _PEOPLE:
        return numeral.end
    text = seen[numeral.start : numeral.end]
    return QuantitySpan(numeral.start, numeral.end, text, "quantity", numeral.value, "个")


def priced(seen: str, numeral: Numeral, before: str, tail: tuple[int, int] | None) -> QuantitySpan | None:
    """420一吨, 420元/吨, 每吨420, @420, 50吨×420."""
    end, cents = tail if tail is not None else (numeral.end, 0)
    if numeral.value is None:
        return None
    after = _UNIT_PRICE.match(seen, end) if seen[end : end + 1] in _PRICE_BEHIND else None
    if after is None and before[-1:] not in _PRICE_LEADS:
        return None
    if after is not None and after.group()[0] in " 每" and _OWN_FIGURE.match(seen, after.end()):
        after = None
    ahead = None if _PAPER.search(before) else _PRICE_BEFORE.search(before)
    if after is None and (ahead is None or MEASURE.match(seen, end)):
        return None
    unit = after["unit"] if after is not None else ((ahead and ahead["unit"]) or "")
    stop = after.end() if after is not None else end
    fen = fen_of(numeral.value) + cents
    return QuantitySpan(
        numeral.start, stop, seen[numeral.start : stop], "unit_price", numeral.value, unit, fen
    )


def _may_be_many(seen: str, found: re.Match[str]) -> bool:
    """200张 12.5: a figure follows; 单页2000张 合计960: the phrase ends there."""
    if not found["goods"]:
        return False
    if found["goods"] in _NEVER_MANY:
        return _PRICE_APART.match(seen, found.end()) is not None  # 付5000提3200
    if _PRICE_NEXT.match(seen, found.end()) or re.search(f"[一每/]{found['goods']}\\s?[0-9]", seen):
        return True
    return _ENDS.match(seen, found.end()) is not None


def measured(seen: str, numeral: Numeral) -> QuantitySpan | None:
    """50吨, 3天; a word of small goods (两车砖) only beside a figure below a hundred."""
    start, end, value = numeral.start, numeral.end, numeral.value
    found = MEASURE.match(seen, end)
    if found is None and value is not None:
        found = FEW_MEASURE.match(seen, end)
        found = None if found is not None and value >= _MANY and not _may_be_many(seen, found) else found
    if found is None or value == 0 or _TAKES.match(found.group()):
        return None  # 零头
    kind, end = "count" if found["count"] else "quantity", found.end()
    if value is not None and kind == "quantity" and _HALF_MORE.match(seen, end):
        value, end = value + Decimal("0.5"), end + 1  # 一吨半
    return QuantitySpan(start, end, seen[start:end], kind, value, found["count"] or found["goods"])
