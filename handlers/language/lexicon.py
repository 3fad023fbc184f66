"""Finding the words of the trade in a message, in one pass."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from handlers.language.words import KIND_OF


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    kind: str
    text: str


def _sizes() -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = defaultdict(set)
    for word in KIND_OF:
        sizes[word[0]].add(len(word))
    return {head: tuple(sorted(found, reverse=True)) for head, found in sizes.items()}


_SIZES = _sizes()


def find_words(text: str) -> list[Word]:
    """Words in order, the longest at each place, not overlapping. Latin words stand alone."""
    found: list[Word] = []
    at = 0
    for start, char in enumerate(text):
        if start < at or char not in _SIZES:
            continue
        for size in _SIZES[char]:
            word = text[start : start + size]
            kind = KIND_OF.get(word)
            if kind is not None and _stands_alone(text, start, word):
                at = start + size
                found.append(Word(start, at, kind, word))
                break
    return found


def _stands_alone(text: str, at: int, word: str) -> bool:
    if not word[0].isascii():
        return True
    end = at + len(word)
    before = at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()
    return not before and not (end < len(text) and text[end].isascii() and text[end].isalnum())
