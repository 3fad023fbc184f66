"""What else a fact carries: numbers of documents, the way it was paid, fees, notes, remainders, kinds of reduction."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.chunks import Chunk
from handlers.language.goods import Product
from handlers.language.quantities import QuantitySpan
from handlers.language.reading import Fit, Intent, Mention
from handlers.language.sight import Sight

# word → kind of reduction; PEOPLE keeps 退货, 折让, 返利, 差价, 抹零 apart because their reasons differ
REDUCTION_KINDS = (
    ("rounding", ("不要", "算了", "免掉", "抹零", "抹掉", "抹了", "抹去", "抹", "去零", "零头")),
    ("rebate", ("返利", "返点", "返了", "返还")),
    ("price_difference", ("差价", "价差", "调价", "补差")),
    ("return", ("退", "拒收", "换货")),
    ("deduction", ("扣",)),
    ("discount", ("优惠", "打折", "折", "让", "减", "免", "少收", "少算", "便宜", "赠送", "冲")),
)
_APPLIES_TO = re.compile(
    r"((?:上|本|这|那|前|去年|今年)?个?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?月份?的?(?:那笔|那单|那批|货款|的货)|上一笔|老账|新账|旧账|上次那笔|那笔|上笔|最早那笔)"
)
_SETTLES = frozenset({"结了", "结掉", "结完", "结完了", "还完", "还完了", "付完", "付完了"})
# 打了23000 零头不要了: what is missing is let go, whatever it is
ODD_LET_GO = re.compile(
    r"(?:零头|尾数|尾巴)[^，,。;；0-9]{0,4}(?:不要|抹|免|算|不收)|(?:抹|免)[了掉去]*(?:零头|尾数)"
)
_ALLOCATED = re.compile(r"(?:核销|冲|抵|付的是|还的是|其中)")


# kinds of numbers, and of figures beside the sum → keys of `Record.extra`
_NUMBERS = {"document": "doc_no", "invoice": "invoice_no", "phone": "phone", "item": "number"}
_BESIDES = {
    "fee": "fee",
    "remainder": "remaining_stated",
    "over": "overpaid",
    "sum": "total_stated",
    "each": "each",
}
# one of each stands in all that a payment is said to be for
_TELLS_FOR, _TELLS_FOR_ALSO = frozenset("月笔账"), frozenset("那货笔账")


def yuan(fen: int) -> str:
    """Decimal string without trailing zeros: 36.5, 5000."""
    whole, rest = divmod(fen, 100)
    return str(whole) if not rest else f"{whole}.{rest:02d}".rstrip("0")


def reduction_kind(sight: Sight, chunk: Chunk) -> str:
    words = [word.text for word in chunk.words if word.kind in {"return", "discount", "write_off"}]
    for kind, heads in REDUCTION_KINDS:
        if any(word.startswith(head) for word in words for head in heads):
            return kind
    return "discount"


def document_extras(sight: Sight, start: int, end: int) -> dict[str, Any]:
    """doc_no, invoice_no, phone, item (our own number) that stand in the slice."""
    found: dict[str, Any] = {}
    for span in sight.documents:
        if span.kind in _NUMBERS and start <= span.start < end:
            found.setdefault(_NUMBERS[span.kind], int(span.value) if span.kind == "item" else span.value)
    return found


def way_extras(sight: Sight, start: int, end: int) -> dict[str, Any]:
    """method (微信, 现金, 承兑 …) and account (对公, 老周微信 …)."""
    found: dict[str, Any] = {}
    for span in sight.methods:
        if start <= span.start < end:
            found.setdefault(span.kind, span.value)
    return found


def mention_extras(mention: Mention | None) -> dict[str, Any]:
    if mention is None:
        return {}
    if mention.fit is Fit.NEW:
        return {"new_customer": True}
    if mention.fit in {Fit.SOUND, Fit.TYPO} and mention.text != mention.name:
        return {"typo": mention.text}
    return {}


def goods_extras(found: tuple[QuantitySpan, ...], products: tuple[Product, ...]) -> dict[str, Any]:
    """qty, unit, unit_price of the one line of goods; the lines as a note (26x31 + 5x120)."""
    note = " + ".join(f"{line.quantity.normalize():f}x{yuan(line.price_fen)}" for line in products)
    if len(products) == 1:
        (line,) = products
        quantity = f"{line.quantity.normalize():f}"
        return {"qty": quantity, "unit": line.unit, "unit_price": yuan(line.price_fen), "note": note}
    if products:
        return {"note": note}
    counts = [item for item in found if item.kind == "quantity" and item.number is not None]
    return {"qty": f"{counts[0].number:f}", "unit": counts[0].unit} if len(counts) == 1 else {}


def side_extras(chunk: Chunk) -> dict[str, Any]:
    """fee, remaining_stated, overpaid, total_stated, each in yuan."""
    return {_BESIDES[role]: yuan(side.fen) for role, side in chunk.sides if role in _BESIDES and side.fen}


_MANY_DECIMALS = re.compile(r"(?P<figure>[\d,]+\.\d{3,})[元块]?")


def _as_said(chunk: Chunk) -> dict[str, Any]:
    """10.233 is asked about; the question and `read` show it as it stands, not rounded to fen."""
    match = _MANY_DECIMALS.fullmatch(chunk.amount.text) if "." in chunk.amount.text else None
    return {"amount_said": match["figure"].replace(",", "")} if match else {}


def extras_of(sight: Sight, chunk: Chunk, intent: Intent, *, alone: bool) -> dict[str, Any]:
    """All extra keys of a fact; `alone` when it is the only one, so that everything said belongs to it."""
    start, end = (0, len(sight.text) + 1) if alone else (chunk.start, chunk.end)
    found = {**document_extras(sight, start, end), **side_extras(chunk), **_as_said(chunk)}
    if sight.note is not None and start <= sight.note.start < end:
        found["note"] = sight.note.value
    if intent in {Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT}:
        found |= way_extras(sight, start, end)
        tells = not (_TELLS_FOR.isdisjoint(sight.signs) or _TELLS_FOR_ALSO.isdisjoint(sight.signs))
        if tells and (applies := _APPLIES_TO.search(sight.bare, start, end)) is not None:
            found["applies_to"] = applies[1]
    if intent is Intent.RECORD_PAYMENT and any(
        word.kind == "settled"
        or "清" in word.text
        or word.text.startswith("全")
        or word.text.endswith(("齐", "齐了"))
        for word in chunk.words
    ):
        found["settled"] = True
    if intent is Intent.RECORD_PAYMENT and (
        any(word.text in _SETTLES and word.start >= chunk.amount.end for word in chunk.words)
        or (alone and ODD_LET_GO.search(sight.bare, chunk.amount.end))
    ):
        found["settled"] = True  # 14400 结了
    if intent is Intent.RETURN_OR_DISCOUNT:
        found["kind"] = reduction_kind(sight, chunk)
    if intent is Intent.RECORD_DEBT:
        found |= goods_extras(sight.quantities, ()) if alone and sight.quantities else {}
    return found
