"""Whose turn it is to write to an SQLite file: who waits comes next.

SQLite's own lock goes to whoever looks at it in the right moment, and who waits looks every 100 ms: a process that
writes one batch after the other would keep all others out for good.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

PATIENCE_SECONDS = 10.0
_LOOKS_AGAIN_AFTER = 0.0005


class Turnstile:
    """Two locks on files beside `database`, which end with the process that holds them. For one thread.

    A courtesy: nobody is kept out by it for longer than its patience, and SQLite's own lock is what counts.
    """

    def __init__(self, database: str) -> None:
        self._queue = _Lock(Path(database + "-queue"))
        self._turn = _Lock(Path(database + "-turn"))

    def take(self) -> None:
        """Wait for our turn; who has it and comes again finds the queue held by who waits."""
        until = time.monotonic() + PATIENCE_SECONDS
        self._queue.take(until)
        self._turn.take(until)
        self._queue.give()

    def give(self) -> None:
        """Our turn is over, if it was ours."""
        self._queue.give()
        self._turn.give()

    def close(self) -> None:
        self._queue.close()
        self._turn.close()


class _Lock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._is_held = False

    def take(self, until: float) -> None:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while not self._is_held:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._is_held = True
            except BlockingIOError:
                if time.monotonic() > until:
                    return
                time.sleep(_LOOKS_AGAIN_AFTER)

    def give(self) -> None:
        if self._is_held and self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._is_held = False

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file, self._is_held = None, False
