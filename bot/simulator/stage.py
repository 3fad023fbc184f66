"""Everything of the simulator in one place: the platform, who posts for it, and the service they play for."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx

from bot.clock import SimulatedClock
from bot.simulator.bot_api import ADDRESS
from bot.simulator.company import COMPANY, GROUPS, PEOPLE, ROBOTS, STRANGERS
from bot.simulator.outside import Outside
from bot.simulator.platform import Platform
from bot.simulator.recollection import recollect
from bot.simulator.seed import seed
from bot.simulator.sender import Sender
from bot.simulator.talk import Talk
from bot.wecom.menu import menu_of
from bot.wiring import Service
from storage.unit_of_work import UnitOfWork

HOST = "127.0.0.1"


class Simulator:
    """Starts after its service and stops before it. `port` is where the service listens."""

    def __init__(self, service: Service, clock: SimulatedClock, port: int) -> None:
        self.service = service
        self.clock = clock
        self.platform = Platform(COMPANY, clock, (*PEOPLE, *STRANGERS), robots=ROBOTS)
        # Not through a proxy that the environment names: it is this machine.
        self._http = httpx.AsyncClient(base_url=f"http://{HOST}:{port}", trust_env=False)
        self.sender = Sender(self.platform, self._http)
        self.outside = Outside(clock, self.platform.chats, self.sender, self.platform.files)
        address = f"http://{HOST}:{port}{ADDRESS}"
        self.talk = Talk(COMPANY, GROUPS, clock, self.platform.chats, self.platform.files, address)

    async def start(self) -> None:
        """Seed a fresh database, show what was said in another, and go on no earlier than where the books stand.

        The company has put the menu below its app's chat, as `qingzhang menu` does.
        """
        self.platform.menu = menu_of(self.service.settings.public_url)
        await self.service.database.write(seed)
        await self._recall()
        stands_at = await self.service.database.read(_last_recorded)
        await self.clock.advance(max(timedelta(), stands_at - self.clock.now()))

    async def _recall(self) -> None:
        """Show again what was said before a restart."""
        if not self.platform.chats.is_empty:
            return
        for one in await self.service.database.read(lambda uow: recollect(uow, COMPANY)):
            self.platform.chats.recall(
                one.chat, one.side, one.kind, one.text, one.at, pushed=one.pushed, by=one.by
            )

    async def stop(self) -> None:
        await self._http.aclose()


def _last_recorded(uow: UnitOfWork) -> datetime:
    return uow.heads.head(uow.connection, uow.corp_id).last_recorded_at
