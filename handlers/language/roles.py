"""What each figure and each day of a message is for: the sum, a remainder, a fee; due, happened or paid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.language.amounts import AmountSpan
from handlers.language.dates import as_past
from handlers.language.datespan import DateSpan
from handlers.language.lexicon import Word
from handlers.language.reading import Mention, Terms
from handlers.language.sight import HARD_STOPS, SOFT_STOPS, Sight
from handlers.language.terms import TermsSpan

FACT_VERBS = frozenset({"debt", "goods", "unpaid", "paid", "pay", "return", "discount", "write_off"})

# kind of the word before a figure → what the figure is, when another figure is the sum itself
_SIDE_ROLES = {
    "fee": "fee",
    "remainder": "remainder",
    "over": "over",
    "sum": "sum",
    "of_it": "part",
    "each": "each",
}
_LISTERS = frozenset({"又", "再", "另外", "另", "然后", "接着", "还有", "还要", "再加"})
_BEFORE_DUE = (
    "前",
    "内",
    "之前",
    "以前",
    "以内",
    "再",
    "才",
    "就",
    "会",
    "给我",
    "来",
    "要",
    "一起",
    "左右",
    "给",
    "能",
    "必须",
    "先",
    " ",
    "的时候",
    "把钱",
    "一次",
    "一次性",
    "全部",
    "都",
    "到期",
    "到时",
    "按时",
    "过来",
    "之后",
    "后",
    "保证",
    "一定",
    "打算",
)
_GOODS_AFTER = (
    "的货",
    "送",
    "拉",
    "拿",
    "提",
    "发",
    "打",
    "开",
    "到的",
    "收",
    "转",
    "付",
    "还",
    "给",
    "交",
    "汇",
    "记",
    "欠",
    "赊",
    "的那",
    "买",
    "装",
    "下午",
    "上午",
    "早上",
    "晚上",
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """The part of a message that belongs to one sum."""

    start: int
    end: int
    amount: AmountSpan
    mentions: tuple[Mention, ...]
    dates: tuple[DateSpan, ...]
    terms: tuple[TermsSpan, ...]
    words: tuple[Word, ...]
    sides: tuple[tuple[str, AmountSpan], ...] = ()

    def kinds(self) -> frozenset[str]:
        return frozenset(word.kind for word in self.words)


def _word_before(sight: Sight, start: int) -> Word | None:
    """The word that ends just before `start`; up to two glue characters may stand between."""
    best: Word | None = None
    for word in sight.words:
        if word.end > start:
            break
        if word.kind != "filler":
            best = word
    if best is None:
        return None
    gap = sight.text[best.end : start].strip(" :：了的是还")
    glue = all(word.kind == "filler" for word in sight.words if best.end <= word.start < start)
    return best if len(gap) <= 2 and (not gap or glue) and not set(gap) & set(HARD_STOPS + "，,、") else None


def side_role(sight: Sight, amount: AmountSpan) -> str:
    """fee, remainder, over, sum, part, each; main when nothing makes it a side figure."""
    before = _word_before(sight, amount.start)
    return _SIDE_ROLES.get(before.kind, "main") if before else "main"


def split_amounts(sight: Sight) -> tuple[list[AmountSpan], list[tuple[str, AmountSpan]]]:
    """Main figures and side figures. A message with side figures only has its first one for the main."""
    mains: list[AmountSpan] = []
    sides: list[tuple[str, AmountSpan]] = []
    for amount in sight.amounts:
        role = side_role(sight, amount)
        if role == "main":
            mains.append(amount)
        else:
            sides.append((role, amount))
    if not mains and sides:
        mains.append(sides.pop(0)[1])
    return mains, sides


def chunks(sight: Sight, mains: Sequence[AmountSpan], sides: Sequence[tuple[str, AmountSpan]]) -> list[Chunk]:
    """Cut the message so that each main figure has its own names, days and words."""
    cuts = [0]
    for one, other in zip(mains, mains[1:], strict=False):
        cuts.append(max(cuts[-1], min(_cut(sight, cuts[-1], one, other), other.start)))
    cuts.append(len(sight.text) + 1)
    return [
        _chunk(sight, cuts[number], cuts[number + 1], amount, sides) for number, amount in enumerate(mains)
    ]


def _chunk(
    sight: Sight, start: int, end: int, amount: AmountSpan, sides: Sequence[tuple[str, AmountSpan]]
) -> Chunk:
    return Chunk(
        start,
        end,
        amount,
        tuple(mention for mention in sight.mentions if mention.span and start <= mention.span.start < end),
        tuple(
            found
            for found in sight.dates
            if start <= found.start < end and not _of_remainder(sight, found, sides)
        ),
        tuple(found for found in sight.terms if start <= found.start < end),
        tuple(word for word in sight.words if start <= word.start < end),
        tuple((role, side) for role, side in sides if start <= side.start < end),
    )


def _of_remainder(sight: Sight, found: DateSpan, sides: Sequence[tuple[str, AmountSpan]]) -> bool:
    """付了3000 剩下5000月底给: the day belongs to what is left."""
    return any(
        role == "remainder"
        and 0 <= found.start - side.end <= 3
        and not sight.text[side.end : found.start].strip(" 的，,")
        for role, side in sides
    )


def _cut(sight: Sight, begin: int, one: AmountSpan, other: AmountSpan) -> int:
    """Where the facts of two neighbouring figures part."""
    between = sight.text[one.end : other.start]
    mention = next(
        (found.span for found in sight.mentions if found.span and one.end <= found.span.start < other.start),
        None,
    )
    if mention is not None:
        named = any(found.span and begin <= found.span.start < one.start for found in sight.mentions)
        later = any(found.span and found.span.start >= other.end for found in sight.mentions)
        if not named and later:
            return mention.end
        return _after_stop(sight.text, one.end, mention.start) or mention.start
    hard = next((one.end + at + 1 for at, char in enumerate(between) if char in HARD_STOPS), None)
    if hard is not None:
        return hard
    again = next(
        (word for word in sight.words if one.end <= word.start < other.start and word.text in _LISTERS), None
    )
    return again.start if again else _cut_at_verb(sight, begin, one, other)


def _cut_at_verb(sight: Sight, begin: int, one: AmountSpan, other: AmountSpan) -> int:
    verbs = [word for word in sight.words if word.kind in FACT_VERBS and one.end <= word.start < other.start]
    earlier = any(word.kind in FACT_VERBS and begin <= word.start < one.start for word in sight.words)
    if verbs:
        verb = verbs[0]
        close = not any(char in SOFT_STOPS for char in sight.text[one.end : verb.start])
        if (not earlier and close) or (len(verbs) > 1 and close):
            return verb.end
        return _after_stop(sight.text, one.end, verb.start) or verb.start
    return _first_stop(sight.text, one.end, other.start) or other.start


def _after_stop(text: str, start: int, end: int) -> int:
    for at in range(end - 1, start - 1, -1):
        if text[at] in SOFT_STOPS or text[at] in HARD_STOPS:
            return at + 1
    return 0


def _first_stop(text: str, start: int, end: int) -> int:
    return next((at + 1 for at in range(start, end) if text[at] in SOFT_STOPS), 0)


# -- days -----------------------------------------------------------------------------------------------------


def is_future(found: DateSpan, sight: Sight) -> bool:
    return found.day is not None and found.day >= sight.now.date()


def is_due_word(sight: Sight, word: Word, dates: Sequence[DateSpan]) -> bool:
    """Whether 还, 付清, 结 … says when, not that: it follows a day to come (月底还, 9月1日前还清, 下周给我打过来)."""
    for found in dates:
        if found.end > word.start or found.day is None:
            continue
        # 今天还 says when, 今天转来 that it came
        if found.day <= sight.now.date() and not (word.kind == "pay" and not found.past):
            continue
        gap = sight.text[found.end : word.start]
        for glue in sorted(_BEFORE_DUE, key=len, reverse=True):
            gap = gap.replace(glue, "")
        if not gap and "了" not in word.text.replace("到期了", "") and not word.text.endswith("的"):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Days:
    due: DateSpan | None = None
    happened: date | None = None
    past_due: DateSpan | None = None


def days_of(sight: Sight, chunk: Chunk, *, is_payment: bool) -> Days:
    """The due day and the day of the fact among the chunk's days."""
    due: DateSpan | None = None
    past: DateSpan | None = None
    happened: date | None = None
    today = sight.now.date()
    for found in chunk.dates:
        if found.day is None:
            continue
        if not is_payment and (_says_due(sight, found) or _ends_paying(sight, chunk, found)):
            due, past = found, found if found.day < today else None
        elif found.day < today or _is_fact_day(sight, found, is_payment=is_payment):
            if is_payment or _is_fact_day(sight, found, is_payment=False) or found.past:
                happened = _as_fact(found, sight)
            else:
                past = found
        elif is_payment:
            happened = found.day if found.day == today else _as_fact(found, sight)
        elif found.day == today and not _says_due(sight, found):
            happened = None
        else:
            due = found
    return Days(due, happened, past)


