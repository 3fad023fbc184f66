"""“1付了 2没回 3月底”, “都没付”, “永盛付了 宏达说月底”: what is said of each line of a numbered message."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from handlers.language.arrivals import receipts
from handlers.language.briefly import EDGES, Line, Said, said_of
from handlers.language.names import NameIndex
from handlers.language.queries import number_in
from handlers.language.sight import Sight, look
from ledger.values import value

LONGEST = 160  # characters: more is no answer
_MOST_MARKS, _MOST_LINES = 40, 99
_DIGITS = "一二两三四五六七八九"
_UNITS = r"\s?(?:[号日万千百元块天点成周车吨箱件米包桶张套台根袋瓶家个]|月(?!底|末|初))"
_NUMBER = re.compile(
    rf"(?<![\d.:/#-])(?:第\s?(?P<nth>\d{{1,2}}|[{_DIGITS}])[家个条笔]?|(?P<plain>\d{{1,2}}))(?:\s?[、.．:)）])?(?!{_UNITS}|[\d.:/-])"
)
_ALL = re.compile(
    rf"(?:一[家个](?=都)|[这那]?(?:几|(?P<count>[{_DIGITS}十]|\d{{1,2}}))[家个]|他们|大家)?(?:全都|全部都?|统统|都|全)(?:是|还)?"
)
_HOW_MANY = rf"(?:那?(?:几|[{_DIGITS}])[家个])"
_REST = re.compile(
    rf"(?:其[他它余]|别的|另外)(?:的|人)?{_HOW_MANY}?(?:也?都|全都?)?|剩下的?(?:{_HOW_MANY}(?:也?都|全都?)?|也?都|全都?)"
)
_BUT = re.compile(
    r"除了?(?P<but>[\d\s、,，和跟]+)(?:之外|以外|外)?[,，\s]*(?:其[他它余]|剩下|别的)?的?(?:都|全都?)?"
)
_THE_REST = 0  # stands for the lines that no other part names
_BETWEEN = re.compile(r"[\s、,，和跟与及]*")


@value
class Part:
    """What is said of these lines; `said` None: not understood."""

    numbers: tuple[int, ...]
    words: str
    said: Said | None
    by_name: bool = False


def parts_of(
    text: str, lines: Mapping[int, Line], *, now: datetime, index: NameIndex, lists_receipts: bool = False
) -> Sequence[Part] | None:
    """The parts in order, at least one of them understood; None where the text is no answer to these lines.

    A number that no line has stands in its part. `lists_receipts`: money that arrived is listed by numbers too.
    """
    if len(text) > LONGEST or "\n\n" in text:
        return None
    sight = look(text, now=now, role="", index=index)
    if lists_receipts and receipts(sight) is not None:
        return None
    ours = {line.customer_id for line in lines.values()}
    if any(found.customer_id not in ours for found in sight.mentions if found.customer_id is not None):
        return None
    hearing = _Hearing(sight, lines, now, index)
    found = hearing.parts(len(lines))
    if found is None or any(part.said is None for part in found):
        beyond = hearing.parts(_MOST_LINES)
        found = beyond if beyond is not None and _is_beyond(beyond, lines) else found
    if found is None:
        return None
    return None if _is_for_others(found, lines) else _apart(_with_rest(found, lines))


def _is_beyond(parts: Sequence[Part], lines: Mapping[int, Line]) -> bool:
    """Surely a verdict, but on a line that there is not."""
    sure = all(part.said is not None and (part.said.kind != "told" or len(parts) > 1) for part in parts)
    return sure and any(number > len(lines) for part in parts for number in part.numbers)


def _is_for_others(parts: Sequence[Part], lines: Mapping[int, Line]) -> bool:
    """Told by names alone, and as he would tell it unasked: whoever reads that reads it better."""
    if not all(part.by_name for part in parts):
        return False
    settled = all(number in lines and not lines[number].waits for part in parts for number in part.numbers)
    return settled or all(part.said is None or part.said.kind == "told" for part in parts)


def _with_rest(parts: Sequence[Part], lines: Mapping[int, Line]) -> Sequence[Part]:
    """“其他没回” is of all that wait and are not named."""
    named = {number for part in parts for number in part.numbers}
    rest = tuple(number for number, line in lines.items() if line.waits and number not in named)
    found = [replace(part, numbers=rest) if part.numbers == (_THE_REST,) else part for part in parts]
    return [part for part in found if part.numbers]


def _apart(parts: Sequence[Part]) -> Sequence[Part]:
    """Two things said of one line are none."""
    named = Counter(number for part in parts for number in part.numbers)
    return [
        replace(part, said=None) if any(named[one] > 1 for one in part.numbers) else part for part in parts
    ]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place where a part may begin. One that is `sure` is no part of a day or a sum."""

    start: int
    end: int
    numbers: frozenset[int]
    by_name: bool = False
    sure: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to part the rest of a text, and how good it is."""

    parts: tuple[Part, ...] = ()
    understood: int = 0
    unheard: int = 0
    heads: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        return (self.understood, -self.unheard, -self.heads)


@dataclass(frozen=True, slots=True)
class _Hearing:
    """One text heard as an answer to numbered lines, 1 and on."""

    sight: Sight
    lines: Mapping[int, Line]
    now: datetime
    index: NameIndex
    known: dict[tuple[str, int, bool], Said | None] = field(default_factory=dict)

    def parts(self, most: int) -> Sequence[Part] | None:
        """The best way to part the text at its marks, numbers up to `most`; None when nothing is understood."""
        marks = self._marks(most)
        if not marks or len(marks) > _MOST_MARKS or self.sight.text[: marks[0].start].strip(EDGES):
            return None
        best: dict[int, _Way | None] = {len(marks): _Way()}
        for place in reversed(range(len(marks))):
            ways = [way for way in self._ways(place, marks, best) if way is not None]
            best[place] = max(ways, key=lambda way: way.rank, default=None)
        found = best[0]
        return found.parts if found is not None and found.understood else None

    def _marks(self, most: int) -> list[_Mark]:
        """Numbers of lines, names of their customers, and words for all of them or the rest."""
        text = self.sight.text
        waiting = frozenset(number for number, line in self.lines.items() if line.waits)
        names = [
            _Mark(
                one.span.start,
                one.span.end,
                frozenset(n for n, line in self.lines.items() if line.customer_id == one.customer_id),
                by_name=True,
                sure=True,
            )
            for one in self.sight.mentions
            if one.span is not None and one.customer_id is not None
        ]
        found = list(names)
        if (but := _BUT.match(text)) is not None:
            besides = {int(number) for number in re.findall(r"\d+", but["but"])}
            found.append(_Mark(0, but.end(), waiting - besides, sure=True))
        elif (every := _ALL.match(text)) is not None and (
            not every["count"] or number_in(every["count"]) == len(waiting)
        ):
            found.append(_Mark(0, every.end(), waiting, sure=True))
        found += [
            _Mark(*rest.span(), numbers=frozenset({_THE_REST}), sure=True) for rest in _REST.finditer(text)
        ]
        taken = {at for mark in found for at in range(mark.start, mark.end)}
        for one in _NUMBER.finditer(text):
            number = number_in(one["nth"] or one["plain"])
            if number and number <= most and one.start() not in taken:
                found.append(
                    _Mark(*one.span(), frozenset({number}), sure=text[one.end() : one.end() + 1] in (" ", ""))
                )
        return sorted(found, key=lambda mark: mark.start)

    def _ways(self, first: int, marks: Sequence[_Mark], best: Mapping[int, _Way | None]) -> Iterator[_Way]:
        """The part that begins at this mark takes some marks as its lines, and the text up to a later one as its words."""
        text = self.sight.text
        for last in range(first, len(marks)):
            if last > first and not _BETWEEN.fullmatch(text[marks[last - 1].end : marks[last].start]):
                return
            heads = marks[first : last + 1]
            for following in range(last + 1, len(marks) + 1):
                rest = best[following]
                end = marks[following].start if following < len(marks) else len(text)
                words = text[heads[-1].end : end].strip(EDGES)
                if words and not _BETWEEN.fullmatch(words) and rest is not None:
                    yield _and(self._part(heads, words), len(heads), rest)
                if following < len(marks) and marks[following].sure:
                    break

    def _part(self, heads: Sequence[_Mark], words: str) -> Part:
        by_name = all(head.by_name for head in heads)
        numbers = frozenset[int]().union(*(head.numbers for head in heads))
        counted = frozenset[int]().union(*(head.numbers for head in heads if not head.by_name))
        line = self.lines.get(min(numbers, default=0)) or next(iter(self.lines.values()))
        key = (words, line.customer_id, by_name)
        if key not in self.known:
            self.known[key] = said_of(words, line, now=self.now, index=self.index, by_name=by_name)
        said = self.known[key]
        if said is not None and said.kind == "told" and (len(numbers) > 1 or _THE_REST in numbers):
            said = None  # “都江堰建材付了5000” is no word of them all
        # A number and the name beside it are of one customer, or nobody knows which is meant.
        said = said if counted in (frozenset(), numbers) else Said("unclear")
        return Part(tuple(sorted(numbers)), words, said, by_name)


def _and(part: Part, heads: int, rest: _Way) -> _Way:
    heard = part.said is not None
    return _Way((part, *rest.parts), rest.understood + heard, rest.unheard + (not heard), rest.heads + heads)
