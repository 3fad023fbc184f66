"""SIGKILL at random moments under load, with retries: nothing acknowledged is lost, nothing is booked twice.

    python -m benchmarks.kill --rounds 200 [--postgres] [--seed N]

Real `serve` processes. Every message is sent with the same MsgId until it is answered with 200, as Tencent does (an
empty 200 says “booked, the answer leaves later”). Some acknowledged ones are sent again: their answer must not change.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvloop
from sqlalchemy import select

from benchmarks.company import PAIRS, SEAL, Debt, debts, environment, found, sealed
from benchmarks.postgres import durable_postgres
from benchmarks.served import end, free_port, load_average, start, wait_healthy
from benchmarks.wire import Dropped, Line
from bot.simulator.sealing import open_reply
from storage.engines import snapshot
from storage.relations import ENTRY, INBOX

CLIENTS = 16
BOOKED = "记好了"
LONGEST_LIFE = 1.2  # seconds under load before the kill
AT_START = 0.1  # of the kills fall while the process is still starting
AGAIN = 0.05  # of the acknowledged messages are sent once more
_PAUSE = 0.05


@dataclass(slots=True)
class Load:
    """Messages that wait, and what became of those that were sent. `answers` are by number, "" where empty."""

    port: int
    new: Iterator[Debt]
    chance: random.Random
    waiting: deque[Debt] = field(default_factory=deque)
    answers: dict[int, str] = field(default_factory=dict)
    said: list[Debt] = field(default_factory=list)
    retries: int = 0
    changed: list[str] = field(default_factory=list)
    is_draining: bool = False

    async def client(self) -> None:
        """Send one message after the other, each until it is acknowledged."""
        line: Line | None = None
        while (debt := self._next()) is not None:
            answer = None
            while answer is None:
                try:
                    line = line or await Line.to(self.port)
                    answer = await self._ask(line, debt)
                except (OSError, Dropped):
                    line, answer = None, None
                if answer is None:
                    self.retries += 1
                    await asyncio.sleep(_PAUSE)
            self._acknowledge(debt, answer)
        if line is not None:
            line.close()

    def _next(self) -> Debt | None:
        if self.waiting:
            return self.waiting.popleft()
        if self.is_draining:
            return None
        debt = next(self.new)
        self.said.append(debt)
        return debt

    async def _ask(self, line: Line, debt: Debt) -> str | None:
        """The opened answer, "" when empty, None when it must be sent again."""
        status, body = await line.ask(sealed(debt))
        return open_reply(SEAL, body).decode() if status == 200 else None

    def _acknowledge(self, debt: Debt, answer: str) -> None:
        text = answer.partition("<Content>")[2]
        before = self.answers.setdefault(debt.number, text)
        if before and text and before != text:
            self.changed.append(debt.text)
        elif self.chance.random() < AGAIN and not self.is_draining:
            self.waiting.append(debt)


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.kill", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    with _database(on_postgres=options.postgres) as (url, folder):
        return run(url, folder, rounds=options.rounds, seed=seed)


@contextmanager
def _database(*, on_postgres: bool) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory(prefix="qz-kill-") as name:
        if on_postgres:
            with durable_postgres() as url:
                yield url, Path(name)
        else:
            yield f"sqlite:///{name}/books.db", Path(name)


def run(url: str, folder: Path, *, rounds: int, seed: int) -> int:
    """Kill `rounds` times, then judge; 1 on any violation."""
    print(f"{rounds} rounds, seed {seed}, {CLIENTS} clients, {load_average()}", flush=True)
    found(url)
    chance = random.Random(seed)
    load = Load(free_port(), debts(0, PAIRS), chance)
    uvloop.run(_live(url, folder, load, rounds))
    return _judge(url, folder, load, rounds)


async def _live(url: str, folder: Path, load: Load, rounds: int) -> None:
    clients = [asyncio.create_task(load.client()) for _ in range(CLIENTS)]
    command = ["-m", "bot", "serve", "--port", str(load.port)]
    for number in range(rounds):
        process = start(command, folder, environment(url))
        if load.chance.random() >= AT_START:
            await asyncio.to_thread(wait_healthy, process, load.port, folder)
        await asyncio.sleep(load.chance.uniform(0, LONGEST_LIFE))
        process.kill()
        await asyncio.to_thread(process.wait)
        if (number + 1) % 10 == 0:
            print(f"  {number + 1} killed, {len(load.answers)} messages acknowledged", flush=True)
    load.is_draining = True
    process = start(command, folder, environment(url))
    await asyncio.gather(*clients)
    await asyncio.to_thread(end, process)


def _judge(url: str, folder: Path, load: Load, rounds: int) -> int:
    booked = _booked(url)
    expected = {debt.number: (debt.speaker, 100 * debt.yuan) for debt in load.said}
    lost = [number for number in load.answers if number not in booked]
    twice = [number for number, entries in booked.items() if len(entries) > 1]
    foreign = [number for number, entries in booked.items() if expected.get(number) != entries[0]]
    unanswered = [number for number in expected if number not in load.answers]
    unbooked = [text for text in load.answers.values() if text and BOOKED not in text]
    check = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        cwd=folder,
        env=environment(url),
        capture_output=True,
        text=True,
    )
    late = sum(not text for text in load.answers.values())
    print(
        f"{rounds} kills, {len(load.said)} messages, {load.retries} retries, {len(load.answers)} acknowledged "
        f"({late} of them to be answered later), {len(booked)} booked\n"
        f"  acknowledged and lost: {len(lost)}\n  booked twice: {len(twice)}\n  booked otherwise than said: {len(foreign)}\n"
        f"  never acknowledged: {len(unanswered)}\n  answered something else: {len(unbooked)}\n"
        f"  another answer when sent again: {len(load.changed)}\n  check: {check.stdout.strip() or check.stderr.strip()}"
    )
    print(Counter(unbooked).most_common(3)) if unbooked else None
    bad = [*lost, *twice, *foreign, *unanswered, *unbooked, *load.changed]
    return 1 if bad or check.returncode else 0


def _booked(url: str) -> dict[int, list[tuple[str, int]]]:
    """What the journal holds by the number of the message: (actor, fen) of each of its entries."""
    booked: dict[int, list[tuple[str, int]]] = {}
    query = select(INBOX.c.message_key, ENTRY.c.actor, ENTRY.c.amount).join_from(
        ENTRY, INBOX, ENTRY.c.message_id == INBOX.c.id
    )
    with snapshot(url) as connection:
        for key, actor, amount in connection.execute(query):
            booked.setdefault(int(key.split(":")[1]) - 10_000_000, []).append((actor, amount))
    return booked


if __name__ == "__main__":
    sys.exit(main())
