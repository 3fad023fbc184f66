"""The bot's line: exactly one process holds it, by lease; the others stand by and take it when it falls silent.

A line that another installation takes over (one connection a bot, doc/101463) stops: two that reconnect would kick
each other for ever. Its lease is kept then, so that no other process of ours fights either.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

import structlog
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, InvalidURI

from bot.wecom.aibot.connection import Connection, End
from bot.wecom.aibot.frames import Command, Frame
from storage.database import Database
from storage.errors import StorageError
from storage.leases import Leases

LEASE: Final = "aibot"
RENEWALS: Final = 3  # in the life of a lease
LOOKS: Final = 4  # of who stands by, in the life of a lease
FIRST_WAIT, LONGEST_WAIT = 0.25, 30.0  # seconds between connections
REFUSED_WAIT = 60.0  # subscribing too often is punished
CONNECT_SECONDS = 10.0
MOST_BYTES = 1 << 20
_log = structlog.get_logger(__name__)


class State(StrEnum):
    STANDBY = "standby"
    CONNECTING = "connecting"
    LIVE = "live"
    KICKED = "kicked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """What the console shows of a bot with a long connection. `lease` seconds of silence give its line away."""

    bot_id: str
    secret: str = field(repr=False)
    url: str
    lease: float = 20.0


class Line:
    """Run it in every process: it waits for the lease, connects, and connects again; `state` says where it is."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        *,
        holder: str,
        on_callback: Callable[[Frame, Connection], None],
        on_live: Callable[[], None] = lambda: None,
    ) -> None:
        self._bot = bot
        self._database = database
        self._holder = holder
        self._on_callback = on_callback
        self._on_live = on_live
        self._held_until = 0.0
        self._connection: Connection | None = None
        self._wait = FIRST_WAIT
        self._changed = asyncio.Event()
        self._state = State.STANDBY
        self.reason = ""

    @property
    def state(self) -> State:
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        self._state = state
        self._changed.set()

    async def reached(self, state: State) -> None:
        """Return when the line is there."""
        while self._state is not state:
            self._changed.clear()
            await self._changed.wait()

    @property
    def connection(self) -> Connection | None:
        """The live connection, while the lease is surely ours."""
        if self.state is State.LIVE and time.monotonic() < self._held_until:
            return self._connection
        return None

    async def run(self) -> None:
        """Hold the line whenever it is free, until cancelled; then give it back."""
        try:
            while True:
                if await self._claim():
                    await self._hold()
                self.state = State.STANDBY
                await asyncio.sleep(self._bot.lease / LOOKS)
        finally:
            await self._give_back()

    async def _hold(self) -> None:
        """Stay connected as long as the lease is ours."""
        keeping = asyncio.create_task(self._keep())
        connecting = asyncio.create_task(self._stay_connected())
        try:
            await asyncio.wait({keeping, connecting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (connecting, keeping):
                task.cancel()
            await asyncio.gather(connecting, keeping, return_exceptions=True)
            self._connection = None

    async def _keep(self) -> None:
        """Renew the lease until it is lost."""
        while time.monotonic() < self._held_until:
            await asyncio.sleep(self._bot.lease / RENEWALS)
            if not await self._claim() and time.monotonic() >= self._held_until:
                _log.warning("the bot's line went to another process")

    async def _claim(self) -> bool:
        asked = time.monotonic()
        now = datetime.now(UTC)
        until = now + timedelta(seconds=self._bot.lease)
        try:
            ours = await self._database.write(
                lambda uow: Leases(uow).claim(LEASE, self._holder, now=now, until=until)
            )
        except StorageError as error:
            _log.warning("the lease of the bot's line cannot be read", cause=str(error))
            return False
        self._held_until = asked + self._bot.lease if ours else 0.0
        return ours

    async def _give_back(self) -> None:
        try:
            await self._database.write(
                lambda uow: Leases(uow).give_back(LEASE, self._holder, now=datetime.now(UTC))
            )
        except StorageError as error:
            _log.warning("the lease of the bot's line runs out by itself", cause=str(error))

    async def _stay_connected(self) -> None:
        while True:
            self.state = State.CONNECTING
            end = await self._connected()
            self._connection = None
            if end is End.KICKED:
                await self._kicked()
                return
            if end is End.REFUSED:
                self.state = State.REFUSED
            await asyncio.sleep(self._next_wait(end))

    async def _kicked(self) -> None:
        """Stop: for good when the lease is still ours, for then it was no process of this installation."""
        if not await self._claim():
            return
        self.state = State.KICKED
        self.reason = "another program uses this bot: stop it, then start this one again"
        _log.error("the bot's line was taken by another program")
        await asyncio.Event().wait()

    def _next_wait(self, end: End) -> float:
        if end is End.REFUSED:
            return REFUSED_WAIT
        wait, self._wait = self._wait, min(LONGEST_WAIT, self._wait * 2)
        return wait * random.uniform(0.5, 1.0)  # noqa: S311

    async def _connected(self) -> End:
        """One connection, from subscribing to its end."""
        proxy: Literal[True] | None = (
            True if self._bot.url.startswith("wss://") else None
        )  # plain ws is a gateway on this machine
        try:
            async with connect(
                self._bot.url,
                open_timeout=CONNECT_SECONDS,
                close_timeout=1,
                ping_interval=None,  # the platform has a ping of its own
                max_size=MOST_BYTES,
                proxy=proxy,
            ) as wire:
                connection = Connection(wire, lambda frame: self._on_callback(frame, connection))
                return await self._subscribed(connection)
        except (OSError, TimeoutError, InvalidHandshake, InvalidURI) as error:
            self.reason = f"no connection ({type(error).__name__})"
            _log.warning("the bot cannot connect", cause=str(error))
            return End.CUT

    async def _subscribed(self, connection: Connection) -> End:
        hearing = asyncio.create_task(connection.run())
        keeping: asyncio.Task[None] | None = None
        try:
            body = {"bot_id": self._bot.bot_id, "secret": self._bot.secret}
            answer = await connection.ask(Command.SUBSCRIBE, body)
            if not isinstance(answer, Frame):
                self.reason = answer.reason
                _log.error("the bot may not subscribe", cause=answer.reason)
                return End.REFUSED
            self._connection, self.state, self.reason = connection, State.LIVE, ""
            self._wait = FIRST_WAIT
            _log.info("the bot is connected")
            self._on_live()
            keeping = asyncio.create_task(connection.keep_alive())
            return await hearing
        finally:
            for task in (hearing, keeping):
                if task is not None:
                    task.cancel()
