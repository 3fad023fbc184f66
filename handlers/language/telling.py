"""What a text may hold, by the characters that tell of it: one look at it instead of one for each thing."""

from __future__ import annotations

import re
from collections.abc import Iterable


class Telling:
    """Bit n of what a text tells is set where one of the n-th signs stands in it."""

    def __init__(self, *signs: Iterable[str]) -> None:
        self._bits: dict[str, int] = {}
        for place, characters in enumerate(signs):
            for character in characters:
                self._bits[character] = self._bits.get(character, 0) | 1 << place
        self._telling = re.compile(f"[{re.escape(''.join(self._bits))}]")

    def of(self, text: str) -> int:
        bits, told = self._bits, 0
        for character in self._telling.findall(text):
            told |= bits[character]
        return told
