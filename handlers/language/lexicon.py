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


def _heads() -> dict[str, tuple[str, ...]]:
    heads: dict[str, list[str]] = defaultdict(list)
    for word in KIND_OF:
        heads[word[0]].append(word)
    return {head: tuple(sorted(words, key=len, reverse=True)) for head, words in heads.items()}


_HEADS = _heads()


def find_words(text: str) -> list[Word]:
    """Words in order, the longest at each place, not overlapping. Latin words stand alone."""
    found: list[Word] = []
    at, size = 0, len(text)
    while at < size:
        for word in _HEADS.get(text[at], ()):
            if text.startswith(word, at) and _stands_alone(text, at, word):
                found.append(Word(at, at + len(word), KIND_OF[word], word))
                at += len(word)
                break
        else:
            at += 1
    return found


def _stands_alone(text: str, at: int, word: str) -> bool:
    if not word[0].isascii():
        return True
    end = at + len(word)
    before = at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()
    return not before and not (end < len(text) and text[end].isascii() and text[end].isalnum())
