"""The choices that a question offers in its text, “1 记 2 不记” or one a line: what its buttons say.

The sentence is the only place where they stand, so that a button always means what typing its number means.
"""

from __future__ import annotations

import re

_BEHIND = re.compile(r"[，；？]|或[“者]| ?不是就")  # what follows is no part of the choice


def choices_of(text: str, number: int) -> tuple[str, ...]:
    """The labels of `number` choices at the end of a text; () when it does not offer exactly so many."""
    labels: list[str] = []
    place = _start(text, number)
    if place < 0:
        return ()
    for choice in range(1, number + 1):
        mark = re.compile(rf"(?:^|(?<=[\s：？。，]))\s*{choice} (?=\S)", re.MULTILINE).search(text, place)
        if mark is None:
            return ()
        following = re.compile(rf"\s{choice + 1} (?=\S)|\n|$").search(text, mark.end())
        end = following.start() if following else len(text)
        labels.append(_BEHIND.split(text[mark.end() : end])[0].strip())
        place = end
    return tuple(labels) if all(labels) and not _goes_on(text, place, number) else ()


def _start(text: str, number: int) -> int:
    """Where the last run of choices begins; -1 when there is none."""
    found = [mark.start() for mark in re.finditer(r"(?:^|(?<=[\s：？。，]))1 (?=\S)", text, re.MULTILINE)]
    return found[-1] if found and number else -1


def _goes_on(text: str, place: int, number: int) -> bool:
    return re.compile(rf"\s{number + 1} \S").match(text, place) is not None


def title_of(text: str) -> str:
    """What a card is headed by: the first line, without choices that stand in it."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return re.split(r"(?:^|(?<=[\s：？。，]))1 (?=\S)", first)[0].strip()
