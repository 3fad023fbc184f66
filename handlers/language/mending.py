"""Self-corrections inside a message: “欠八千 不对不对 是八千六” keeps what was said last."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from handlers.language.amounts import AmountSpan
from handlers.language.datespan import DateSpan
from handlers.language.lexicon import Word
from handlers.language.reading import Mention
from handlers.language.sight import Sight
from handlers.language.terms import TermsSpan

_MARKS = ("不对", "错了", "说错", "哦不", "更正", "应该是", "不是", "打错", "写错")
_Item = TypeVar("_Item", AmountSpan, DateSpan, TermsSpan)


# 这个月给不上了 下月中旬吧
_CANNOT = re.compile(
    r"[ 是又也都就还真钱]{0,3}(?:[给还付结打转拿凑][不没][上了出起清]|没钱|不行|来不及|够呛|没戏|悬|不能[给还付结])"
)


_TAKEN_BACK = re.compile(
    r"[结付给还打]?[ ，,、]*(?:哦|啊|噢|呃|唉)?不(?:对|是)?[ ，,、]+(?=[^ ])"
)  # 周四结 不 周五结


def mend(sight: Sight) -> Sight:
    """Without what the speaker took back. A mark at the head corrects an earlier message and stays."""
    sight = _other_way(_without_refused_days(_without_remark(sight)))
    if not sight.has("correct"):
        return sight
    marks = [word for word in sight.words if word.kind == "correct" and word.text.startswith(_MARKS)]
    facts = sight.has("debt", "paid", "goods", "return", "pay", "unpaid")
    if not marks or not facts or sight.has("just_now", "refuse"):
        return sight
    denied = _denied(sight, marks)
    if denied is not sight:
        return denied
    first, last = marks[0], marks[-1]
    amounts = _undenied(sight, first.start, last.end)
    dates = _replaced(sight.dates, first.start, last.end)
    terms = _replaced(sight.terms, first.start, last.end)
    mentions = _renamed(sight, first.start, last.end)
    changed = (amounts, dates, terms, mentions) != (sight.amounts, sight.dates, sight.terms, sight.mentions)
    if not changed:
        return sight
    words = tuple(word for word in sight.words if word.kind != "correct")
    return replace(
        sight,
        amounts=amounts,
        dates=dates,
        terms=terms,
        mentions=mentions,
        words=words,
        kinds=frozenset(word.kind for word in words),
    )


# 唐丽还了500 曾老板还没还: said of another, who has done nothing
_NOT_YET = re.compile(
    r"(?:那边|家)?[还也都就倒又一直今天]*(?:没|未)有?(?:还|付|给|结|打|转|来|回)(?:钱|款|账)?(?:呢|哦)?[。.!~ ]*$"
)


def _without_remark(sight: Sight) -> Sight:
    if len(sight.mentions) < 2 or not sight.amounts:
        return sight
    span = sight.mentions[-1].span
    if span is None or span.start < sight.amounts[-1].end or _NOT_YET.match(sight.bare, span.end) is None:
        return sight
    words = tuple(word for word in sight.words if word.start < span.start)
    return replace(
        sight,
        bare=sight.bare[: span.start] + " " * (len(sight.bare) - span.start),
        mentions=sight.mentions[:-1],
        words=words,
        kinds=frozenset(word.kind for word in words),
    )


def _denied(sight: Sight, marks: list[Word]) -> Sight:
    """小刘 不是刘芳 欠两百: the name behind 不是 is not meant, when another stands before it."""
    ends = {word.end for word in marks if word.text == "不是"}
    wrong = [found for found in sight.mentions if found.span and found.span.start in ends]
    if not wrong or wrong[0] is sight.mentions[0]:
        return sight
    later = [found for found in sight.mentions if found.span and found.span.start > wrong[-1].span.start]  # type: ignore[union-attr]
    if later:
        return sight
    kept = tuple(found for found in sight.mentions if found not in wrong)
    words = tuple(word for word in sight.words if word.end not in ends or word.kind != "correct")
    return replace(sight, mentions=kept, words=words, kinds=frozenset(word.kind for word in words))


# 不是微信，是转账
_DENIED_WAY = re.compile(r"不是\s*$")


def _other_way(sight: Sight) -> Sight:
    """The way of paying that is denied goes when another follows it."""
    if len(sight.methods) < 2 or not sight.amounts:
        return sight
    ways = [span for span in sight.methods if span.kind == "method"]
    wrong = [span for span in ways if _DENIED_WAY.search(sight.text, 0, span.start)]
    if not wrong or not any(span.start > wrong[0].start for span in ways if span not in wrong):
        return sight
    kept = tuple(span for span in sight.methods if span not in wrong)
    words = tuple(word for word in sight.words if not (word.text == "不是" and word.end <= wrong[0].start))
    return replace(sight, methods=kept, words=words, kinds=frozenset(word.kind for word in words))


def _without_refused_days(sight: Sight) -> Sight:
    """A day that is said not to suit goes when another follows it."""
    if len(sight.dates) < 2 or (sight.has("just_now") and not sight.amounts):
        return sight  # 刚才写的月底不对，是下周三: an order on the record before
    last = sight.dates[-1]
    taken = [
        (found.start, match.end())
        for found in sight.dates[:-1]
        if (match := _TAKEN_BACK.match(sight.text, found.end)) is not None
    ]
    kept = tuple(
        found
        for found in sight.dates
        if found is last
        or not (_CANNOT.match(sight.text, found.end) or any(start == found.start for start, _ in taken))
    )
    if len(kept) == len(sight.dates):
        return sight
    words = tuple(word for word in sight.words if not any(start <= word.start < end for start, end in taken))
    return replace(sight, dates=kept, words=words, kinds=frozenset(word.kind for word in words))


def _replaced(items: tuple[_Item, ...], mark: int, after: int) -> tuple[_Item, ...]:
    """The last item before the mark goes when one of its kind follows it."""
    before = [item for item in items if item.end <= mark]
    later = [item for item in items if item.start >= after]
    if not before or not later:
        return items
    return tuple(item for item in items if item is not before[-1])


_DENIES = re.compile(r"(?<![哦啊噢呃])不(?:是|系)$")  # 哦不是 三百二 takes back what was before


def _undenied(sight: Sight, mark: int, after: int) -> tuple[AmountSpan, ...]:
    """拿了八百 不是八百 是九百 is 900; 拿了八百 不是一千 stays 800."""
    denied = [found for found in sight.amounts if _DENIES.search(sight.text, 0, found.start)]
    kept = tuple(found for found in sight.amounts if found not in denied)
    if not denied or not kept:
        return _replaced(sight.amounts, mark, after)
    if kept[-1].start < denied[-1].start:
        return kept
    wrong = {found.fen for found in denied}
    return tuple(found for found in kept if found.fen not in wrong)


def _renamed(sight: Sight, mark: int, after: int) -> tuple[Mention, ...]:
    """Only the name that follows the mark at once takes another's place: 不对是三千二 … 还有顾九 brings a second fact."""
    mentions = sight.mentions
    before = [found for found in mentions if found.span and found.span.end <= mark]
    later = [found.span for found in mentions if found.span and found.span.start >= after]
    if not before or not later:
        return mentions
    if any(after <= amount.start < later[0].start for amount in sight.amounts):
        return mentions
    return tuple(found for found in mentions if found is not before[-1])
