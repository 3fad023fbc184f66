"""Which rules a message may concern. Most rules know a handful of characters or kinds of words without which they
never answer; a message wakes those that it shows a sign of, and pays for no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from handlers.language.reading import Reading
from handlers.language.sight import Sight

Rule = Callable[[Sight], Reading | None]
ALWAYS = None
ASKED = "ask may_deliver silence ?吗呢么嘛没不否着还"  # one of these stands in every question


class Rules:
    """Rules from top to bottom, each with its signs: kinds of words and of documents, `name`, `sums`, `sumless`, `terms`
    (see `Sight.signs`), or characters of the text. Where none of its signs stands a rule would say nothing."""

    _wakes: ClassVar[dict[str, int]] = {}  # sign → the rules of all tables, one bit each
    _places: ClassVar[int] = 0

    def __init__(self, *rules: tuple[Rule, str | None]) -> None:
        self.every = tuple(rule for rule, _ in rules)
        self._first, self._all = Rules._places, (1 << len(rules)) - 1
        self._bits = tuple((1 << place, rule) for place, rule in enumerate(self.every))
        self._always = sum(1 << place for place, (_, signs) in enumerate(rules) if signs is ALWAYS)
        Rules._places += len(rules)
        for place, (_, signs) in enumerate(rules, self._first):
            for sign in _parted(signs or ""):
                self._wakes[sign] = self._wakes.get(sign, 0) | 1 << place

    def awake(self, sight: Sight) -> list[Rule]:
        woken = sight.known.get("woken")
        if woken is None:
            woken = sight.known["woken"] = self._woken(sight)
        mask = woken >> self._first & self._all | self._always
        return [rule for bit, rule in self._bits if bit & mask] if mask else []

    def _woken(self, sight: Sight) -> int:
        """The rules of all tables: a message is looked through once."""
        wakes, woken = self._wakes, 0
        for sign in sight.signs:
            if sign in wakes:
                woken |= wakes[sign]
        return woken

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
