"""Everything found in one message before anything is decided: typed spans on one normalised text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime
from operator import attrgetter
from typing import Any

from handlers.language.amounts import AmountSpan, Figures, find_figures
from handlers.language.dates import find_dates
from handlers.language.datespan import DateSpan
from handlers.language.documents import MASK, find_documents, find_methods, find_note, masked
from handlers.language.lexicon import Word, find_words
from handlers.language.names import NameIndex
from handlers.language.normalise import spelt
from handlers.language.quantities import QuantitySpan
from handlers.language.reading import Mention, Span
from handlers.language.recency import lately
from handlers.language.terms import TermsSpan, find_terms
from ledger.values import value

Found = AmountSpan | QuantitySpan | DateSpan | TermsSpan | Span
Last = tuple[int, str] | None
_REST = re.compile("[余剩]下|以上(?=月)")  # 余下月底给 is 月底, not 下月底
# 年后初十 is the tenth of the first month
# 一月还一千二 分四个月: a month, not January
_A_MONTH = re.compile(r"(?<![十0-9年])一月(?=[还付给交打][0-9一二两三四五六七八九])")
_AFTER_NEW_YEAR = re.compile(
    "(?:过完年|过了年|过年[以之]?后|春节[以之]?后|开年后?|节后|年后)(?=初[一二三四五六七八九十]|十[一二三四五六七八九])"
)
_THANKS = re.compile(r"(?<=[^ ，,。!~])[ ，,。!~]+(?:谢谢|多谢|谢了|辛苦了?)[您你啊哈呀啦了!。~ ]*$")
_AGREES = re.compile(r"账期|月结|欠|赊|货|款|[元块万千]")
HARD_STOPS = "。；;！!\n"
SOFT_STOPS = "，,、 |｜\t/"


@value
class Sight:
    """One message with its spans in order. `bare` is the text with names, numbers-that-are-names masked."""

    text: str
    bare: str
    now: datetime
    role: str
    index: NameIndex
    last: Last
    mentions: tuple[Mention, ...]
    documents: tuple[Span, ...]
    methods: tuple[Span, ...]
    note: Span | None
    amounts: tuple[AmountSpan, ...]
    quantities: tuple[QuantitySpan, ...]
    dates: tuple[DateSpan, ...]
    terms: tuple[TermsSpan, ...]
    words: tuple[Word, ...]
    kinds: frozenset[str]
    signs: frozenset[str]  # see `_signs`
    known: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)  # asked before

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)

    def of(self, *kinds: str) -> Iterator[Word]:
        return iter([word for word in self.words if word.kind in kinds] if self.has(*kinds) else ())

    def first(self, *kinds: str) -> Word | None:
        return next(self.of(*kinds), None)

    def says(self, *texts: str) -> bool:
        """Whether one of these stands in the text outside names and numbers."""
        for text in texts:  # noqa: SIM110  # asked of every message
            if text in self.bare:
                return True
        return False

    def document(self, kind: str) -> str | None:
        for span in self.documents:
            if span.kind == kind:
                return span.value
        return None

    def spans(self) -> tuple[Span, ...]:
        """All that was found, as it is shown."""
        spans = [*_spans(self.mentions), *self.documents, *self.methods]
        spans += [Span(found.start, found.end, "amount", str(found.fen or "")) for found in self.amounts]
        spans += [Span(found.start, found.end, "quantity", found.unit) for found in self.quantities]
        spans += [
            Span(found.start, found.end, "date", found.day.isoformat() if found.day else "")
            for found in self.dates
        ]
        spans += [Span(found.start, found.end, "terms", str(found.terms.days)) for found in self.terms]
        spans += [
            Span(word.start, word.end, "word", word.kind) for word in self.words if word.kind != "filler"
        ]
        return tuple(sorted(spans, key=attrgetter("start")))

    @property
    def mention(self) -> Mention | None:
        return self.mentions[0] if self.mentions else None


# 20几号, 十几号: within those days; 次月结30天 is 月结30天
_SOME_DAY = re.compile(r"(?:(?P<late>二十|2[0-9]|廿)|(?:十|1[0-9]))几[号日]")
_NEXT_MONTH = re.compile(r"次(?=月结[0-9一二三四五六七八九]+天)")


def _simpler(bare: str) -> str:
    """As long as before."""
    if "几" in bare:
        bare = _SOME_DAY.sub(lambda one: f"{'下旬' if one['late'] else '中旬':{MASK}<{len(one[0])}}", bare)
    return _NEXT_MONTH.sub(MASK, bare) if "次月" in bare else bare


def look(text: str, *, now: datetime, role: str, index: NameIndex, last: Last = None) -> Sight:
    """Find all spans; names first, so that their characters are never a figure, a day or a word."""
    plain = spelt(text).strip()
    if "谢" in plain[-6:] or "辛苦" in plain[-6:]:
        plain = _THANKS.sub("", plain)
    mentions = tuple(index.find(plain, last))
    bare = _simpler(masked(plain, _spans(mentions)))
    documents = tuple(find_documents(bare))
    bare = masked(bare, documents)
    return _look_on(plain, bare, now, role, index, last, mentions, documents)


def _look_on(
    plain: str,
    bare: str,
    now: datetime,
    role: str,
    index: NameIndex,
    last: Last,
    mentions: tuple[Mention, ...],
    documents: tuple[Span, ...],
) -> Sight:
    note = find_note(bare) if "备注" in bare or "附言" in bare or "摘要" in bare or "用途" in bare else None
    # 未来7天到期 asks; terms are agreed with somebody or beside a sum.
    terms = find_terms(bare) if mentions or _AGREES.search(bare) else ()
    methods = tuple(find_methods(bare))
    open_text = _blotted(bare, [*terms, *[span for span in methods if bare[span.start].isascii()]])
    dates = _days(open_text, now)
    figures = find_figures(_blotted(open_text, dates))
    if dates and not (figures.amounts or _is_priced(figures)) and any(found.weak for found in dates):
        strong = tuple(found for found in dates if not found.weak)
        instead = find_figures(_blotted(open_text, strong))
        if instead.amounts or _is_priced(instead):
            dates, figures = strong, instead  # 欠3.15: a sum; 六一那天 stays a day
    open_text = _blotted(open_text, dates)
    measured = [
        item
        for item in figures.quantities
        if item.kind != "count" and not open_text.endswith(_ORDINAL, 0, item.start)
    ]
    words = tuple(find_words(_blotted(open_text, (*figures.amounts, *measured))))
    kinds = frozenset([word.kind for word in words])
    return Sight(
        plain,
        bare,
        now,
        role,
        index,
        last,
        mentions,
        documents,
        methods,
        note,
        figures.amounts,
        figures.quantities,
        dates,
        terms,
        words,
        kinds,
        _signs(plain, kinds, documents, figures.amounts, terms, named=bool(mentions)),
    )


def _days(text: str, now: datetime) -> tuple[DateSpan, ...]:
    found = find_dates(_undated(text), now)
    return tuple([lately(day, now.date()) for day in found if not _is_money(text, day)]) if found else ()


def _is_priced(figures: Figures) -> bool:
    return any(found.kind == "unit_price" for found in figures.quantities)


def _undated(text: str) -> str:
    """What dates are looked for in, as long as before."""
    if "年" in text or "节" in text:
        text = _AFTER_NEW_YEAR.sub(lambda found: f"{'正月':{MASK}>{len(found[0])}}", text)
    if "一月" in text and ("个月" in text or "期" in text or "分" in text):
        text = _A_MONTH.sub(MASK * 2, text)
    return _REST.sub(MASK * 2, text) if "下" in text or "以上" in text else text


def _signs(
    plain: str,
    kinds: frozenset[str],
    documents: tuple[Span, ...],
    amounts: tuple[AmountSpan, ...],
    terms: tuple[TermsSpan, ...],
    *,
    named: bool,
) -> frozenset[str]:
    """What stands in the message: characters, kinds of words and documents; a name, no sum, three sums, terms."""
    signs = [*plain, *kinds]
    if named:
        signs.append("name")
    if terms:
        signs.append("terms")
    if not amounts:
        signs.append("sumless")
    elif len(amounts) > 2:
        signs.append("sums")
    if documents:
        signs += [span.kind for span in documents]
    return frozenset(signs)


def left_over(sight: Sight, *groups: Iterable[Found | Word | Span], blank: str) -> str:
    """The bare text with the spans of the groups blanked out: what nobody has read yet."""
    chars = list(sight.bare)
    for group in groups:
        for item in group:
            chars[item.start : item.end] = blank * (item.end - item.start)
    return "".join(chars)


def _spans(mentions: Iterable[Mention]) -> list[Span]:
    return [mention.span for mention in mentions if mention.span is not None]


def _blotted(text: str, found: Iterable[Found]) -> str:
    for item in found:
        text = text[: item.start] + MASK * (item.end - item.start) + text[item.end :]
    return text


def _is_money(text: str, found: DateSpan) -> bool:
    """十五点七元 looks like a time of day until the 元 is read."""
    return (found.kind == "time" or found.weak) and text[found.end : found.end + 2].lstrip().startswith(
        _UNITS
    )


_ORDINAL = ("上", "第", "前", "最后")  # 上一条 is a place, no quantity
_UNITS = ("元", "块", "万", "千元", "百", "圆")
