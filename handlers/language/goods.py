"""Goods and their prices: quantity × unit price, one line or several, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from handlers.language.amounts import AmountSpan
from handlers.language.quantities import QuantitySpan
from handlers.language.sight import Sight
from ledger.values import value

_ALIKE = (
    "平 平方 平方米 平米 m2 ㎡",
    "方 立方 立方米 立米 立 m3",
    "公斤 千克 kg KG Kg",
    "吨 t T",
    "米 m",
    "千米 公里 km",
    # one thing is counted by many words; never a packing or a measure
    "个 只 件 套 把 台 条 根 张 片 块 盏 扇 樘 支 颗 粒 枝 副 辆 本 pcs PCS",
)
_SAME = {unit: words.split()[0] for words in _ALIKE for unit in words.split()}
# 一车6400 with no other count is one load
_LOADS = frozenset(("车", "船", "柜", "托盘", "卡车", "车皮", "套", "台", "辆"))
_JUST_TAKEN = re.compile(r"(?:[拿要送买提取拉装订发进走退]|[了过着又再来])$")


@value
class Product:
    """Quantity × unit price; `fen` half up."""

    quantity: Decimal
    unit: str
    price_fen: int
    fen: int
    start: int
    end: int


@value
class Goods:
    """The priced lines of a message. `unpriced`: a unit price to which no quantity was said, so no sum is known."""

    lines: tuple[Product, ...]
    unpriced: QuantitySpan | None = None
    prices: tuple[QuantitySpan, ...] = ()
    counted: frozenset[int] = frozenset()  # where a figure stands that looked like a sum and is a quantity


def goods_of(sight: Sight) -> Goods | None:
    """Each unit price with the quantity it belongs to; None when no unit price is said."""
    if not sight.quantities:
        return None
    prices = [found for found in sight.quantities if found.kind == "unit_price" and found.fen]
    prices = prices or _by_the_turn(sight) or _bare_prices(sight)
    if not prices:
        return None
    if (counted := _one_each(sight, prices)) is not None:
        return _each_its_own(counted, prices)
    counts = _counts(sight, prices)
    lines: list[Product] = []
    used: list[QuantitySpan] = []
    unpriced: QuantitySpan | None = None
    for price in prices:
        count = _count_of(price, counts, alone=len(prices) == 1)
        if count is None:
            unpriced = price if _one_taken(sight, price, lines) is None else unpriced
            continue
        counts.remove(count)
        used.append(count)
        lines.append(_product(count, price))
    starts = frozenset(count.start for count in used)
    ordered = tuple(sorted(lines, key=lambda line: line.start))
    return Goods(ordered, unpriced, tuple(prices), starts)


_ONE_OF = re.compile(r"[一1](?P<unit>[^0-9\s]{1,3}?)[是按算要:]?\s?$")


def _one_each(sight: Sight, prices: Sequence[QuantitySpan]) -> QuantitySpan | None:
    """两车沙子 of 两车沙子 一车1800 一车2200: what is counted once, though each price is that of one."""
    heads = [_ONE_OF.search(sight.bare, 0, price.start) for price in prices]
    units = {head["unit"] for head in heads if head is not None}
    if len(prices) < 2 or None in heads or len(units) > 1:
        return None
    counts = (count for count in sight.quantities if count.kind != "unit_price" and count.unit in units)
    said = [count for count in counts if (count.number or 0) > 1]
    return said[0] if len(said) == 1 else None


def _each_its_own(count: QuantitySpan, prices: Sequence[QuantitySpan]) -> Goods:
    """Each once, where as many are counted as have a price; else nobody knows the sum."""
    if count.number != len(prices):
        return Goods((), prices[-1], tuple(prices))
    lines = [_product(replace(price, number=Decimal(1), unit=count.unit), price) for price in prices]
    return Goods(tuple(lines), None, tuple(prices), frozenset({count.start}))


_TURN = re.compile(r"[一每](?P<unit>次|趟|天|位|项|个月)[是按算要:]?\s?$")


def _by_the_turn(sight: Sight) -> list[QuantitySpan]:
    """2趟 一趟150, 3天 一天300: a price only because so many of them are counted."""
    found: list[QuantitySpan] = []
    for amount in sight.amounts:
        turn = _TURN.search(sight.bare, 0, amount.start)
        if turn is not None and any(
            count.unit == turn["unit"] and (count.number or 0) > 1 for count in sight.quantities
        ):
            found.append(
                QuantitySpan(
                    amount.start, amount.end, amount.text, "unit_price", None, turn["unit"], amount.fen
                )
            )
    return found if len(found) == 1 or _one_each(sight, found) is not None else []


_NOTHING_APIECE = 10  # fen: as a sum it would be less than a jiao apiece
_EACH_AT = re.compile(r"\s?的(?=$|[ ，,。;；])")


def _bare_prices(sight: Sight) -> list[QuantitySpan]:
    """50袋 95的; 5000颗 0.12, which would be too little as the sum of them all."""
    counts = [found for found in sight.quantities if found.kind == "quantity" and found.number]
    found: list[QuantitySpan] = []
    for amount in sight.amounts:
        before = next((count for count in counts if 0 <= amount.start - count.end <= 2), None)
        if before is None or amount.fen is None or before.number is None:
            continue
        named = _EACH_AT.match(sight.text, amount.end) is not None
        if named or amount.fen < before.number * _NOTHING_APIECE:
            found.append(
                QuantitySpan(
                    amount.start, amount.end, amount.text, "unit_price", None, before.unit, amount.fen
                )
            )
    return found


def _one_taken(sight: Sight, price: QuantitySpan, lines: list[Product]) -> Product | None:
    """拿了一箱 96, 一车6400: one of it, with its price; added to the lines."""
    ones = [found for found in sight.quantities if found.number == 1 and 0 <= price.start - found.end <= 1]
    if not ones:
        return None
    taken = (
        _JUST_TAKEN.search(sight.text, 0, ones[0].start)
        or ones[0].unit in _LOADS
        or _is_only_piece(sight, ones[0], price)
    )
    if not taken:
        return None
    lines.append(_product(ones[0], price))
    return lines[-1]


_ONE_PIECE = 1_000  # fen: 一个3.5 tells the price of many


def _is_only_piece(sight: Sight, one: QuantitySpan, price: QuantitySpan) -> bool:
    """电饭煲一个 260: nothing else is counted or summed, so that is what it costs."""
    others = any(found.kind == "quantity" and found.number != 1 for found in sight.quantities)
    return not others and not sight.amounts and (price.fen or 0) >= _ONE_PIECE and one.start > 0


def _counts(sight: Sight, prices: Sequence[QuantitySpan]) -> list[QuantitySpan]:
    """The quantities that may be multiplied: not the 一箱 of 一箱96; 200张 beside 一张12 though 200 looked like a sum."""
    units = {_SAME.get(price.unit, price.unit) for price in prices if price.unit}
    pieces = any(price.unit == "块" for price in prices)
    starts = {price.start - gap for price in prices for gap in (0, 1)}
    counts = [
        found
        for found in sight.quantities
        if found.number
        and (found.kind == "quantity" or _SAME.get(found.unit, found.unit) in units)
        and found.kind != "unit_price"
        and not sight.text.startswith("/", found.end)  # 24支/箱 is how it is packed
        and not (found.number == 1 and found.end in starts)
    ]
    counts += [found for amount in sight.amounts for found in _counted(sight, amount, units, pieces=pieces)]
    return sorted(counts, key=lambda found: found.start)


def _counted(
    sight: Sight, amount: AmountSpan, units: Iterable[str], *, pieces: bool
) -> Iterable[QuantitySpan]:
    if amount.fen is None:
        return
    if amount.unit_seen:
        if pieces and amount.text.endswith("块"):  # 五千块 三毛五一块: bricks, no money
            number = Decimal(amount.fen) / 100
            yield QuantitySpan(amount.start, amount.end, amount.text, "quantity", number, "块")
        return
    for unit in _SAME:
        if _SAME[unit] in units and len(unit) < 3 and sight.bare.startswith(unit, amount.end):
            end, number = amount.end + len(unit), Decimal(amount.fen) / 100
            yield QuantitySpan(amount.start, end, sight.text[amount.start : end], "quantity", number, unit)
            return


def _count_of(price: QuantitySpan, counts: list[QuantitySpan], *, alone: bool) -> QuantitySpan | None:
    """The nearest quantity of the price's unit, before it rather than after; with one price and one count, that one."""
    before = [count for count in counts if count.start < price.start]
    after = [count for count in counts if count.start > price.start]
    near = [*reversed(before), *after]
    for fits in (_same_unit, _like_unit):
        found = next((count for count in near if fits(count, price)), None)
        if found is not None:
            return found
    if not price.unit and ((alone and len(counts) == 1) or (before and before[-1].end >= price.start - 2)):
        return near[0]
    return None


def _same_unit(count: QuantitySpan, price: QuantitySpan) -> bool:
    return bool(price.unit) and count.unit == price.unit


def _like_unit(count: QuantitySpan, price: QuantitySpan) -> bool:
    """平 and 平方; 200个 at 4块5一只; 50×420 has no unit at all."""
    if not count.unit:
        return True
    return bool(price.unit) and _SAME.get(count.unit, count.unit) == _SAME.get(price.unit, price.unit)


def _product(count: QuantitySpan, price: QuantitySpan) -> Product:
    number, fen = count.number or Decimal(0), price.fen or 0
    total = int((number * fen).quantize(Decimal(1), ROUND_HALF_UP))
    start, end = min(price.start, count.start), max(price.end, count.end)
    return Product(number, count.unit or price.unit, fen, total, start, end)
