"""The only builder: settings in, a service out. Nothing connects, reads the environment or makes an engine at import."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from redis.asyncio import Redis

from bot.asking import Asking
from bot.backroom.front import Front, process_apart
from bot.buttons import Buttons
from bot.channels import aibot_push, app_chat, app_message, customer, group, group_robot, kf
from bot.channels.approval import ApprovalChannel
from bot.channels.channel import Channel
from bot.channels.ways import configured, ways_to_customers
from bot.clock import Clock, SimulatedClock, SystemClock
from bot.delivery.limits import Limits
from bot.delivery.outbox import Delivery
from bot.delivery.question import QuestionCard
from bot.delivery.refresh import Refresh
from bot.delivery.refreshes import REFRESHES
from bot.delivery.rendering import Rendering
from bot.delivery.routes import Route
from bot.dispatcher import Dispatcher
from bot.doors import Pages, app_gate, bot_gate, ears, line_of, links_of, pages_of
from bot.happenings import Happenings
from bot.jobs import kf as kf_job
from bot.jobs import pictures, sheets
from bot.jobs.bell import Bell
from bot.jobs.job import Context
from bot.jobs.scheduler import Scheduler
from bot.leaving import APPROVAL, Ways
from bot.reception import Reception
from bot.render import Renderer
from bot.staff_file import StaffFile
from bot.web.deps import BotGate, Gate
from bot.wecom.aibot.line import Line
from bot.wecom.approvals import Approvals
from bot.wecom.cards import APP, BOT
from bot.wecom.client import Client, app_of
from bot.wecom.kf import Kf
from bot.wecom.wire import Wire
from config.company import CompanySettings, load_company
from config.settings import FILES, Settings
from handlers.asking import CARD
from storage.commands import Statistics
from storage.database import Database
from storage.schema import claim_mode, keep_days_of, migrate


class NotConfigured(Exception):
    """No way into WeCom is configured; set QINGZHANG_WECOM__… or start with --simulator."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(slots=True)
class Service:
    """Everything one process runs. `start` before use, `stop` at the end."""

    settings: Settings
    simulated: bool
    clock: Clock
    company: CompanySettings
    database: Database
    renderer: Renderer
    front: Front
    http: httpx.AsyncClient
    redis: Redis | None
    client: Client | None
    gate: Gate | None
    bot_gate: BotGate | None
    delivery: Delivery
    scheduler: Scheduler
    staff_file: StaffFile | None
    line: Line | None
    reception: Reception
    keeper: Bell
    bell: Bell
    pages: Pages
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def prepare(self) -> None:
        """Migrate the database, and see that it is meant for this mode. Raises StorageError."""
        migrate(self.settings.database_url)
        mode = "simulated" if self.simulated else "live"
        claim_mode(self.settings.database_url, mode, zone=self.settings.timezone)
        keep_days_of(self.settings.database_url, self.settings.timezone)

    async def start(self, *, works: bool = True) -> None:
        """Open the database (prepared here) and, when `works`, deliver and tick."""
        await asyncio.to_thread(self.prepare)
        self.database.start()
        if self.staff_file is not None:
            await self.staff_file.load(self.database)
        await self.dispatcher.warm()
        if works:
            await self.work()

    async def work(self) -> None:
        """Deliver, hold the bot's line when it is free, and tick."""
        self._tasks.append(asyncio.create_task(self.delivery.run()))
        if self.line is not None:
            self._tasks.append(asyncio.create_task(self.line.run()))
        self.scheduler.start()

    @property
    def dispatcher(self) -> Dispatcher:
        """Who books here."""
        return self.front.dispatcher

    @property
    def statistics(self) -> Statistics:
        """What the writers of this process and of its back room have done."""
        return self.database.statistics + self.front.statistics

    @property
    def zone(self) -> str:
        return self.settings.timezone

    async def stop(self) -> None:
        self.scheduler.stop()
        await self.reception.finish()
        await self.keeper.finish()
        await self.bell.finish()
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.http.aclose()
        if self.redis is not None:
            await self.redis.aclose()
        await asyncio.to_thread(self.database.close)


