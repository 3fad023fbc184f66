"""“付了”, “没回”, “说下周五先打5000”, “没钱”: what a customer is said to have done or told, in a few words about him."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from handlers.language.names import NameIndex
from handlers.language.reader import read
from handlers.language.reading import Fit, Intent, Mention, Reading
from handlers.language.sight import Found, look
from handlers.language.trades import TITLES
from ledger.values import value

_LONGEST = 40  # characters
EDGES = " ，,。;；、\n~!！"
_WHO = rf"(?:他们?|她|对方|那边|客户|人家|[一-龥]?(?:{'|'.join(TITLES)}))"
_BEFORE = rf"{_WHO}?(?:说是?|回话说?)?(?:都|也|就|早就?|已经?|刚|其实|全|又)*"
_END = r"(?:了|的|呢|啊|呀|哦|吧|嘛)*"
_PAID = re.compile(
    rf"{_BEFORE}(?:付|给|打|还|结|清|交|到|汇)(?:清|完|齐|款|账|钱|过来|过)*(?:了钱|了款|了货款)?{_END}|{_BEFORE}收到{_END}|[✓√]|ok|OK"
)
_PAYS = r"(?:付|给|打款?|到账?|还|结|交|汇|收到)(?:清|完|齐|过来)?(?:钱|款|账)?"
_NOTHING = re.compile(
    rf"{_WHO}?(?:说)?(?:都|也|还|一直|暂时|到现在)*(?:没有?|未)"
    rf"(?:(?P<unpaid>{_PAYS})|回[信话复音]?|信儿?|音信?|消息|动静|下文|着落|问到?|理我?|反应|说)?{_END}"
    rf"|{_WHO}?(?:还)?不(?:知道|清楚){_END}"
)
# Said of a text that was passed on to the customer.
_PASSED_ON = re.compile(r"(?:都|已经?)*(?:转发?了?|转过去了|发过去了|发了|发给他了|转给他了)")
_SMALL = re.compile(
    r"(?<![\d.:/-])\d{1,2}(?!\s?[\d.:/万千百元块号日月天点%成周个])|(?<![\d.:/-])\d{1,2}\s+月[底末初]"
)
_DENIED = re.compile(
    rf"{_BEFORE}(?:不认账?|不承认|有(?:点儿?)?(?:异议|出入|意见)|没这回事)(?:这笔|这账)?{_END}"
)
_MOVED = re.compile(
    rf"{_BEFORE}(?:要|想)?(?:[改换推拖](?:了|个)*(?:日子|时间|日期|期|天)|(?:说|定)(?:好|过|了|个)*(?:日子|时间|哪天)|有日子){_END}"
)
_AROUND_DAY = re.compile(
    rf"{_WHO}|说好|说|讲|答应|保证|承诺|定在|定|(?:改|推|拖|延)迟?[到成]?|等到?|到|要|会|能|再|先|就|才|争取|一定|应该|可能|大概"
    r"|一把|一次性?|一起|一口气|给|付款|付|打款|打|还|结|清|汇|转|交|钱|款|货款|过来|左右|之?前|以前|也|又|都|吧|了|的|呢|啊|[\W_]"
)
# What may be said of a customer in words of one's own.
_OWN_WORDS: Final = frozenset(
    {Intent.PROMISE, Intent.DISPUTE, Intent.FOLLOW_UP_NOTE, Intent.RECORD_PAYMENT, Intent.AMBIGUOUS}
)
_ASKED_LATER: Final = frozenset({"missing_amount", "fraction"})


@value
class Line:
    """A line as it was shown: its customer, and whether it still waits for an answer."""

    customer_id: int
    name: str
    waits: bool = True


@value
class Said:
    """kind: unclear | paid | none | denied | moved (another day, not which) | day | told (`reading` of it with the customer's
    name). `amount` in fen; `unpaid` where “none” is of the money and not of his word."""

    kind: str
    day: date | None = None
    amount: int | None = None
    unpaid: bool = False
    reading: Reading | None = None


def said_of(words: str, line: Line, *, now: datetime, index: NameIndex, by_name: bool = False) -> Said | None:
    """What these words say of the customer of this line."""
    words = words.strip(EDGES)
    if not words or len(words) > _LONGEST:
        return None
    if (none := _NOTHING.fullmatch(words)) is not None:
        return Said("none", unpaid=none["unpaid"] is not None)
    for kind, pattern in (("paid", _PAID), ("denied", _DENIED), ("moved", _MOVED)):
        if pattern.fullmatch(words):
            return Said(kind)
    return _day(words, now, index, by_name=by_name) or _told(words, line, now, index)


def is_nothing(words: str) -> bool:
    """“没付”, “没回”: what may be otherwise an hour later."""
    return _NOTHING.fullmatch(words.strip(EDGES)) is not None


def _day(words: str, now: datetime, index: NameIndex, *, by_name: bool) -> Said | None:
    """A day to come, a sum perhaps, and nothing else. “永盛 5000 月底” would be a debt."""
    sight = look(words, now=now, role="", index=index)
    days = [one for one in sight.dates if one.day is not None]
    sums = [one for one in sight.amounts if one.fen]
    if len(days) != 1 or len(sums) > (0 if by_name else 1) or sight.mentions:
        return None
    left = sight.text
    found: list[Found] = [*days, *sums]
    for span in sorted(found, key=lambda span: -span.start):
        left = left[: span.start] + left[span.end :]
    day = days[0].day
    if day is None or day < now.date() or _AROUND_DAY.sub("", left):
        return None
    return Said("day", day=day, amount=sums[0].fen if sums else None)


def _told(words: str, line: Line, now: datetime, index: NameIndex) -> Said | None:
    """As if it had been told of this customer by name."""
    if _SMALL.search(words) or _PASSED_ON.fullmatch(words) or _names_another(words, now, index):
        return None
    reading = read(f"{line.name}{words}", now=now, role="sales", index=index)
    record = reading.records[0] if len(reading.records) == 1 else None
    if record is None or reading.intent not in _OWN_WORDS or reading.forwarded:
        return None
    if record.intent not in _OWN_WORDS or not _is_of(record.customer, line):
        return None
    if record.intent is Intent.AMBIGUOUS or (
        reading.question is not None and reading.question.kind not in _ASKED_LATER
    ):
        return None
    if reading.intent is Intent.AMBIGUOUS and record.intent is not Intent.RECORD_PAYMENT:
        return None
    return Said("told", reading=reading)


def _names_another(words: str, now: datetime, index: NameIndex) -> bool:
    """“光华付了5000” is of somebody whom nobody knows yet, “王总付了5000” of the customer's own person."""
    mentions = [one.customer for one in read(words, now=now, role="sales", index=index).records]
    return any(
        one is not None and one.fit is Fit.NEW and not one.text.endswith(tuple(TITLES)) for one in mentions
    )


def _is_of(mention: Mention | None, line: Line) -> bool:
    return mention is not None and mention.customer_id == line.customer_id
