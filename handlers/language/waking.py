"""Which rules a message may concern. Most rules know a handful of characters or kinds of words without which they
never answer; a message wakes those that it shows a sign of, and pays for no others."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ClassVar, Generic, TypeVar

from handlers.language.reading import Reading
from handlers.language.sight import Sight

Rule = Callable[[Sight], Reading | None]
Item = TypeVar("Item")
ALWAYS = None
_MARKS_KEPT = 512  # choices of a table; most messages repeat one
ASKED = "ask may_deliver silence ?吗呢么嘛没不否着还冇几"  # one of these stands in every question


class Table(Generic[Item]):
    """Items from top to bottom, each with its signs: kinds of words and of documents, `name`, `sums`, `sumless`, `terms`
    (see `Sight.signs`), or characters of the text. Where none of its signs stands an item would say nothing."""

    _wakes: ClassVar[dict[str, int]] = {}  # sign → the items of all tables, one bit each
    _places: ClassVar[int] = 0

    def __init__(self, *items: tuple[Item, str | None]) -> None:
        self.every = tuple(item for item, _ in items)
        self._first, self._all = Table._places, (1 << len(items)) - 1
        self._always = sum(1 << place for place, (_, signs) in enumerate(items) if signs is ALWAYS)
        Table._places += len(items)
        for place, (_, signs) in enumerate(items, self._first):
            for sign in _parted(signs or ""):
                self._wakes[sign] = self._wakes.get(sign, 0) | 1 << place
        self._marked = lru_cache(maxsize=_MARKS_KEPT)(self._of)

    def awake(self, sight: Sight) -> tuple[Item, ...]:
        woken = sight.known.get("woken")
        if woken is None:
            woken = sight.known["woken"] = self._woken(sight)
        return self._marked(woken >> self._first & self._all | self._always)

    def _of(self, mark: int) -> tuple[Item, ...]:
        return tuple(item for place, item in enumerate(self.every) if mark >> place & 1)

    def _woken(self, sight: Sight) -> int:
        """The items of all tables: a message is looked through once."""
        wakes, woken = self._wakes, 0
        for sign in sight.signs:
            if sign in wakes:
                woken |= wakes[sign]
        return woken


class Rules(Table[Rule]):
    def answer(self, sight: Sight) -> Reading | None:
        """What the first rule that knows the message says."""
        for rule in self.awake(sight):
            found = rule(sight)
            if found is not None:
                return found
        return None


def _parted(signs: str) -> list[str]:
    """Words of Latin letters whole, everything else character by character."""
    return [
        sign
        for piece in signs.split()
        for sign in ([piece] if piece.isascii() and piece.isidentifier() else piece)
    ]
