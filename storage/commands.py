"""What waits for the writer of a process, and what it has done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from storage.behind import Ask
from storage.transaction import DATABASE_ERRORS
from storage.unit_of_work import UnitOfWork
from storage.work import Asked

log = logging.getLogger(__name__)

Deed = Callable[[UnitOfWork], Any]
Probe = Callable[[UnitOfWork], bool]
Ahead = Callable[[UnitOfWork], Iterable[Asked]]


def nothing(_: UnitOfWork) -> Iterable[Asked]:
    """For a command that asks too little for it to matter."""
    return ()


@dataclass(slots=True, eq=False)
class Command:
    """A deed that waits to be written, and what came of it. `ahead` names what it will ask.

    Its future is one of threads, or one of the event loop `loop`.
    """

    deed: Deed
    corp_id: int
    key: Probe | None
    ahead: Ahead = nothing
    future: Future[Any] | asyncio.Future[Any] = field(default_factory=Future)
    loop: asyncio.AbstractEventLoop | None = None
    result: Any = None
    error: BaseException | None = None
    is_unsure: bool = False

    def asks(self, uow: UnitOfWork) -> list[Ask]:
        """None when it cannot tell: it will ask by itself, and hear then what is wrong. Raises DBAPIError."""
        try:
            return [(statement, {**values, "corp": self.corp_id}) for statement, values in self.ahead(uow)]
        except DATABASE_ERRORS:
            raise
        except Exception:
            log.exception("a command cannot say what it will ask")
            return []

    def take(self) -> bool:
        """Whether anybody still wants it; a future of threads cannot be cancelled from now on."""
        if isinstance(self.future, Future):
            return self.future.set_running_or_notify_cancel()
        return not self.future.cancelled()

    def answer(self) -> None:
        if isinstance(self.error, StopIteration):  # no future takes one
            self.future.set_exception(RuntimeError("the command ended in StopIteration"))
        elif self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


def answer_all(commands: Iterable[Command]) -> None:
    """Say what came of them: to each event loop in one go, since waking it costs as much as ten answers."""
    loops: dict[asyncio.AbstractEventLoop, list[Command]] = {}
    for command in commands:
        if command.loop is None:
            command.answer()
        else:
            loops.setdefault(command.loop, []).append(command)
    for loop, waiting in loops.items():
        with suppress(RuntimeError):  # it was closed: nobody waits
            loop.call_soon_threadsafe(_answer_waiting, waiting)


def _answer_waiting(commands: Sequence[Command]) -> None:
    for command in commands:
        if not command.future.done():  # nobody waits for what was cancelled
            command.answer()


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
