"""The one writer of a process: it runs all commands that wait in one transaction and commits once.

A command is plain code on a unit of work: what fails undoes only itself. Rows are kept back until somebody asks for
them or all commands have run, so most commands need no savepoint and share their statements. Answers leave after the
commit. When the database refuses a statement, or the transaction is lost, each command runs again in its own.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.behind import Ask, Behind
from storage.commands import Command, Statistics, answer_all
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

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Transaction:
    """What the commands of a transaction share."""

    connection: Connection
    heads: Heads
    moments: Mapping[int, datetime]
    behind: Behind
    is_careful: bool


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
            answer_all(batch)
        self._leave()

    def _take(self) -> tuple[list[Command], bool]:
        """All that wait, up to `BATCH`, and whether the end was among them."""
        batch: list[Command] = []
        command = self._waiting.get()
        while command is not None:
            if command.take():
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

    def _together(self, batch: list[Command], *, carefully: bool = False) -> None:
        """One transaction. Raises `Unavailable`, `TransactionEnded` or `CommitUnknown`.

        What the database refuses ends it, since it may be the row of another command; `carefully` it is its own.
        """
        self._hold_number()
        connection = self._link.begin()
        heads, self._heads = self._heads, Heads()  # only what a commit ends is handed on
        behind = Behind()
        try:
            moments = self._moments(connection, heads, {command.corp_id for command in batch})
            transaction = _Transaction(connection, heads, moments, behind, carefully)
            if not carefully:
                self._look_ahead(batch, transaction)
            for command in batch:
                self._try(command, transaction)
            behind.close(connection)
            heads.save(connection)
        except BaseException as error:
            self._link.abandon()
            if behind.is_lost or isinstance(error, DATABASE_ERRORS):
                raise TransactionEnded from error
            raise
        self._link.commit()
        self._heads = heads
        self.statistics.commits += 1

    def _look_ahead(self, batch: list[Command], transaction: _Transaction) -> None:
        """Ask for all commands in one trip what each will ask, where a trip costs anything."""
        if transaction.connection.dialect.name == "sqlite":
            return
        asks: list[Ask] = []
        for command in batch:
            asks += command.asks(self._uow(command, transaction, opening=()))
        transaction.behind.foresee(transaction.connection, asks)

    def _uow(self, command: Command, transaction: _Transaction, opening: Sequence[str]) -> UnitOfWork:
        now = transaction.moments[command.corp_id]
        return UnitOfWork(
            transaction.connection, corp_id=command.corp_id, now=now, new_id=self._ids, heads=transaction.heads,
            defaults=self._defaults, behind=transaction.behind, opening=opening,
            sends_all=transaction.is_careful,
        )  # fmt: skip

    def _try(self, command: Command, transaction: _Transaction) -> None:
        """Run one command; its failure is its answer. Raises `TransactionEnded`."""
        uow = self._uow(command, transaction, self._link.opening())
        before = transaction.heads.snapshot()
        started = time.perf_counter()
        try:
            if not (command.is_unsure and command.key is not None and command.key(uow)):
                command.result = command.deed(uow)
                uow.flush() if transaction.is_careful else uow.leave()
            if not self._link.is_sound or transaction.behind.is_lost:
                raise StorageError("a command went on after the database refused a statement")
            command.error = None
        except BaseException as error:
            if not transaction.is_careful and (
                isinstance(error, DATABASE_ERRORS) or not self._link.is_sound or transaction.behind.is_lost
            ):
                raise TransactionEnded from error
            self._link.rollback(error, has_begun=uow.has_begun)
            transaction.heads.restore(before)
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
                self._together([command], carefully=True)
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
                self._together([command], carefully=True)
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
