"""A message read before it is its turn: by whom it may be read and still hold, nobody has to read it again."""

from __future__ import annotations

from datetime import datetime

from handlers.language.names import NameIndex
from handlers.language.naming import speaks_of_last
from handlers.language.reader import read
from handlers.language.reading import Reading
from handlers.language.sight import Last
from ledger.values import value


@value
class Foretold:
    """What a text says to whoever has the same `now`, role and version of the customers' names."""

    text: str
    now: datetime
    role: str
    version: int
    reading: Reading


def foretell(text: str, *, now: datetime, role: str, index: NameIndex) -> Foretold | None:
    """The reading, whatever was said before; None where that matters: 他, 又, 同上."""
    reading = read(text, now=now, role=role, index=index)
    if speaks_of_last(reading.text):
        return None
    return Foretold(text, now, role, index.version, reading)


def read_once(
    text: str,
    *,
    now: datetime,
    role: str,
    index: NameIndex,
    last: Last,
    foretold: Foretold | None,
) -> Reading:
    """As `read`; what was foretold of just this is not read again."""
    if foretold is not None and (foretold.text, foretold.now, foretold.role, foretold.version) == (
        text, now, role, index.version,
    ):  # fmt: skip
        return foretold.reading
    return read(text, now=now, role=role, index=index, last=last)
