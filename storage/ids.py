"""Ids of 63 bits: 41 of milliseconds since 2025-01-01 UTC, 10 of a process number, 12 of sequence.

The time is the machine's, not the Clock's. Nothing is ordered by an id.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NoReturn

from storage.errors import ReadOnly

EPOCH_MS = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp() * 1_000)
PROCESS_BITS = 10
SEQUENCE_BITS = 12
PROCESSES = 1 << PROCESS_BITS
_SEQUENCES = 1 << SEQUENCE_BITS


def machine_milliseconds() -> int:
    """Milliseconds since 1970 on the machine's clock."""
    return time.time_ns() // 1_000_000


def refuse_id() -> NoReturn:
    """What a reader has in place of ids. Raises `ReadOnly`."""
    raise ReadOnly


class Ids:
    """Gives the ids of one process, each above the last, also when the machine's clock steps back.

    For one thread. When the 4,096 ids of a millisecond are used up it goes on in the next without waiting.
    """

    def __init__(self, process_number: int, milliseconds: Callable[[], int] = machine_milliseconds) -> None:
        if not 0 <= process_number < PROCESSES:
            raise ValueError(f"a process number is 0 to {PROCESSES - 1}")
        self._process = process_number << SEQUENCE_BITS
        self._milliseconds = milliseconds
        self._last = 0
        self._sequence = 0

    @property
    def reached(self) -> int:
        """Milliseconds since 1970 up to which ids have been given."""
        return self._last + EPOCH_MS

    def __call__(self) -> int:
        now = self._milliseconds() - EPOCH_MS
        if now > self._last:
            self._last, self._sequence = now, 0
        else:
            self._sequence += 1
            if self._sequence == _SEQUENCES:
                self._last, self._sequence = self._last + 1, 0
        return self._last << (PROCESS_BITS + SEQUENCE_BITS) | self._process | self._sequence
