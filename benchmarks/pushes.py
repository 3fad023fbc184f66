"""10,000 pushes over 50 robots and 500 members, by the Clock: against the least time that the limits allow.

The simulator's accounts are the judge: what it had to refuse or to drop is counted, and must be nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from pydantic import SecretStr

from bot.channels import app_message, group
from bot.channels.app_message import AppMessage
from bot.channels.group_robot import GroupRobot
from bot.clock import Clock
from bot.delivery.limits import Limits
from bot.delivery.outbox import Delivery
from bot.delivery.rendering import Rendering
from bot.delivery.routes import Way
from bot.render import Renderer
from bot.simulator.company import COMPANY, Person
from bot.simulator.platform import Platform
from bot.simulator.robots import PER_MINUTE
from bot.wecom.client import App, Client
from bot.wecom.outcomes import Refused
from bot.wecom.wire import Wire
from config.company import load_company
from storage.database import Database
from storage.outbox import OutboxView
from storage.schema import claim_mode, migrate
from storage.unit_of_work import UnitOfWork

PUSHES, ROBOTS, MEMBERS = 10_000, 50, 500
MOST_RATIO = 1.1
NINE = datetime(2026, 12, 3, 1, 0, tzinfo=UTC)
MINUTE = 60.0
_TOGETHER = 500  # rows written in one transaction


class Standing(Clock):
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self._now = NINE

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        self._now = max(self._now, instant)


class Robots:
    """A route to as many groups as there are."""

    def __init__(self, wire: Wire, keys: dict[str, str]) -> None:
        self._ways = {
            name: Way("robot", GroupRobot(wire, SecretStr(key), Path()), name, f"group:{name}")
            for key, name in keys.items()
        }

    def lane(self, row: OutboxView) -> str:
        return ""

    async def way(self, row: OutboxView) -> Way | Refused:
        return self._ways[row.target]


def measure(arguments: Sequence[str] = ()) -> bool:
    """Print the figures; whether they are reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pushes", type=int, default=PUSHES)
    pushes = parser.parse_args(list(arguments)).pushes
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="qz-pushes-") as folder:
        took, allowed, over, sent = asyncio.run(run(f"sqlite:///{folder}/books.db", pushes))
    real = time.perf_counter() - began
    ratio = took / allowed if allowed else 1.0
    print(f"{sent:,} of {pushes:,} pushes sent, {ROBOTS} robots, {MEMBERS} members, {real:.1f} s of work")
    print(f"by the Clock {took:.0f} s; the limits allow {allowed:.0f} s; ratio {ratio:.3f} (≤ {MOST_RATIO})")
    print(f"refused or dropped by the platform: {over}")
    return ratio <= MOST_RATIO and not over and sent == pushes


async def run(url: str, pushes: int) -> tuple[float, float, int, int]:
    """(seconds of the Clock, seconds that the limits allow, messages beyond a limit, messages sent)."""
    clock = Standing()
    people = [Person(f"member{number}", "", "sales", "") for number in range(MEMBERS)]
    keys = {f"key-{number}": f"group{number}" for number in range(ROBOTS)}
    platform = Platform(COMPANY, clock, people, robots=keys)
    migrate(url)
    claim_mode(url, "simulated")
    http = httpx.AsyncClient(transport=httpx.MockTransport(lambda request: answer(platform, request)))
    with Database(url, clock=clock.now) as database:
        delivery = delivery_of(database, http, clock, keys)
        await fill(database, pushes)
        await deliver(delivery, database, clock)
        sent = (await database.read(lambda uow: uow.outbox.counts())).get("sent", 0)
    await http.aclose()
    over = sum(platform.robots.refused.values()) + sum(platform.quotas.dropped.values())
    each = -(-(pushes // 2) // ROBOTS)  # of one robot
    allowed = max(0, -(-each // PER_MINUTE) - 1) * MINUTE
    return (clock.now() - NINE).total_seconds(), allowed, over, sent


def delivery_of(
    database: Database, http: httpx.AsyncClient, clock: Standing, keys: dict[str, str]
) -> Delivery:
    app = App(corp_id=COMPANY.corp_id, agent_id=COMPANY.agent_id, secret=COMPANY.secret)
    base = "http://wecom.test"
    client = Client(http, app, base_url=base, now=lambda: clock.now().timestamp())
    rendering = Rendering(database, Renderer(), load_company(), {}, Path())
    channels = {app_message.NAME: AppMessage(client, Path())}
    routes = {group.NAME: Robots(Wire(http, base_url=base), keys)}
    return Delivery(database, rendering, clock, channels, Limits(), holder="bench", routes=routes)


async def fill(database: Database, pushes: int) -> None:
    """Half of the rows to the robots, half to the members, all due at once."""

    def some(uow: UnitOfWork, first: int) -> None:
        for number in range(first, min(first + _TOGETHER, pushes)):
            if number % 2:
                uow.outbox.push("app", f"member{number // 2 % MEMBERS}", f"k{number}", body=f"第{number}条")
            else:
                uow.outbox.push("group", f"group{number // 2 % ROBOTS}", f"k{number}", body=f"第{number}条")

    for first in range(0, pushes, _TOGETHER):
        await database.write(lambda uow, first=first: some(uow, first))  # type: ignore[misc]


async def deliver(delivery: Delivery, database: Database, clock: Standing) -> None:
    """Drain, and move the Clock to when the next row may leave, until none waits."""
    while True:
        while await delivery.drain():
            continue
        waiting = await database.read(lambda uow: uow.outbox.list("waiting"))
        if not waiting:
            return
        clock.move_to(min(row.not_before for row in waiting) + timedelta(milliseconds=1))


def answer(platform: Platform, request: httpx.Request) -> httpx.Response:
    """The simulated platform, without a server between."""
    query = request.url.params
    if request.url.path.endswith("/gettoken"):
        fields = platform.gettoken(query["corpid"], query["corpsecret"])
    elif request.url.path.endswith("/webhook/send"):
        fields = platform.by_robot(query["key"], request.content)
    else:
        fields = platform.send(query["access_token"], request.content)
    return httpx.Response(200, json=fields)