def build(
    settings: Settings,
    *,
    simulated: bool = False,
    clock: Clock | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    files: Path = FILES,
) -> Service:
    """Build a service. Raises `NotConfigured` when it could hear nobody. Tests give a clock and a wire."""
    if not simulated and not settings.wecom.ways_in:
        raise NotConfigured
    clock = clock or _clock(settings, simulated=simulated)
    company = load_company(public_url=settings.public_url, customer_ways=configured(settings))
    links = links_of(settings, files)
    database = Database(settings.database_url, clock=clock.now)
    renderer = Renderer(links=links, has_console=settings.wecom.may_send)
    ways, staff_file = _ways(settings), StaffFile(settings.staff_file) if settings.staff_file else None
    buttons = _buttons(settings, renderer, ways)
    dispatcher = Dispatcher(database, renderer, clock, company, settings.zone, ways, buttons)
    front = Front(dispatcher, process_apart)
    http = httpx.AsyncClient(transport=transport, trust_env=not simulated)
    redis = Redis.from_url(settings.redis_url) if settings.redis_url else None
    client = _client(settings, http, redis)
    holder = f"{socket.gethostname()}:{os.getpid()}"
    line = line_of(settings, database, holder, lambda *heard: reception.take(*heard), lambda: delivery.wake())
    channels = _channels(settings, client, line, http, files, database, clock)
    rendering = Rendering(database, renderer, company, _refreshes(buttons), files)
    to_customers = ways_to_customers(settings, http, renderer, client, files)
    routes = _routes(settings, database, http, client, channels, files)
    routes[customer.NAME] = customer.Customers(to_customers, company, database)
    delivery = Delivery(database, rendering, clock, channels, Limits(redis), holder=holder, routes=routes)
    context = Context(
        database, renderer, clock, company, settings.zone, client, files, staff_channel=ways.staff_channel, http=http,
        groups=_groups(settings), customer_ways=frozenset(to_customers), answer=front.answer,
        approval_template=settings.wecom.approval_template,
    )  # fmt: skip
    keeper, bell = Bell(context, (pictures, sheets)), Bell(context, (kf_job,), delivery.wake)
    reception = Reception(front, ears(settings), clock, wake=delivery.wake, keep=keeper.ring)
    return Service(
        settings=settings,
        simulated=simulated,
        clock=clock,
        company=company,
        database=database,
        renderer=renderer,
        front=front,
        http=http,
        redis=redis,
        client=client,
        gate=app_gate(settings, clock, front, Happenings(database, bell.ring)),
        bot_gate=bot_gate(settings, clock, front, database, renderer, keeper),
        delivery=delivery,
        scheduler=Scheduler(context, delivery, staff_file),
        staff_file=staff_file,
        line=line,
        reception=reception,
        keeper=keeper,
        bell=bell,
        pages=pages_of(settings, context, links, delivery.wake),
    )


def _ways(settings: Settings) -> Ways:
    """How colleagues are written to: by the self-built app where it can send, else by the AI bot."""
    wecom = settings.wecom
    if wecom.speaks_by_bot:
        return Ways(staff_channel=aibot_push.NAME, speaks_first=wecom.has_bot_connection, after_contact=True)
    return Ways(approvals=bool(wecom.may_send and wecom.approval_template))


def _refreshes(buttons: Buttons | None) -> Mapping[str, Refresh]:
    """What completes rows just before they leave, the buttons of questions among it."""
    return {**REFRESHES, CARD: QuestionCard(buttons.asking if buttons else None).refresh}


def _channels(
    settings: Settings,
    client: Client | None,
    line: Line | None,
    http: httpx.AsyncClient,
    files: Path,
    database: Database,
    clock: Clock,
) -> dict[str, Channel]:
    """The ways out to colleagues, and back to customers who wrote, by the names that rows carry."""
    channels: dict[str, Channel] = {}
    if client is not None:
        channels[app_message.NAME] = app_message.AppMessage(client, files)
        channels[kf.NAME] = kf.KfChannel(Kf(client), database, clock)
    if line is not None or settings.wecom.has_bot_callback:
        channels[aibot_push.NAME] = aibot_push.AibotPush(line, http, files)
    return channels


def _buttons(settings: Settings, renderer: Renderer, ways: Ways) -> Buttons | None:
    """Cards, where the channel to colleagues shows them and hears the click."""
    if ways.staff_channel == aibot_push.NAME and settings.wecom.has_bot_connection:
        return Buttons(Asking(renderer, ways.staff_channel, BOT, changes_later=False))
    if settings.wecom.may_send and settings.wecom.may_receive:
        return Buttons(Asking(renderer, ways.staff_channel, APP, changes_later=True))
    return None


def _clock(settings: Settings, *, simulated: bool) -> Clock:
    if not simulated:
        return SystemClock()
    start = settings.now
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=ZoneInfo(settings.timezone))
    return SimulatedClock(start.astimezone(UTC) if start else None)


def _groups(settings: Settings) -> frozenset[str]:
    """The groups that a robot of ours is in."""
    return frozenset(settings.robots.keys())


def _routes(
    settings: Settings,
    database: Database,
    http: httpx.AsyncClient,
    client: Client | None,
    channels: Mapping[str, Channel],
    files: Path,
) -> dict[str, Route]:
    wire, keys = Wire(http, base_url=settings.wecom.api_base), settings.robots.keys()
    groups = group.Groups(
        {name: group_robot.GroupRobot(wire, key, files) for name, key in keys.items()},
        app=app_chat.AppChat(client, files) if client is not None else None,
        bot=channels.get(aibot_push.NAME),
        database=database,
    )
    counter = channels.get(kf.NAME)
    routes: dict[str, Route] = {group.NAME: groups}
    if isinstance(counter, kf.KfChannel):
        routes[kf.NAME] = counter
    if client is not None and settings.wecom.approval_template:
        routes[APPROVAL] = ApprovalChannel(Approvals(client, settings.wecom.approval_template))
    return routes


def _client(settings: Settings, http: httpx.AsyncClient, redis: Redis | None) -> Client | None:
    app = app_of(settings.wecom)
    return Client(http, app, base_url=settings.wecom.api_base, redis=redis) if app is not None else None
