"""How values travel between the two processes: pickled, those that every message has by their fields alone.

Left to itself a dataclass looks up its fields each time, which takes longer than opening the envelope.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from bot.dispatcher import Answer
from bot.incoming import Incoming, Kept
from handlers.language.foretelling import Foretold
from handlers.language.reading import Mention, Question, Reading, Record, Span, Terms
from storage.commands import Statistics

KINDS = (Incoming, Kept, Foretold, Reading, Record, Mention, Span, Terms, Question, Answer, Statistics)
_NAMED = (Incoming,)
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in KINDS}


def packed(value: object) -> bytes:
    """Raises what pickle raises for what cannot travel."""
    target = io.BytesIO()
    pickler = pickle.Pickler(target, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _TABLE
    pickler.dump(value)
    return target.getvalue()


def unpacked(data: bytes | memoryview) -> Any:
    """What was packed. Only for what our own parent or child has written."""
    return pickle.loads(data)  # noqa: S301


def made(kind: type[Any], values: tuple[Any, ...]) -> Any:
    """A value whose fields are given by name alone, from all of them in their order."""
    return kind(**dict(zip(_NAMES[kind], values, strict=True)))


def frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


def _by_fields(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    values = attrgetter(*_NAMES[kind])
    if kind in _NAMED:
        return lambda value: (made, (kind, values(value)))
    return lambda value: (kind, values(value))


_TABLE: dict[type[Any], Callable[[Any], tuple[Any, ...]]] = {
    MappingProxyType: lambda value: (frozen, (dict(value),)),
    **{kind: _by_fields(kind) for kind in KINDS},
}