def _as_fact(found: DateSpan, sight: Sight) -> date | None:
    return as_past(found, sight.now).day


def _says_due(sight: Sight, found: DateSpan) -> bool:
    after = sight.text[found.end : found.end + 3].lstrip(" 就要来")
    return after.startswith(
        ("前", "内", "还", "付", "给", "结", "到期", "清", "打", "转", "收", "交", "之前")
    )


def _ends_paying(sight: Sight, chunk: Chunk, found: DateSpan) -> bool:
    """The chunk's one day stands after the sum, and its last word is a bare 还: whatever is between, that is when."""
    last = chunk.words[-1] if chunk.words else None
    if last is None or last.kind != "pay" or last.end < min(chunk.end, len(sight.text.rstrip(" 。.!"))):
        return False
    return found.start > chunk.amount.end and len({day.day for day in chunk.dates if day.day}) == 1


def _is_fact_day(sight: Sight, found: DateSpan, *, is_payment: bool) -> bool:
    """3号送的, 上周五拉的货, 昨天: the day something was done."""
    after = sight.text[found.end : found.end + 6].lstrip(" ")
    if after.startswith(
        ("的货", "的单", "那单", "开单", "的账", "送货", "拿货", "拉货", "提货", "发货", "到货")
    ):
        return True
    done = after[1:3]
    return after.startswith(_GOODS_AFTER) and (done.startswith(("的", "了", "走", "来")) or is_payment)


def due_from_terms(terms: Terms, start: date) -> date | None:
    """The day terms come to, by the company's default: 月结N天 counts from the month's end. None waits for an event."""
    if terms.kind == "net":
        return start + timedelta(days=terms.days)
    if terms.kind == "month_end":
        first = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first - timedelta(days=1) + timedelta(days=terms.days)
    return None
