"""Several promises in one message: each sum with its day or its name, a part first and the rest on a day of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.language.days import is_future
from handlers.language.doubts import amount_doubt
from handlers.language.lexicon import Word
from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight


def several_promises(sight: Sight, said: Word) -> Reading | None:
    """后天付3000，下周六付4000 · 甲42500 乙16800 都说年底给: each sum with its day, or with its name."""
    sums = [amount for amount in sight.amounts if amount.fen and amount_doubt(amount) is None]
    days = [found for found in sight.dates if is_future(found, sight) and found.kind == "day"]
    names = list(sight.mentions)
    if len(sums) == len(sight.amounts) == len(names) == 1 and len(days) == 2 and _is_rest(sight, days[0].end):
        first = told(
            sight,
            Intent.PROMISE,
            mention=names[0],
            amount=sums[0].fen,
            due_on=days[0].day,
            extra={"words": sight.text},
        )
        rest = told(
            sight,
            Intent.PROMISE,
            mention=names[0],
            due_on=days[1].day,
            extra={"fraction": "1", "words": sight.text},
        )
        return replace(first, records=(*first.records, *rest.records))
    if len(sums) < 2 or len(sums) != len(sight.amounts) or sight.has("debt", "goods", "unpaid", "return"):
        return None
    if len(names) == 1 and len(days) == len(sums) and all(amount.start > said.start for amount in sums):
        pairs = [(names[0], amount.fen, day.day) for amount, day in zip(sums, days, strict=True)]
    elif len(names) == len(sums) and len(days) == 1 and all(amount.end <= said.start for amount in sums):
        pairs = [(name, amount.fen, days[0].day) for name, amount in zip(names, sums, strict=True)]
    else:
        return None
    records = [
        told(sight, Intent.PROMISE, mention=name, amount=fen, due_on=day, extra={"words": sight.text})
        for name, fen, day in pairs
    ]
    doubt = next((one.question for one in records if one.question is not None), None)
    return replace(records[0], records=tuple(one.records[0] for one in records), question=doubt)


_WILL_PAY = re.compile(
    r"[ ，,]?(?:要|得|会|就|再|才|来|能|把|一定|统一|一起|过来|前|之前)*"
    r"(?:付|给|打|转|还|结|清|交|汇)(?:钱|款|账|清|掉|齐|完|我们?|咱们?)*[。~!吧 ]*$"
)
_NOT_HIS = (
    "remind",
    "debt",
    "goods",
    "unpaid",
    "return",
    "discount",
    "hold",
    "if",
    "not_paid",
    "own",
    "correct",
    "undo",
)


def will_pay(sight: Sight) -> Reading | None:
    """悦来下周二来交钱: a customer, a day to come, a bare verb of paying, and nothing else."""
    if sight.amounts or len(sight.mentions) != 1 or len(sight.dates) != 1 or sight.has(*_NOT_HIS):
        return None
    span, day = sight.mentions[0].span, sight.dates[0]
    if span is None or span.end > day.start or day.day is None or day.day <= sight.now.date():
        return None
    between = sight.bare[span.end : day.start].strip(" ，,")
    if between not in _GLUE or _WILL_PAY.match(sight.bare, day.end) is None or is_question(sight):
        return None
    extra = {"fraction": "1" if sight.has("settled") else None, "words": sight.text}
    return told(sight, Intent.PROMISE, mention=sight.mentions[0], due_on=day.day, extra=extra)


_GLUE = frozenset(
    {
        "",
        "要",
        "得",
        "那边",
        "那笔",
        "会",
        "他们",
        "家",
        "老板",
        "会计",
        "财务",
        "那边要",
        "家要",
        "的钱",
        "的款",
        "的账",
        "的货款",
        "那边说",
    }
)


def _is_rest(sight: Sight, start: int) -> bool:
    """周四先给1200 余款12月10号: what is left has a day of its own."""
    return any(word.start >= start for word in sight.of("remainder", "instalment"))
