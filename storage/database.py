"""The Database: one writer and a few readers, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from storage.commands import Ahead, Command, Statistics, nothing
from storage.engines import begin_snapshot, reading_engine
from storage.heads import Heads
from storage.ids import refuse_id
from storage.process_number import LeasedIds
from storage.unit_of_work import UnitOfWork
from storage.work import NO_DEFAULTS
from storage.writer import Writer

T = TypeVar("T")
EMBEDDED = 1
READERS = 4


class Database:
    """Give it plain functions of a unit of work; it runs them, commits, and hands back what they return.

    `fn(uow)` may run more than once, touches only its uow, does no I/O and takes 50 ms at most. `clock` gives
    the Clock's now (aware). Without `process_number` one is leased at the first write.
    `defaults` are the settings that the program ships.
    A write raises what `fn` raised; `Unavailable` when the database is away (nothing was written);
    `UnknownCommit` when the answer to the commit was lost and no `key(uow) -> bool` could tell whether it was
    written; `Closed`.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], datetime],
        process_number: int | None = None,
        defaults: Mapping[str, Any] = NO_DEFAULTS,
    ) -> None:
        self._clock = clock
        self._defaults = defaults
        self._writer = Writer(url, clock=clock, ids=LeasedIds(process_number), defaults=defaults)
        self._engine = reading_engine(url, size=READERS)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    @property
    def statistics(self) -> Statistics:
        return self._writer.statistics

    def start(self) -> None:
        """Start the writer; the database is opened by the first command."""
        self._writer.start()

    def close(self) -> None:
        """Finish what waits, then end; from then on writing raises `Closed`."""
        self._writer.close()
        self._readers.shutdown()
        self._engine.dispose()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(
        self,
        fn: Callable[[UnitOfWork], T],
        *,
        corp_id: int = EMBEDDED,
        key: Callable[[UnitOfWork], bool] | None = None,
        ahead: Ahead = nothing,
    ) -> Future[T]:
        """Put a write in the queue; the future is answered after its commit.

        `ahead` names questions that `fn` will put to the database, so that those of many are answered in one trip.
        """
        command = Command(fn, corp_id, key, ahead)
        self._writer.submit(command)
        return cast("Future[T]", command.future)

    async def write(
        self,
        fn: Callable[[UnitOfWork], T],
        *,
        corp_id: int = EMBEDDED,
        key: Callable[[UnitOfWork], bool] | None = None,
        ahead: Ahead = nothing,
    ) -> T:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._writer.submit(Command(fn, corp_id, key, ahead, answer, loop))
        return await answer

    def write_now(
        self,
        fn: Callable[[UnitOfWork], T],
        *,
        corp_id: int = EMBEDDED,
        key: Callable[[UnitOfWork], bool] | None = None,
    ) -> T:
        """Write and wait, for the command line; never in an event loop."""
        return self.submit(fn, corp_id=corp_id, key=key).result()

    async def read(self, fn: Callable[[UnitOfWork], T], *, corp_id: int = EMBEDDED) -> T:
        """Run `fn` on one consistent snapshot that cannot be written to."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.read_now(fn, corp_id=corp_id))

    def read_now(self, fn: Callable[[UnitOfWork], T], *, corp_id: int = EMBEDDED) -> T:
        """Read in the calling thread."""
        with self._engine.connect() as connection:
            begin_snapshot(connection)
            uow = UnitOfWork(
                connection,
                corp_id=corp_id,
                now=self._clock(),
                new_id=refuse_id,
                heads=Heads(),
                defaults=self._defaults,
            )
            return fn(uow)
