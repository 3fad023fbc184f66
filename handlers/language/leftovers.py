"""What stands in a message and in none of its records. A message that would post leaves no sum, day or name behind, and
no second order: what nothing used is asked about, with what was understood beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate

from handlers.language.agreement import IS_OF
from handlers.language.amounts import AmountSpan
from handlers.language.chunks import side_role
from handlers.language.clauses import clause, clauses, is_maturity, lessens_elsewhere
from handlers.language.dates import as_past
from handlers.language.datespan import DateSpan
from handlers.language.daylabels import is_handed_in, is_of_goods
from handlers.language.days import is_due_word, said_once
from handlers.language.deeds import SAYS_ELSE
from handlers.language.extras import ODD_LET_GO
from handlers.language.goods import goods_of
from handlers.language.naming import is_colleague, paid_for
from handlers.language.reading import Intent, Question, Record
from handlers.language.sight import Sight
from handlers.language.sums import is_grade
from handlers.language.waking import ALWAYS, Table

POSTS = frozenset(
    {
        Intent.RECORD_DEBT,
        Intent.RECORD_PAYMENT,
        Intent.RETURN_OR_DISCOUNT,
        Intent.WRITE_OFF,
        Intent.INSTALLMENT,
    }
)
# keys of `Record.extra` that hold sums in yuan
_SUMS = ("fee", "remaining_stated", "overpaid", "total_stated", "each", "due_stated", "unit_price")
_PAIRS = ("allocations", "schedule")
# figures that only say more of another figure: a price, what came earlier, the sum before, a part of it
_SAYS_MORE = frozenset({"price", "earlier", "pieces", "settles", "day", "stated", "part", "ours"})


def leftovers(sight: Sight, records: Sequence[Record]) -> list[tuple[int, int]]:
    """Places of the text that no record holds, in order: sums, days, names, words of another order."""
    return sorted([place for places in _PLACES.awake(sight) for place in places(sight, records)])


def left_over(sight: Sight, record: Record, start: int, end: int) -> Question:
    """The question on such a place: what was understood, and the words around what was not."""
    data = {
        "customer": record.customer.name if record.customer else None,
        "amount": record.amount,
        "what": record.intent.value,
        "text": sight.text[slice(*clause(sight, start, end))],
    }
    return Question("left_over", data=data)


def _sums(sight: Sight, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    known = {record.amount for record in records if record.amount}
    if len(sight.amounts) == 1 and sight.amounts[0].fen in known:
        return
    known |= set(_told_sums(records))
    known |= {one + other for one in known for other in known}
    used = _runs(sight, known)
    for amount in sight.amounts:
        if amount.fen in known or amount.start in used or _says_more(sight, records, amount):
            continue
        yield amount.start, amount.end


def _told_sums(records: Sequence[Record]) -> Iterator[int]:
    """Fen of every sum that the records carry beside their amounts."""
    for record in records:
        for key in _SUMS:
            if key in record.extra:
                yield int(Decimal(str(record.extra[key])) * 100)
        for key in _PAIRS:
            for pair in record.extra.get(key) or ():
                yield from (int(Decimal(part) * 100) for part in pair if part and _FIGURE.fullmatch(part))


_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def _runs(sight: Sight, known: set[int]) -> set[int]:
    """Starts of figures that are priced, or come together to a known sum: 500+300+200, 货款5000 运费200."""
    goods = goods_of(sight)
    lines = goods.lines if goods is not None else ()
    used = set(goods.counted) | {price.start for price in goods.prices} if goods is not None else set()
    figures = [(amount.start, amount.fen or 0) for amount in sight.amounts]
    items = sorted([*figures, *((line.start, line.fen) for line in lines)])
    for begin in range(len(items)):
        for length, summed in enumerate(accumulate(fen for _, fen in items[begin:]), 1):
            if summed in known:
                used |= {start for start, _ in items[begin : begin + length]}
    return used


def _says_more(sight: Sight, records: Sequence[Record], amount: AmountSpan) -> bool:
    """A price, a part of the sum, words of a note, the debt that a payment is for."""
    if sight.note is not None and sight.note.start <= amount.start < sight.note.end:
        return True
    if any(amount.text in str(record.extra.get("applies_to", "")) for record in records):
        return True
    more = IS_OF.match(sight.text, amount.end) is not None or side_role(sight, amount) in _SAYS_MORE
    return more or is_grade(sight, amount)


# a day that only says which debt, whose goods, or when the cash is handed in
_LABELS = re.compile(
    r"(?:份|的|那|这|到期){0,3}(?![打付还结交汇收回转来])[一-龥]{0,3}?[款货账钱费单批笔车](?!了)"
    r"|(?:的时候|时)?(?:再说|再看|再谈|再聊|再议)"
)


def _days(sight: Sight, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    if not sight.dates:
        return
    known: set[date | None] = {sight.now.date(), None}
    for record in records:
        known |= {record.due_on, record.happened_on}
        known |= {date.fromisoformat(day) for _, day in record.extra.get("schedule") or () if day}
    for found in said_once(sight.dates):
        if found.kind != "day" or found.day in known or as_past(found, sight.now).day in known:
            continue
        if found.every or is_of_goods(sight, found) or is_maturity(sight, found) or _labels(sight, found):
            continue
        yield found.start, found.end


def _labels(sight: Sight, found: DateSpan) -> bool:
    if sight.note is not None and sight.note.start <= found.start < sight.note.end:
        return True
    if any(0 <= amount.start - found.end <= 1 for amount in sight.amounts) and len(sight.amounts) > 1:
        return True  # 9/3 4200；9/11 3850 合计8050
    return _LABELS.match(sight.bare, found.end) is not None or is_handed_in(sight, found)


def _names(sight: Sight, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    known = {record.customer.customer_id for record in records if record.customer}
    if any("payer" in record.extra for record in records):
        known |= {mention.customer_id for mention in paid_for(sight, sight.mentions) or ()}
    for mention in sight.mentions:
        if mention.span is not None and mention.customer_id not in known and not is_colleague(sight, mention):
            yield mention.span.start, mention.span.end


# kinds of words that order something beside the books, and what they say beside which record without ordering it
_ORDERS: Mapping[str, frozenset[Intent]] = {
    **dict.fromkeys(("remind", "chase", "undo", "limit", "setting"), frozenset()),
    **dict.fromkeys(("hand_over", "merge", "may_deliver", "terms_set"), frozenset()),
    "hold": frozenset(),
    "correct": frozenset({Intent.INSTALLMENT}),  # 那8000改成分三期
    "refuse": frozenset({Intent.RETURN_OR_DISCOUNT, Intent.WRITE_OFF}),  # 色差 让他300; 扯皮两年了 坏账
    "customer_set": frozenset(),
}
_NEW_ONE = ("新客", "新增", "新建", "加")  # 新客户 鹏程 提了货


def _orders(sight: Sight, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    intents = {record.intent for record in records}
    for word in sight.words:
        if word.kind not in _ORDERS or not intents.isdisjoint(_ORDERS[word.kind]):
            continue
        if word.text == "红冲" and Intent.RETURN_OR_DISCOUNT in intents:
            continue  # 退布960 红冲: how it is booked
        if not (word.kind == "customer_set" and word.text.startswith(_NEW_ONE)):
            yield word.start, word.end


_NEWS = ("换", "搬", "住院")  # 换老板了, 搬到城西了


_TELLS_STOP = frozenset("停断黑")
_STOPPED = re.compile(r"停止?(?:供货|发货|送货|供应|货|供)|断货|黑名单")
_NEW_PHONE = re.compile(r"(?:新|换|改)[^，,。;；]{0,6}$")  # 郑老板 138… 欠2650 only says who


def _news(sight: Sight, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """What else is new about the customer: a phone, an owner, a place."""
    for span in sight.documents:
        if span.kind == "phone" and _NEW_PHONE.search(sight.bare, 0, span.start):
            yield span.start, span.end
    for word in sight.of("note"):
        if word.text.startswith(_NEWS):
            yield word.start, word.end
    for match in _STOPPED.finditer(sight.bare) if not _TELLS_STOP.isdisjoint(sight.signs) else ():
        yield match.span()


def _reductions(sight: Sight, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """拿货3000 抹了零头: the verb beside the sum says what it is; the reduction behind it has no sum."""
    came = any(record.intent is Intent.RECORD_PAYMENT for record in records)
    given_up = any(record.intent is Intent.WRITE_OFF for record in records)
    for amount in sight.amounts:
        for word in lessens_elsewhere(sight, amount):
            if given_up and word.kind == "write_off":
                continue
            if (meant := SAYS_ELSE.get(word.text)) is not None and meant.match(sight.bare, word.end):
                continue
            odd = ODD_LET_GO.search(sight.bare, *clause(sight, word.start, word.end)) is not None
            if not (
                came and (odd or not _STRUCK.isdisjoint(word.text))
            ):  # 3300到账了 帮我核销掉; 打了23000 零头不要了
                yield word.start, word.end


_STRUCK = frozenset("销勾划核平")
_RATES = re.compile(
    r"(?:违约金|滞纳金|利息|罚息|日息|月息|年息)[^，,。;；0-9]{0,6}(?:[百千万]分之|[0-9.]+\s?[%‰])"
)


def _rates(sight: Sight, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _RATES.finditer(sight.bare))


_CAME = ("了", "到", "过", "咗", "来")
_PAPER_BEFORE = re.compile("[欠借白]条(?:已经?|也|都)?$")  # 欠条收到了
_PAPER = re.compile("[一]?[张个]?[欠借白]条")  # 打了张欠条


def _payments(sight: Sight, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Money that is said to have come, where all that would be booked is owed."""
    if any(record.intent is not Intent.RECORD_DEBT for record in records):
        return
    for word in sight.of("paid"):
        if not word.text.endswith(_CAME) or is_due_word(sight, word, sight.dates):
            continue
        if (
            _PAPER.match(sight.bare, word.end)
            or _PAPER_BEFORE.search(sight.bare, 0, word.start)
            or any(a <= word.start < b for a, b in clauses(sight, sight.words))
        ):
            continue
        yield word.start, word.end


_PLACES = Table(
    (_sums, ALWAYS),
    (_days, ALWAYS),
    (_names, ALWAYS),
    (_orders, " ".join(_ORDERS)),
    (_news, "phone note 停断黑"),
    (_reductions, "return discount write_off"),
    (_payments, "paid"),
    (_rates, "息金"),
)
