"""A mapping file: which column of a foreign file is which field.

customer = "customerID"                  # the header of a column
note = "{countryCode} {PaperlessBill}"   # made of several columns
date_format = "%m/%d/%Y"                 # strptime's, for every date that is text

[constants]                              # the same in every row
currency = "USD"
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from bot.imports.headers import LOOK_AT, REQUIRED, Headings, fields_of
from bot.imports.values import Cell, text_of

_NONE: Mapping[str, str] = MappingProxyType({})
_HOLE = re.compile(r"\{([^{}]+)\}")


class BadMapping(ValueError):
    """The mapping file says something that cannot be; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Columns by field, fields made of several columns (`templates`), and fields that are the same everywhere."""

    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    templates: Mapping[str, str] = field(default_factory=lambda: _NONE)
    constants: Mapping[str, str] = field(default_factory=lambda: _NONE)
    date_format: str = ""
    digest: str = ""

    @property
    def sources(self) -> frozenset[str]:
        """The headers that the file must have."""
        named = {header for text in self.templates.values() for header in _HOLE.findall(text)}
        return frozenset(self.columns.values()) | named


def read_mapping(path: Path, kind: str) -> Mapped:
    """The mapping in a TOML file. Raises `BadMapping` and OSError."""
    data = path.read_bytes()
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadMapping(f"{path.name} is not TOML: {error}") from error
    constants = table.pop("constants", {})
    date_format = table.pop("date_format", "")
    given = {**table, **constants} if isinstance(constants, dict) else {"constants": constants}
    for name, value in {**given, "date_format": date_format}.items():
        if not isinstance(value, str):
            raise BadMapping(f"{name} must be text")
    _check_fields(kind, given)
    return Mapped(
        {name: text for name, text in table.items() if not _HOLE.search(text)},
        {name: text for name, text in table.items() if _HOLE.search(text)},
        constants,
        date_format,
        hashlib.sha256(data).hexdigest(),
    )


def _check_fields(kind: str, given: Mapping[str, str]) -> None:
    known = fields_of(kind)
    unknown = sorted(given.keys() - set(known))
    if unknown:
        raise BadMapping(f"{kind} have no {', '.join(unknown)}; there are {', '.join(known)}")
    missing = [name for name in REQUIRED[kind] if name not in given]
    if missing:
        raise BadMapping(f"{kind} need {', '.join(missing)}")


def find_mapped(rows: Sequence[Sequence[Cell]], mapped: Mapped) -> tuple[Headings, Mapping[str, int]] | None:
    """The headings by a mapping, and the column of every header; None when no row near the top has them all."""
    for place, row in enumerate(rows[:LOOK_AT]):
        by_header: dict[str, int] = {}
        for column, cell in enumerate(row):
            by_header.setdefault(text_of(cell), column)
        if mapped.sources <= by_header.keys():
            columns = {name: by_header[header] for name, header in mapped.columns.items()}
            extra = tuple(header for header in by_header if header and header not in mapped.sources)
            return Headings(place, MappingProxyType(columns), extra), by_header
    return None


def filled(template: str, by_header: Mapping[str, int], row: Sequence[Cell]) -> str:
    """The template with the words of the row in its holes; "" when all of them are empty."""
    words = {header: text_of(row[by_header[header]]) for header in _HOLE.findall(template)}
    return _HOLE.sub(lambda hole: words[hole[1]], template) if any(words.values()) else ""
