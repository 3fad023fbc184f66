"""Which day of a fact is which: due, happened, paid; and whether 还 says that or when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.language.chunks import Chunk
from handlers.language.dates import as_past
from handlers.language.datespan import DateSpan
from handlers.language.lexicon import Word
from handlers.language.reading import Terms
from handlers.language.sight import Sight

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
        if found.day is None or _is_period_of_goods(sight, found):
            continue
        if due is not None and found.floating == "week" and found.start - due.end <= 2:
            continue  # 10月12号，星期一: one day said twice
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


def _is_period_of_goods(sight: Sight, found: DateSpan) -> bool:
    """11月的货款: a month's goods, no day at all."""
    after = sight.text[found.end : found.end + 4].removeprefix("份").removeprefix("的")
    return found.kind == "period" and after.startswith(
        ("货", "欠款", "账", "款", "料款", "运费", "工程", "应收")
    )


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
