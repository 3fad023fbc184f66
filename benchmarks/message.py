"""The main job: open the envelope → read → post a debt → durable commit → sealed answer, against a bare echo.

One server process each, the same load tool, interleaved runs on the same machine; every answer must say 记好了 and the
books must hold exactly what was said.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.company import SEAL, Debt, debts, found, sealed
from benchmarks.load import CONNECTIONS, Run, drive
from benchmarks.postgres import durable_postgres
from benchmarks.served import Server, echoing, load_average, serving
from bot.clock import SystemClock
from bot.simulator.sealing import open_reply
from storage.check import problems
from storage.database import Database
from storage.engines import snapshot
from storage.relations import CUSTOMER, ENTRY

RUNS = 5
MESSAGES = 3_000  # a run
WARM_UP = 500
BOOKED = "记好了"
SQLITE_SHARE, POSTGRES_SHARE, MOST_P99 = 0.30, 0.20, 5.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A run, and the seconds of processor time that the server used for one message."""

    run: Run
    cpu_seconds: float

    def __str__(self) -> str:
        return f"{self.run}   cpu {1_000 * self.cpu_seconds:.2f} ms"


class WrongBooks(Exception):
    """What was answered or booked is not what was said."""


def measure(_: Sequence[str] = ()) -> bool:
    """The message on SQLite, synchronous=FULL."""
    with tempfile.TemporaryDirectory(prefix="qz-bench-") as name:
        return _compare("SQLite FULL", f"sqlite:///{name}/books.db", Path(name), SQLITE_SHARE)


def measure_postgres(_: Sequence[str] = ()) -> bool:
    """The message on PostgreSQL with fsync."""
    with tempfile.TemporaryDirectory(prefix="qz-bench-") as name, durable_postgres() as url:
        return _compare("PostgreSQL, fsync on", url, Path(name), POSTGRES_SHARE)


def _compare(title: str, url: str, folder: Path, least: float) -> bool:
    found(url)
    ours: list[Measured] = []
    theirs: list[Measured] = []
    said: list[Debt] = []
    print(f"{title}: {RUNS} × {MESSAGES} messages, {CONNECTIONS} connections, {load_average()}")
    with serving(url, folder) as full, echoing(folder) as echo:
        for number in range(RUNS + 1):
            some = list(debts(len(said), MESSAGES if number else WARM_UP))
            said += some
            theirs.append(_measure(echo, some, folder))
            ours.append(_measure(full, some, folder))
            _demand_booked(ours[-1].run, some)
            if number:
                print(f"  echo {theirs[-1]}\n  full {ours[-1]}   {load_average()}", flush=True)
    _demand_books(url, said)
    return _judge(ours[1:], theirs[1:], least)


def _measure(server: Server, some: Sequence[Debt], folder: Path) -> Measured:
    before = server.cpu_seconds()
    run = drive(server.port, map(sealed, some), folder)
    return Measured(run, (server.cpu_seconds() - before) / len(some))


def _demand_booked(run: Run, said: Sequence[Debt]) -> None:
    for debt, (status, body) in zip(said, run.answers, strict=True):
        answer = open_reply(SEAL, body.encode()).decode() if status == 200 else f"HTTP {status}"
        if BOOKED not in answer:
            raise WrongBooks(f"{debt.text!r} was answered {answer!r}")


def _demand_books(url: str, said: Sequence[Debt]) -> None:
    """One debt for each message, of its customer and amount, and every law kept."""
    with snapshot(url) as connection:
        query = (
            select(CUSTOMER.c.name, ENTRY.c.actor, ENTRY.c.amount, func.count())
            .join_from(ENTRY, CUSTOMER, ENTRY.c.customer_id == CUSTOMER.c.id)
            .group_by(CUSTOMER.c.name, ENTRY.c.actor, ENTRY.c.amount)
        )
        booked = {tuple(row) for row in connection.execute(query)}
    expected = {(debt.customer, debt.speaker, 100 * debt.yuan, 1) for debt in said}
    if booked != expected:
        raise WrongBooks(f"{len(expected - booked)} are missing, {len(booked - expected)} nobody said")
    with Database(url, clock=SystemClock().now) as database:
        broken = database.read_now(lambda uow: [str(problem) for problem in problems(uow)])
    if broken:
        raise WrongBooks("; ".join(broken[:5]))
    print(f"  {len(said)} messages said, {len(booked)} debts booked, check clean")


def _judge(ours: list[Measured], theirs: list[Measured], least: float) -> bool:
    pairs = list(zip(ours, theirs, strict=True))
    share = statistics.median(a.run.throughput / b.run.throughput for a, b in pairs)
    slower = statistics.median(a.run.percentile(99) / b.run.percentile(99) for a, b in pairs)
    work = statistics.median(b.cpu_seconds / a.cpu_seconds for a, b in pairs)
    is_reached = share >= least and slower <= MOST_P99
    print(
        f"  median of interleaved pairs: {share:.3f} of the echo's throughput (at least {least:.2f}), "
        f"p99 {slower:.2f} × its p99 (at most {MOST_P99:.0f}): {'reached' if is_reached else 'NOT REACHED'}\n"
        f"  by processor time alone, which other programs disturb less: {work:.3f}"
    )
    return is_reached
