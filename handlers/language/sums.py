"""The sums of a message: priced goods multiplied, charges added, parts that come to a stated total made one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from handlers.language.amounts import AmountSpan
from handlers.language.chunks import FACT_VERBS, chunks, split_amounts
from handlers.language.deeds import NOUNS
from handlers.language.doubts import sum_doubt
from handlers.language.goods import Goods, Product, goods_of
from handlers.language.reading import Intent, Question
from handlers.language.sight import Sight
from handlers.language.verdict import verdict
from ledger.values import value

Sides = list[tuple[str, AmountSpan]]

# 运费200, 另加税300: charged on top of the goods, no fact of their own
_CHARGE = re.compile(
    r"(?:运费|运输费|装卸费|搬运费|安装费|加工费|包装费|送货费|配送费|吊装费|上楼费|切割费|辅料费?|人工费?|手工费|税费|税金|税额|税|增值税|押金|邮费|快递费)"
    r"(?:另计|另加|另算|另收|另付|是|为|:|再加)?\s?¥?$"
)
_ADDS = re.compile(r"(?:另?加上?|外加|再加上?|另收)\s?¥?$")
_OF_CONTRACT = re.compile(
    r"合同(?:总)?(?:金额|总额|总价|总款|款|价|额)(?:是|为|一共|共)?[:： ]?$"
)  # no sum of the parts
_ONLY_LABEL = re.compile(
    r"[\s，,、+]*(?:另|再|还有|外)?(?:加上?|收|计)?(?:了)?[一-龥]{0,4}?(?:另计|另加|另算|另收|是|为|:)?[\s¥]*"
)


@value
class Sums:
    """`mains`, one to a fact; `sides`; the `products` multiplied. `sight` is without days that only label a part."""

    sight: Sight
    mains: list[AmountSpan]
    sides: Sides
    products: tuple[Product, ...] = ()
    question: Question | None = None


def sums_of(sight: Sight) -> Sums:
    mains, sides = split_amounts(sight)
    if len(mains) > 1:
        mains = _added_up(sight, _without_repeats(sight, mains))
    goods = goods_of(sight)
    if goods is not None:
        return _of_goods(sight, mains, sides, goods)
    if len(mains) > 1:
        mains = _charged(sight, mains)
    total = next((side for role, side in sides if role == "sum" and side.fen), None) if sides else None
    if total is None:
        return Sums(sight, mains, sides)
    others = [(role, side) for role, side in sides if side is not total]
    earlier = sum(side.fen or 0 for role, side in sides if role == "earlier")
    if earlier and total.fen == earlier + sum(main.fen or 0 for main in mains):
        return Sums(sight, mains, others)
    if len(mains) == 1:
        return _of_one(sight, mains[0], total, others, sides)
    if (
        total.start < mains[0].start
        and sum(main.fen or 0 for main in mains) == total.fen
        and not _is_one_fact(sight, mains, sides)
    ):
        return Sums(sight, [total, *mains], others)
    question = sum_doubt(mains, sides)
    if question is not None or not _is_one_fact(sight, mains, sides):
        return Sums(sight, mains, sides, question=question)
    return Sums(_without_labels(sight, mains), [total], others)


def _of_one(sight: Sight, main: AmountSpan, total: AmountSpan, others: Sides, sides: Sides) -> Sums:
    """One sum beside a total: the same again, a charge within it, or a part paid of it."""
    if total.fen == main.fen or not main.fen:
        return Sums(sight, [main], sides)
    if _CHARGE.search(sight.text, 0, main.start):
        return Sums(sight, [total], others)
    if _OF_CONTRACT.search(sight.bare, 0, total.start) and (total.fen or 0) > main.fen:
        return Sums(sight, [main], sides)
    if total.start < main.start:
        return Sums(sight, [total, main], others)
    return Sums(sight, [main], sides, question=sum_doubt([main], sides, restated=True))


def _of_goods(sight: Sight, mains: list[AmountSpan], sides: Sides, goods: Goods) -> Sums:
    total = next((side for role, side in sides if role == "sum" and side.fen), None)
    sides = [(role, side) for role, side in sides if side is not total]
    priced_at = {price.start for price in goods.prices}
    priced_at |= {main.start for main in mains if is_grade(sight, main)}
    counted = [main for main in mains if main.start not in goods.counted | priced_at]
    if goods.unpriced is not None or not goods.lines:
        return _of_unknown(sight, counted, sides, total, goods)
    groups = _groups(sight, goods.lines)
    charges = [
        main
        for main in counted
        if _CHARGE.search(sight.text, 0, main.start) or _ADDS.search(sight.text, 0, main.start)
    ]
    rest = [main for main in counted if main not in charges]
    priced = sum(line.fen for line in goods.lines)
    whole = priced + sum(charge.fen or 0 for charge in charges)
    if len(groups) > 1:
        sums = sorted([*(_span_of(sight, group) for group in groups), *rest], key=lambda span: span.start)
        return Sums(sight, sums, sides)
    main = replace(_span_of(sight, goods.lines), fen=whole)
    restated = next((other for other in rest if other.fen in (whole, priced)), None)
    if total is not None:
        return _against_total(sight, main, rest, sides, total, goods, priced)
    if restated is not None:
        rest.remove(restated)
        main = replace(main, fen=restated.fen)
    elif rest and not _has_verb_between(sight, main, rest[0]):
        question = sum_doubt([main], [("sum", rest[0])], restated=True)
        return Sums(sight, [main], sides, goods.lines, question)
    sums = sorted([main, *rest], key=lambda span: span.start)
    return Sums(sight, sums, sides, goods.lines)


def _against_total(
    sight: Sight,
    main: AmountSpan,
    rest: list[AmountSpan],
    sides: Sides,
    total: AmountSpan,
    goods: Goods,
    priced: int,
) -> Sums:
    every = (main.fen or 0) + sum(other.fen or 0 for other in rest)
    if total.fen == every or total.fen in (main.fen, priced):
        kept = [] if total.fen == every else rest
        sums = sorted([replace(main, fen=total.fen), *kept], key=lambda span: span.start)
        return Sums(sight, sums, sides, goods.lines)
    question = sum_doubt([main], [("sum", total)], restated=True)
    return Sums(sight, [replace(main, fen=total.fen)], sides, goods.lines, question)


_KIND_ONLY = re.compile(r"[一-龥]{1,4}\s?")


def is_grade(sight: Sight, main: AmountSpan) -> bool:
    """42.5水泥40吨: of what kind, no sum."""
    small = not main.unit_seen and 0 < (main.fen or 0) < 10_000
    ends = [found.start for found in sight.quantities if found.kind == "quantity"] if small else []
    return any(_KIND_ONLY.fullmatch(sight.text, main.end, end) for end in ends)


def _of_unknown(
    sight: Sight, counted: list[AmountSpan], sides: Sides, total: AmountSpan | None, goods: Goods
) -> Sums:
    """A price without a quantity: only a stated total or another sum says what is owed."""
    if total is not None:
        return Sums(sight, [total], sides)
    plain = [main for main in counted if not _CHARGE.search(sight.text, 0, main.start)]
    if plain or goods.unpriced is None:
        return Sums(sight, plain, sides)
    price = goods.unpriced
    return Sums(
        sight, [AmountSpan(price.start, price.end, price.text, None, exact=False, unit_seen=True)], sides
    )


def _span_of(sight: Sight, lines: Sequence[Product]) -> AmountSpan:
    start, end = lines[0].start, lines[-1].end
    fen = sum(line.fen for line in lines)
    return AmountSpan(start, end, sight.text[start:end], fen, exact=True, unit_seen=True)


def _groups(sight: Sight, lines: Sequence[Product]) -> list[list[Product]]:
    """Lines of one customer and one kind: a name or a return between them parts them."""
    groups = [[lines[0]]]
    for one, other in pairwise(lines):
        named = any(found.span and one.end <= found.span.start < other.start for found in sight.mentions)
        turned = any(word.kind in _TURNS and one.end <= word.start < other.start for word in sight.words)
        back = any(word.kind == "return" and word.start < one.start for word in sight.words)
        took = any(word.kind == "goods" and one.end <= word.start < other.start for word in sight.words)
        if named or turned or (back and took):
            groups.append([])
        groups[-1].append(other)
    return groups


_TURNS = frozenset({"return", "paid", "write_off"})


def _has_verb_between(sight: Sight, main: AmountSpan, other: AmountSpan) -> bool:
    start, end = min(main.end, other.end), max(main.start, other.start)
    verbs = [word for word in sight.words if word.kind in FACT_VERBS]
    return any(start <= word.start < end for word in verbs) or any(
        word.kind in {"paid", "return", "discount"} and 0 <= word.start - other.end <= 1 for word in verbs
    )


# 一千八吧对一千八: said twice to be sure
_ASSURED = re.compile(r"[吧啊呀嗯呃哦，, ]*(?:对对?对?|没错|就是|是的?|嗯)[啊呀，, 就是]*")


def _without_repeats(sight: Sight, mains: list[AmountSpan]) -> list[AmountSpan]:
    kept: list[AmountSpan] = []
    for amount in mains:
        last = kept[-1] if kept else None
        if last is not None and last.fen == amount.fen and last.fen is not None:
            between = sight.text[last.end : amount.start]
            if not between.strip() or (between.strip(" ，,") and _ASSURED.fullmatch(between)):
                kept[-1] = replace(amount, start=last.start)
                continue
        kept.append(amount)
    return kept


def _added_up(sight: Sight, mains: list[AmountSpan]) -> list[AmountSpan]:
    """500+300+200 is one sum, and so is 500+300=800."""
    merged: list[AmountSpan] = []
    for amount in mains:
        between = sight.text[merged[-1].end : amount.start].strip() if merged else ""
        last = merged[-1] if merged else None
        if last is not None and last.fen and amount.fen and between in {"+", "加", "加上"}:
            text = sight.text[last.start : amount.end]
            merged[-1] = replace(last, end=amount.end, text=text, fen=last.fen + amount.fen)
        elif last is not None and between in {"=", "等于"} and last.fen == amount.fen:
            merged[-1] = replace(last, end=amount.end)
        else:
            merged.append(amount)
    return merged


def _charged(sight: Sight, mains: list[AmountSpan]) -> list[AmountSpan]:
    """货款5000 运费200: one debt of both; 运费200已付 stays a fact of its own."""
    merged: list[AmountSpan] = []
    for amount in mains:
        last = merged[-1] if merged else None
        if last is None or not last.fen or not amount.fen or not _is_charge_on(sight, last, amount):
            merged.append(amount)
            continue
        text = sight.text[last.start : amount.end]
        merged[-1] = replace(last, end=amount.end, text=text, fen=last.fen + amount.fen)
    return merged


def _is_charge_on(sight: Sight, last: AmountSpan, amount: AmountSpan) -> bool:
    between = sight.text[last.end : amount.start]
    if _CHARGE.search(sight.text, 0, amount.start) is None or _ONLY_LABEL.fullmatch(between) is None:
        return False
    if re.search("减|扣|除|免|退", between):
        return False  # 货款5000减运费200
    settled = {"paid", "unpaid", "pay"}
    return not any(word.kind in settled and 0 <= word.start - amount.end <= 1 for word in sight.words)


def _is_one_fact(sight: Sight, mains: list[AmountSpan], sides: Sides) -> bool:
    """One customer, and no two sums of which one was paid and the other not."""
    if len({found.customer_id or found.text for found in sight.mentions}) > 1:
        return False
    told = {verdict(sight, chunk, None) for chunk in chunks(sight, mains, sides)} - {Intent.AMBIGUOUS}
    if told <= {Intent.RECORD_DEBT, Intent.PROMISE} or len(told) == 1:
        return True
    # 8月货款4400、9月货款3300，共7700，已到账: nouns of goods do not say that anything is owed
    owed = any(
        word.kind in {"debt", "unpaid"} or (word.kind == "goods" and not word.text.endswith(NOUNS))
        for word in sight.words
    )
    return told == {Intent.RECORD_DEBT, Intent.RECORD_PAYMENT} and not owed


def _without_labels(sight: Sight, mains: list[AmountSpan]) -> Sight:
    """6月3000 7月2000 共5000: the months only say whose goods they were."""
    starts = [amount.start for amount in mains]
    kept = tuple(
        found
        for found in sight.dates
        if found.kind != "period" or not any(0 <= start - found.end <= 4 for start in starts)
    )
    return replace(sight, dates=kept)
