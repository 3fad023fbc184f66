"""The one question whose answer would make a doubtful fact certain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.language.amounts import AmountSpan
from handlers.language.chunks import Chunk
from handlers.language.dictation import is_dictated
from handlers.language.naming import doubt_about
from handlers.language.reading import Intent, Mention, Question, Record, Span
from handlers.language.sight import Sight

_DISCOUNTED = re.compile(
    r"(?:打\s*)?[0-9一二三四五六七八九]+(?:[.点][0-9一二三四五六七八九])?\s*折(?![扣让叠页旧合算价])"
)
# 220012月20, 2200十五号: where the sum ends and the day begins, nobody can tell
_GLUED = re.compile(
    r"(?<![\d.])(?:(?=\d{5})\d{3,}(?:[1-9]|10)月|\d{5,}天|\d{2,}[二三]?十?[一二三四五六七八九十](?:号(?!楼|线|店|库)|月[底末初中\d])"
    r"|万\d(?:\d{1,2}(?:月\d|天|号)|[二三]?十)|[万千百块元] [1-9一二三四五六七八九] 月[底末初中]"
    r"|\d[\d.]*万[1-9]月|[块元][1-9一二三四五六七八九]周[一二三四五六日天]|[万千百][一二三四五六七八九]\d{1,3}天"
    r"|(?<![\d.])\d{4,}(?:个(?:月|工作日|星期|礼拜|周)|周(?![一二三四五六日天末内]))|\d[\d.,]*(?:礼拜[一二三四五六日天]|五一前?|腊八)[给付还结收前]|\d{3,}(?:二?十[一二三四五六七八九]|二十|三十)(?:再|就|才)?[给付还结打])"
)
# 15 万 left without its unit, 1 980 元: a figure in two pieces
_UNIT_LEFT = re.compile(r" {0,2}[百千万亿](?![科家事能达里货利])")
_TORN = re.compile(r"(?<![\d.,])\d{1,2} \d{3}(?![\d.年月日号:/-])")
_TELLS_GLUED = frozenset("月天号万周日期拜一八十")
_MANY_DECIMALS = re.compile(r"[\d,]+\.\d{3,}[元块]?")  # 5.000 may be five or five thousand
_DASHED = re.compile("-[一-龥]")  # 青禾-设备款-68000: dashes part the words
MOST_FEN = 10**13  # a hundred thousand million yuan: above that it is a slip or a joke


def sum_doubt(
    mains: Sequence[AmountSpan], sides: Sequence[tuple[str, AmountSpan]], *, restated: bool = False
) -> Question | None:
    """A stated sum that its parts do not come to; `restated`: even one part must."""
    stated = next((side.fen for role, side in sides if role == "sum" and side.fen), None)
    several = restated or len(mains) > 1 or "+" in mains[0].text or "加" in mains[0].text
    summed = sum(amount.fen or 0 for amount in mains)
    if stated is None or not several or stated == summed:
        return None
    return Question(
        "sum_differs",
        options=({"amount": stated}, {"amount": summed}),
        data={"stated": stated, "summed": summed},
    )


def customer_question(mention: Mention) -> Question | None:
    """The question a doubtful mention needs; None for one that may be booked on."""
    kind = doubt_about(mention)
    if kind is None:
        return None
    options = tuple({"customer_id": key, "name": name} for key, name in mention.candidates)
    data = {"text": mention.text, "name": mention.name, "candidates": mention.candidates}
    return Question(kind, options, data, mention.span)


def amount_doubt(amount: AmountSpan) -> Question | None:
    if amount.exact and not amount.foreign and amount.words is None and 0 < (amount.fen or 0) <= MOST_FEN:
        return None
    span = Span(amount.start, amount.end, "amount", amount.text)
    if amount.foreign:
        return Question("foreign_money", data={"text": amount.text}, span=span)
    if amount.words is not None and amount.fen is not None and amount.words != amount.fen:
        options = ({"amount": amount.fen}, {"amount": amount.words})
        return Question("amount_words_differ", options, {"digits": amount.fen, "words": amount.words}, span)
    if amount.fen is None and amount.low is not None and amount.high is not None:
        options = ({"amount": amount.low}, {"amount": amount.high})
        data = {"text": amount.text, "low": amount.low, "high": amount.high}
        return Question("amount_range", options, data, span)
    if amount.fen is None or amount.fen <= 0 or (not amount.exact and _is_round(amount.fen)):
        offered = ({"amount": amount.fen},) if amount.fen else ()
        return Question("vague_amount", offered, {"text": amount.text}, span)
    if amount.fen > MOST_FEN:
        return Question("absurd_amount", data={"amount": amount.fen}, span=span)
    return None


def _is_round(fen: int) -> bool:
    """大概三万 is a guess; 大概是三万六千八百 is a figure said politely."""
    return len(str(fen).rstrip("0")) <= 2


def figure_doubt(sight: Sight, chunk: Chunk) -> Question | None:
    """What is dictated is confirmed anyway: 大概一万二 may stand."""
    amount = chunk.amount
    if (
        sight.text[amount.start - 1 : amount.start] in ("-", "负")
        and not sight.text[amount.start - 2 : amount.start - 1].isdigit()
        and not _DASHED.search(sight.text, 0, amount.start)
        and not chunk.kinds() & {"return", "discount"}  # 退货-680
    ):
        return Question("vague_amount", data={"text": sight.text[amount.start - 1] + amount.text})
    torn = _UNIT_LEFT.match(sight.bare, amount.end) or _TORN.match(sight.bare, amount.start)
    if torn is not None:
        return Question("vague_amount", data={"text": amount.text + sight.bare[amount.end : torn.end()]})
    if not _TELLS_GLUED.isdisjoint(sight.signs) and (glued := _GLUED.search(sight.bare)) is not None:
        return Question("vague_amount", data={"text": glued.group()})
    discounted = "折" in sight.text and _DISCOUNTED.search(sight.text)
    if (discounted and not _LESS_BY.search(sight.bare, chunk.start, amount.start)) or (
        "." in amount.text and _MANY_DECIMALS.fullmatch(amount.text)
    ):
        return Question("vague_amount", data={"text": amount.text})
    if (half := _half_of(sight, chunk)) is not None:
        return half
    if "到" in sight.signs and (down := _DOWN_TO.search(sight.bare, chunk.start, amount.start)) is not None:
        return Question("vague_amount", data={"text": down[0] + amount.text})
    doubt = amount_doubt(amount)
    if (
        doubt is not None
        and doubt.kind == "vague_amount"
        and amount.fen
        and amount.approximate
        and is_dictated(sight)
    ):
        return None
    return doubt


# 打九折 少收320: so much less, whatever the share
_LESS_BY = re.compile(r"(?:少[收算要]|让|减|便宜|优惠|抹|免|扣|折)(?:掉|去|了|给?[他她佢])*\s?$")
# what is owed then, no reduction
_DOWN_TO = re.compile(r"(?:优惠|降|减|让|便宜|打折|折|抹|下调|算|谈)(?:价)?到(?:了)?\s?$")


def _half_of(sight: Sight, chunk: Chunk) -> Question | None:
    """5000的货退了一半, 那8000付了三分之一: a part of the sum, not the sum; 付了一半 8000 says the part itself."""
    for word in sight.of("half"):  # one right behind the chunk is of its verb, too
        if not chunk.amount.end <= word.start <= chunk.end or word.text in _WHOLE:
            continue
        if sight.text[: word.start].endswith(("剩", "余", "另", "后", "其他", "欠", "差", "下", "好", "恰")):
            continue
        return Question("vague_amount", data={"text": f"{chunk.amount.text}的{word.text}"})
    return None


_WHOLE = frozenset({"全部", "全款", "全额", "一些", "一点"})


def debt_or_payment(records: Sequence[Record]) -> Question:
    record = next(record for record in records if record.intent is Intent.AMBIGUOUS)
    return Question(
        "debt_or_payment",
        options=({"intent": Intent.RECORD_DEBT}, {"intent": Intent.RECORD_PAYMENT}),
        data={"customer": record.customer.name if record.customer else None, "amount": record.amount},
    )
