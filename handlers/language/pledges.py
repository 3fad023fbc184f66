"""Several promises in one message: each sum with its day or its name, a part first and the rest on a day of its own."""

from __future__ import annotations

from dataclasses import replace

from handlers.language.days import is_future
from handlers.language.doubts import amount_doubt
from handlers.language.lexicon import Word
from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
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


def _is_rest(sight: Sight, start: int) -> bool:
    """周四先给1200 余款12月10号: what is left has a day of its own."""
    return any(word.start >= start for word in sight.of("remainder", "instalment"))
