"""Texts that a carrier has approved, with places in them. What is sent are the very words that were announced (P16):
a letter goes by a template that it fits word for word, or not at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NOT_APPROVED: Final = "the carrier has approved no template of this letter"
_PLACE: Final = re.compile(r"\{(\d+)\}")


@dataclass(frozen=True, slots=True)
class Approved:
    """`id` at the carrier, and its text in one line with the places {1}, {2}, … in their order."""

    id: str
    text: str

    def values(self, letter: str) -> list[str] | None:
        """What stands in the places when the letter is this text; None when it is not. Line ends count as nothing."""
        literals = [re.escape(part) for part in _PLACE.split(_in_line(self.text))[::2]]
        match = re.fullmatch("(.+?)".join(literals), _in_line(letter))
        return list(match.groups()) if match is not None else None


def _in_line(text: str) -> str:
    return "".join(line.strip() for line in text.splitlines())


def fitting(letter: str, templates: Sequence[Approved]) -> tuple[Approved, list[str]] | None:
    """The first template that the letter is, with what stands in its places; None when it is none of them."""
    for template in templates:
        values = template.values(letter)
        if values is not None:
            return template, values
    return None


def read_templates(path: Path) -> tuple[Approved, ...]:
    """`[[template]]` tables with `id` and `text`. Raises OSError, TOMLDecodeError, KeyError, or ValueError for places
    that are not {1}, {2}, … in their order."""
    with path.open("rb") as file:
        tables = tomllib.load(file)["template"]
    found = tuple(Approved(str(table["id"]), str(table["text"])) for table in tables)
    for one in found:
        places = [int(place) for place in _PLACE.findall(one.text)]
        if places != list(range(1, len(places) + 1)):
            raise ValueError(f"template {one.id}: its places are not 1, 2, 3 …")
    return found
