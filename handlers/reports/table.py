"""What a report is: the words in a chat, a picture, and tables for a file. Cells are values; who shows them writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.language.reading import NOTHING

MOST_LINES = 9  # in a chat; a line is gone into by its number, and an answer is one digit
KINDS = ("text", "name", "money", "day", "moment", "whole", "share", "days")


@dataclass(frozen=True, slots=True)
class Column:
    """A cell of `kind` money is fen, of share a Fraction of one, of days a Fraction; None is an empty cell.

    A text is one of the words of `templates/sheets/words.txt.j2` where that has it; a name is what people wrote.
    """

    key: str
    kind: str = "name"


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is the key of its title. `total` has as many cells as a row, or there is none."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    total: Sequence[Any] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """`template` is below templates/chat. `tables` makes them, for a file or a program; it reads nothing more.

    `drill`: what one can go into by number, as changes of the `Ask`.
    """

    template: str
    context: Mapping[str, Any]
    tables: Callable[[], tuple[Table, ...]]
    picture: str = ""
    drawn: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    drill: tuple[Mapping[str, Any], ...] = ()


def money(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key, "money") for key in keys)
