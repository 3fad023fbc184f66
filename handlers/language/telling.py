"""What a text may hold, by the characters that tell of it: one look at it instead of one for each thing."""

from __future__ import annotations

from collections.abc import Iterable


class Telling:
    """Bit n of what a text tells is set where one of the n-th signs stands in it."""

    def __init__(self, *signs: Iterable[str]) -> None:
        self._bits: dict[str, int] = {}
        for place, characters in enumerate(signs):
            for character in characters:
                self._bits[character] = self._bits.get(character, 0) | 1 << place

    def of(self, text: str) -> int:
        bits, told = self._bits, 0
        for character in text:
            if character in bits:
                told |= bits[character]
        return told
