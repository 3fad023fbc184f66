"""The bot's connection cut and its owner killed, again and again, under messages: nothing twice, nothing hidden.

    python -m benchmarks.cuts [--cuts 500] [--kills 50] [--seed N]

Two `worker` processes on one database; one holds the bot's line (lease 1 s), the other stands by. The gateway in this
process cuts it idle, before a command is done, and after it is done but before its answer; the owner gets SIGKILL.
Some messages are sent a second time with the same msgid. At the end: what was booked twice, what was answered twice,
and whether every booked message that nobody saw answered is listed as unsure. A message that died with its process
before its commit left no trace: the platform says it once, and its sender sees no answer; they are counted.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from benchmarks.channels import gateway, looking
from benchmarks.company import PAIRS, Debt, debts, environment, found
from benchmarks.served import load_average, start
from bot.clock import SimulatedClock, SystemClock
from bot.simulator.bot_api import ADDRESS, SOCKET
from bot.simulator.chats import Chats
from bot.simulator.company import COMPANY
from bot.simulator.gateway import ANSWER_WINDOW, Called
from bot.simulator.talk import MESSAGE, Talk, one_to_one
from bot.wiring import build
from config.settings import Settings
from storage.engines import snapshot
from storage.relations import ENTRY, INBOX, OUTBOX
from storage.tables import Lease

LEASE = 1.0
PAUSE = 0.08  # seconds between messages: below the platform's quota for each of the people
WARM_SECONDS = 5.0
AGAIN = 0.05  # of the messages come a second time
PATIENCE = 180.0  # seconds: a worker takes long to start where others work too
FAULTS = ("idle", "cut_before", "cut_after")


@dataclass(slots=True)
class Play:
    """What goes on while processes die."""

    talk: Talk
    chats: Chats
    chance: random.Random
    new: Iterator[Debt]
    sent: list[Debt] = field(default_factory=list)
    cuts: Counter[str] = field(default_factory=Counter)
    hand_overs: list[float] = field(default_factory=list)
    is_over: bool = False

    async def people(self) -> None:
        """Everybody writes whenever the bot is there."""
        recent: deque[Debt] = deque(maxlen=50)
        while not self.is_over:
            debt = next(self.new)
            if await self._say(debt):
                self.sent.append(debt)
                recent.append(debt)
            if recent and self.chance.random() < AGAIN:
                await self._say(self.chance.choice(recent))
            await asyncio.sleep(PAUSE)

    async def _say(self, debt: Debt) -> bool:
        await self.talk.gateway.wait_live()
        body = self.talk._body(debt.speaker, "", "text")
        body |= {"msgid": str(debt.number), "text": {"content": debt.text}}
        until = self.talk._clock.now() + ANSWER_WINDOW
        self.talk.gateway.activated.add(debt.speaker)
        called = Called(debt.speaker, frozenset({"aibot_respond_msg"}), until)
        try:
            await self.talk.gateway.call(MESSAGE, body, called)
        except ConnectionError:
            return False
        return True

    async def cut(self) -> None:
        """One cut of one kind, and wait until the bot is back."""
        kind = self.chance.choice(FAULTS)
        await self.talk.gateway.wait_live()
        await asyncio.sleep(self.chance.uniform(0, 0.1))
        before = self.talk.gateway.subscriptions
        if kind == "idle":
            await self.talk.gateway.cut()
        else:
            setattr(self.talk.gateway.faults, kind, 1)
        await self._back(before)
        self.cuts[kind] += 1

    async def _back(self, before: int) -> None:
        async with asyncio.timeout(PATIENCE):
            async for _ in looking():
                if self.talk.gateway.subscriptions > before:
                    return


def owner(url: str) -> int:
    """The process that holds the line."""
    lease = Lease.__table__  # type: ignore[attr-defined]
    with snapshot(url) as connection:
        holder: str = connection.execute(select(lease.c.holder).where(lease.c.name == "aibot")).scalar_one()
    return int(holder.split(":")[1])


async def run(folder: Path, *, cuts: int, kills: int, seed: int) -> int:
    url = f"sqlite:///{folder / 'books.db'}"
    print(f"{cuts} cuts, {kills} kills, seed {seed}, lease {LEASE:.0f} s, {load_average()}", flush=True)
    found(url)
    clock = SimulatedClock()
    async with gateway(clock) as (talk, chats, port):
        play = Play(talk, chats, random.Random(seed), debts(0, PAIRS))
        variables = surroundings(url, port)
        workers = [worker(folder, variables), worker(folder, variables)]
        await asyncio.wait_for(talk.gateway.wait_live(), PATIENCE)
        people = asyncio.create_task(play.people())
        try:
            await disturb(play, workers, url, folder, variables, cuts=cuts, kills=kills)
        finally:
            play.is_over = True
            await people
            for process in workers:
                process.kill()
                process.wait()
        await settle(url, port, folder)
        return judge(url, play)


async def disturb(
    play: Play,
    workers: list[subprocess.Popen[bytes]],
    url: str,
    folder: Path,
    variables: dict[str, str],
    *,
    cuts: int,
    kills: int,
) -> None:
    acts = ["cut"] * cuts + ["kill"] * kills
    play.chance.shuffle(acts)
    for number, act in enumerate(acts, 1):
        if act == "cut":
            await play.cut()
        else:
            await stands_by(workers)
            await kill(play, workers, url)
            workers.append(worker(folder, variables))
        if number % 50 == 0:
            print(f"  {number} done, {len(play.sent)} messages sent", flush=True)


async def stands_by(workers: list[subprocess.Popen[bytes]]) -> None:
    """Return when every worker has its database open, and had the time to read it."""
    async with asyncio.timeout(PATIENCE):
        async for _ in looking(0.1):
            if all(has_open(process.pid, "books.db") for process in workers):
                break
    await asyncio.sleep(WARM_SECONDS)


def has_open(pid: int, name: str) -> bool:
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(link)
        except FileNotFoundError:  # closed while we looked
            continue
        if target.endswith(name):
            return True
    return False


async def kill(play: Play, workers: list[subprocess.Popen[bytes]], url: str) -> None:
    """SIGKILL to who holds the line; how long until another does."""
    await play.talk.gateway.wait_live()
    await asyncio.sleep(play.chance.uniform(0, 0.3))
    pid, before = await asyncio.to_thread(owner, url), play.talk.gateway.subscriptions
    victim = next(process for process in workers if process.pid == pid)
    workers.remove(victim)
    began = time.monotonic()
    victim.kill()
    await asyncio.to_thread(victim.wait)
    await play._back(before)
    play.hand_overs.append(time.monotonic() - began)


def surroundings(url: str, port: int) -> dict[str, str]:
    """A company that has nothing but a bot."""
    given = {name: value for name, value in environment(url).items() if "WECOM" not in name}
    return given | {
        "QINGZHANG_WECOM__BOT_ID": COMPANY.bot_id,
        "QINGZHANG_WECOM__BOT_SECRET": COMPANY.bot_secret,
        "QINGZHANG_WECOM__BOT_WS_URL": f"ws://127.0.0.1:{port}{ADDRESS}{SOCKET}",
        "QINGZHANG_WECOM__BOT_LEASE_SECONDS": str(LEASE),
        "QINGZHANG_LOG_LEVEL": "ERROR",
    }


def worker(folder: Path, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    return start(["-m", "bot", "worker"], folder, variables)


async def settle(url: str, port: int, folder: Path) -> None:
    """A last process, minutes later by its Clock: what may still leave leaves, what is unknown is said to be."""
    wecom = {
        "bot_id": COMPANY.bot_id,
        "bot_secret": COMPANY.bot_secret,
        "bot_ws_url": f"ws://127.0.0.1:{port}{ADDRESS}{SOCKET}",
        "bot_lease_seconds": LEASE,
    }
    settings = Settings(_env_file=None, database_url=url, wecom=wecom)  # type: ignore[call-arg, arg-type]
    clock = SimulatedClock(SystemClock().now() + timedelta(minutes=10))
    service = build(settings, clock=clock, files=folder)
    await service.start()
    async with asyncio.timeout(PATIENCE * 2):
        while await service.database.read(lambda uow: {"waiting", "sending"} & set(uow.outbox.counts())):
            await clock.advance(timedelta(seconds=5))
    await service.stop()


def judge(url: str, play: Play) -> int:
    with snapshot(url) as connection:
        inbox = {
            row.message_key: row.id for row in connection.execute(select(INBOX.c.message_key, INBOX.c.id))
        }
        entries = Counter(connection.scalars(select(ENTRY.c.message_id)))
        rows = connection.execute(
            select(OUTBOX.c.inbox_id, OUTBOX.c.state).where(OUTBOX.c.inbox_id.is_not(None))
        )
        states = {row.inbox_id: row.state for row in rows}
    arrived = {debt: inbox[key] for debt in play.sent if (key := f"{debt.speaker}:{debt.number}") in inbox}
    answers = {debt: shown(debt, play.chats) for debt in arrived}
    twice = [debt for debt, known in arrived.items() if entries[known] > 1]
    unbooked = [debt for debt, known in arrived.items() if not entries[known]]
    again = [debt for debt, count in answers.items() if count > 1]
    silent = [debt for debt, count in answers.items() if not count]
    hidden = [debt for debt in silent if states.get(arrived[debt]) != "unsure"]
    unsure = Counter(states.values())["unsure"]
    over = sorted(play.hand_overs)
    print(
        f"{sum(play.cuts.values())} cuts {dict(play.cuts)}, {len(over)} kills, {len(play.sent)} messages sent, "
        f"{len(arrived)} arrived ({len(play.sent) - len(arrived)} died with their connection or process, no trace)\n"
        f"  booked twice: {len(twice)}\n  answered twice: {len(again)}\n  arrived and not booked: {len(unbooked)}\n"
        f"  arrived and not answered: {len(silent)}, of these not listed as unsure: {len(hidden)} ({unsure} are unsure)"
    )
    if over:
        p99 = over[min(len(over) - 1, int(len(over) * 0.99))]
        print(
            f"  hand-over: median {statistics.median(over):.2f} s, p99 {p99:.2f} s, longest {over[-1]:.2f} s"
        )
    return 1 if [*twice, *again, *unbooked, *hidden] else 0


def shown(debt: Debt, chats: Chats) -> int:
    """How often its speaker saw the answer; nobody else has this customer with this speaker."""
    bubbles = chats.of(one_to_one(debt.speaker))
    return sum(
        debt.customer in bubble.text for bubble in bubbles if bubble.side == "app" and bubble.kind == "text"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.cuts", description=__doc__.partition("\n")[0])
    parser.add_argument("--cuts", type=int, default=500)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory(prefix="qz-cuts-") as folder:
        return asyncio.run(run(Path(folder), cuts=options.cuts, kills=options.kills, seed=seed))


if __name__ == "__main__":
    sys.exit(main())
