"""The one writer of a process: it runs all commands that wait in one transaction and commits once.

A command is plain code on a unit of work, in a savepoint of its own: what fails undoes only itself. Its
answer leaves after the commit. When the transaction itself is lost, each command runs again in its own.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.errors import Closed, StorageError, Unavailable, UnknownCommit
from storage.heads import Heads
from storage.process_number import LeasedIds
from storage.transaction import DATABASE_ERRORS, CommitUnknown, TransactionEnded, WritingConnection
from storage.unit_of_work import UnitOfWork
from storage.work import NO_DEFAULTS

BATCH = 256
ATTEMPTS = 3
SLOW_SECONDS = 0.050
# How long a lost database is looked for when only it can say whether something was written.
PATIENCE_SECONDS = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0

Deed = Callable[[UnitOfWork], Any]
Probe = Callable[[UnitOfWork], bool]

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Command:
    """A deed that waits to be written, and what came of it."""

    deed: Deed
    corp_id: int
    key: Probe | None
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None
    is_unsure: bool = False

    def answer(self) -> None:
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


@dataclass(slots=True)
class Statistics:
    """What a writer has done since it started; numbers only rise."""

    commands: int = 0
    commits: int = 0
    failed: int = 0
    alone: int = 0
    unknown: int = 0
    slow: int = 0

    def __add__(self, other: Statistics) -> Statistics:
        return Statistics(*(getattr(self, name) + getattr(other, name) for name in Statistics.__slots__))


class Writer:
    """A thread that owns the writing connection. `clock` gives the Clock's now (aware)."""

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], datetime],
        ids: LeasedIds,
        defaults: Mapping[str, Any] = NO_DEFAULTS,
    ) -> None:
        self.statistics = Statistics()
        self._link = WritingConnection(url)
        self._clock = clock
        self._ids = ids
        self._defaults = defaults
        self._heads = Heads()
        self._waiting: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._is_open = False
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)

    def start(self) -> None:
        self._is_open = True
        self._thread.start()

    def submit(self, command: Command) -> None:
        """Raises `Closed`. A command whose future is cancelled before the writer takes it never runs."""
        with self._gate:
            if not self._is_open:
                raise Closed
            self._waiting.put(command)

    def close(self) -> None:
        """Refuse new commands, finish those that wait, and end."""
        with self._gate:
            if not self._is_open:
                return
            self._is_open = False
            self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        is_last = False
        while not is_last:
            batch, is_last = self._take()
            try:
                if batch:
                    self._run(batch)
            except BaseException as error:  # a fault of our own must not leave anybody waiting
                log.exception("writer failed")
                for command in batch:
                    command.error = error
            for command in batch:
                command.answer()
        self._leave()

    def _take(self) -> tuple[list[Command], bool]:
        """All that wait, up to `BATCH`, and whether the end was among them."""
        batch: list[Command] = []
        command = self._waiting.get()
        while command is not None:
            if command.future.set_running_or_notify_cancel():
                batch.append(command)
            if len(batch) >= BATCH:
                return batch, False
            try:
                command = self._waiting.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _run(self, batch: list[Command]) -> None:
        self.statistics.commands += len(batch)
        try:
            self._together(batch)
        except Unavailable as error:
            _fail(batch, error)
        except TransactionEnded:
            self._each_alone(batch)
        except CommitUnknown:
            self._after_unknown(batch)
        self.statistics.failed += sum(command.error is not None for command in batch)

    def _together(self, batch: list[Command]) -> None:
        """One transaction. Raises `Unavailable`, `TransactionEnded` or `CommitUnknown`."""
        self._hold_number()
        connection = self._link.begin()
        heads, self._heads = self._heads, Heads()  # only what a commit ends is handed on
        try:
            moments = self._moments(connection, heads, {command.corp_id for command in batch})
            for command in batch:
                self._try(command, connection, heads, moments[command.corp_id])
            heads.save(connection)
        except DATABASE_ERRORS as error:
            self._link.abandon()
            raise TransactionEnded from error
        except BaseException:
            self._link.abandon()
            raise
        self._link.commit()
        self._heads = heads
        self.statistics.commits += 1

    def _try(self, command: Command, connection: Connection, heads: Heads, now: datetime) -> None:
        """Run one command in its savepoint; its failure is its answer. Raises `TransactionEnded`."""
        uow = UnitOfWork(
            connection,
            corp_id=command.corp_id,
            now=now,
            new_id=self._ids,
            heads=heads,
            defaults=self._defaults,
            opening=self._link.opening(),
        )
        before = heads.snapshot()
        started = time.perf_counter()
        try:
            if not (command.is_unsure and command.key is not None and command.key(uow)):
                command.result = command.deed(uow)
                uow.flush()
            if not self._link.is_sound:
                raise StorageError("a command went on after the database refused a statement")
            command.error = None
        except BaseException as error:
            self._link.rollback(error, has_begun=uow.has_begun)
            heads.restore(before)
            command.error = error
        if uow.has_begun:
            self._link.opened()
        self._time(command, time.perf_counter() - started)

    def _time(self, command: Command, seconds: float) -> None:
        if seconds > SLOW_SECONDS:
            self.statistics.slow += 1
            deed = getattr(command.deed, "func", command.deed)  # a partial's repr would show the message
            name = getattr(deed, "__qualname__", type(deed).__name__)
            log.warning("slow command %s: %.0f ms", name, seconds * 1_000)

    def _each_alone(self, batch: list[Command]) -> None:
        for place, command in enumerate(batch):
            self.statistics.alone += 1
            try:
                self._alone(command)
            except Unavailable as error:
                _fail(batch[place:], error)
                return

    def _alone(self, command: Command) -> None:
        """Run a command in a transaction of its own, a few times if need be. Raises `Unavailable`."""
        for _ in range(ATTEMPTS):
            try:
                self._together([command])
                return
            except TransactionEnded as ended:
                command.error = ended.__cause__
            except CommitUnknown:
                self._after_unknown([command])
                return

    def _after_unknown(self, batch: list[Command]) -> None:
        """Ask for each command whether it was written; run again what was not; else it stays unknown.

        A lost transaction that still lives in the server holds the writers' lock: once we hold it, that one
        has ended.
        """
        self.statistics.unknown += 1
        until = time.monotonic() + PATIENCE_SECONDS
        for command in batch:
            if command.error is not None:
                continue  # its savepoint was undone: nothing of it was ever to be written
            if command.key is None:
                command.error = UnknownCommit()
                continue
            self._resolve(command, until)

    def _resolve(self, command: Command, until: float) -> None:
        command.is_unsure = True
        pause = _FIRST_PAUSE
        while True:
            try:
                self._together([command])
                return
            except (Unavailable, TransactionEnded, CommitUnknown) as error:
                if time.monotonic() + pause > until:
                    command.error = UnknownCommit()
                    command.error.__cause__ = error
                    return
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _moments(self, connection: Connection, heads: Heads, corps: set[int]) -> dict[int, datetime]:
        """Each company's now: the Clock's, never before the last recorded_at of its journal."""
        heads.open(connection, corps)
        now = self._clock()
        return {corp_id: max(now, heads.last_recorded(connection, corp_id)) for corp_id in corps}

    def _hold_number(self) -> None:
        if not self._ids.is_due():
            return
        connection = self._link.begin()
        try:
            self._ids.renew(connection)
            self._link.commit()
        except (*DATABASE_ERRORS, TransactionEnded, CommitUnknown, Unavailable) as error:
            self._ids.forget()
            self._link.abandon()
            raise Unavailable from error

    def _leave(self) -> None:
        """Give the process number back; without a database it runs out by itself."""
        try:
            if self._ids.is_leased:
                self._ids.release(self._link.begin())
                self._link.commit()
        except (*DATABASE_ERRORS, TransactionEnded, CommitUnknown, Unavailable) as error:
            log.warning("process number not given back: %r", error)
        self._link.close()


def _fail(batch: list[Command], error: Exception) -> None:
    for command in batch:
        command.error = error
