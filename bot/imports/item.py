"""What a kind of file makes of its rows: things to post, each with the keys of the rows behind it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from bot.imports.books import Books, Whose
from bot.imports.rows import Line, Problem
from storage.unit_of_work import UnitOfWork

ACTOR = "import"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes a row the same row in another import: see `row_key`."""

    document: str
    day: str
    fen: int
    nth: int


class Item(Protocol):
    """Something to post; `marks` are its rows. A customer not yet known is created with `owner` and `details`."""

    @property
    def line(self) -> Line: ...
    @property
    def whose(self) -> Whose: ...
    @property
    def owner(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...
    @property
    def marks(self) -> Sequence[Mark]: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `post` returns the subject that its rows became: `receivable:<id>`.

    `read` makes items of lines, or problems; `settle` says of an item whose rows are not known whether the
    books have it all the same (True), or raises BadCell when they have it with other figures.
    """

    name: str
    read: Callable[[Sequence[Line], Books], tuple[list[Any], list[Problem]]]
    settle: Callable[[Any, Books, UnitOfWork], bool]
    post: Callable[[Any, int, int, UnitOfWork], str]


class Marker:
    """Gives the rows of one file their marks; equal rows are counted."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str, str, int]] = Counter()

    def __call__(self, whose: Whose, document: str, day: str, fen: int) -> Mark:
        same = (whose.key, document, day, fen)
        self._seen[same] += 1
        return Mark(document, day, fen, self._seen[same])


def row_key(kind: str, customer: int | str, mark: Mark) -> str:
    """SHA-256 (hex) over kind, customer (his id), document, date, fen and n-th equal row of the file."""
    text = "\x1f".join((kind, str(customer), mark.document, mark.day, str(mark.fen), str(mark.nth)))
    return hashlib.sha256(text.encode()).hexdigest()
