"""A second thing said beside money in one message: a reminder, a new phone, his word for the rest. It is read by itself,
as said of the same customer, and goes to whoever knows it; what cannot be read so is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.language.clauses import clause
from handlers.language.leftovers import POSTS, left_over, leftovers
from handlers.language.outcome import asks
from handlers.language.reading import Intent, Reading, Record
from handlers.language.sight import Sight

Again = Callable[[str], tuple[Reading, Sight]]  # what the rules say of a part of the message
COMPANIONS = frozenset(
    {
        Intent.REMIND,
        Intent.HOLD,
        Intent.CHASE,
        Intent.TASK,
        Intent.PROMISE,
        Intent.CUSTOMER_UPDATE,
        Intent.CREDIT_LIMIT,
        Intent.FOLLOW_UP_NOTE,
        Intent.LATE_FEE,
        Intent.DISPUTE,
    }
)
ORDERED = ("remind", "hold", "limit", "refuse")  # rules that would answer before the money is looked at
_DONE = ("paid", "pay", "goods", "return", "debt")
# 上一批有受潮的, 那台不认: another thing than what was booked before
_ANOTHER = re.compile(r"上一?[批次回]|之前|以前|上个?月|那[批台笔单车张]|[0-9]月|另一")


def completed(found: Reading, sight: Sight, again: Again) -> Reading:
    """The reading with what stands beside its money; a question where something cannot be read."""
    if found.question is not None or found.intent not in POSTS:
        return found
    places = leftovers(sight, found.records)
    if not places:
        return found
    start, end = clause(sight, *places[0])
    head = clause(sight, *places[-1])[1]
    first = not any(amount.start < head for amount in sight.amounts)
    if first and (beside := _beside(again(sight.text[:head]), found.records)):
        return replace(found, intent=beside[0].intent, records=(*beside, *found.records))
    for stop in (len(sight.text), end) if start else ():
        if any(not start <= at < stop for at, _ in places):
            continue
        if beside := _beside(_again_of(found.records, sight.text[start:stop], again), found.records):
            return replace(found, records=(*found.records, *beside))
    return asks(sight, left_over(sight, found.records[0], *places[0]), *found.records)


def _again_of(records: Sequence[Record], text: str, again: Again) -> tuple[Reading, Sight] | None:
    """The words read as said of the customer of the money."""
    customer = records[-1].customer
    if customer is None or not customer.name:
        return None
    return again(f"{customer.name} {text.strip().removesuffix('吧')}")  # 额度提到2万吧: an order


_KEEP_WORDS = frozenset(
    {Intent.REMIND, Intent.PROMISE, Intent.TASK, Intent.FOLLOW_UP_NOTE}
)  # and the sums in them


def _beside(read: tuple[Reading, Sight] | None, records: Sequence[Record]) -> tuple[Record, ...]:
    """The records of the other thing, when it is certain and of the one customer that the money is of."""
    customer = records[-1].customer
    if read is None or read[0].question is not None or read[0].intent not in COMPANIONS:
        return ()
    other, sight = read
    sums = {record.amount for record in other.records}
    if other.intent not in _KEEP_WORDS and any(amount.fen not in sums for amount in sight.amounts):
        return ()
    if len({record.customer and record.customer.name for record in (*records, *other.records)}) > 1:
        return ()
    return tuple(replace(record, customer=customer) for record in other.records)


def with_reminder(sight: Sight, again: Again) -> Reading | None:
    """永盛付了1000 明天提醒我要尾款: the money that came first, and the reminder behind it."""
    word = sight.first(*ORDERED)
    if word is None or not any(amount.end <= word.start for amount in sight.amounts):
        return None
    cut, _ = clause(sight, word.start, word.end)
    if not any(done.start < cut for done in sight.of(*_DONE)):
        return None
    money = completed(*again(sight.text[: cut - 1]), again)
    if word.kind == "refuse" and not (
        money.intent is Intent.RECORD_PAYMENT or _ANOTHER.search(sight.text, cut)
    ):
        return None  # 拿了3000的货 质量不行: what he holds against it is of this debt
    if money.question is not None or money.intent not in POSTS:
        return None
    beside = _beside(_again_of(money.records, sight.text[cut:], again), money.records)
    return replace(money, text=sight.text, records=(*money.records, *beside)) if beside else None


_ASKS = frozenset({"ask", "balance", "query", "debt"})  # 还欠多少


def paid_then_asked(sight: Sight) -> bool:
    """青禾付500 还差多少: money that came, and what is left of the debt."""
    asked = sight.first("ask", "balance", "query")
    if asked is None or not sight.amounts:
        return False
    stop = max(sight.text.rfind(mark, 0, asked.start) for mark in " ，,。；\n")
    behind = {
        word.kind for word in sight.words if word.start > stop and word.kind not in {"filler", "pronoun"}
    }
    return behind <= _ASKS and any(
        word.kind in {"paid", "pay"} and 0 <= amount.start - word.end <= 2 and amount.end <= stop
        for word in sight.words
        for amount in sight.amounts
    )


# 他说只欠两万三，对不对: the sum itself is what is asked about
_DOUBTED = re.compile(
    r" *(?:这|他|你|帮我)?(?:个数|说的)?(?:看|查|核)?(?:一下)?(?:对不对|对吗|对吧|对么|是不是|是吗|是吧|准不准|准吗|有没有错|一致吗|没错吧)"
)


def doubts_it(sight: Sight, at: int) -> bool:
    return _DOUBTED.match(sight.bare, at) is not None
