"""The ways in, as the environment configures them: what opens sealed messages, and what signs addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bot.answering import Answering
from bot.clock import Clock
from bot.happenings import Happenings
from bot.jobs.bell import Bell
from bot.jobs.job import Context
from bot.links import Links
from bot.render import Renderer
from bot.web.deps import BotGate, Gate
from bot.web.entrance import Console
from bot.web.portal import Portal
from bot.web.session import Cookies
from bot.wecom.aibot.connection import Connection
from bot.wecom.aibot.frames import Frame
from bot.wecom.aibot.line import Bot, Line
from bot.wecom.aibot.messages import Ears
from bot.wecom.envelope import Envelope, Keys
from bot.wecom.oauth import Door
from config.secret_key import secret_key
from config.settings import Settings
from storage.database import Database


def links_of(settings: Settings, folder: Path) -> Links | None:
    """None without a public address. Raises InvalidSettings where several processes share no key."""
    if not settings.public_url:
        return None
    return Links(secret_key(settings, folder).get_secret_value().encode(), settings.public_url)


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages in a browser: the customers' and the colleagues'; None for those that cannot be."""

    portal: Portal | None
    console: Console | None


def pages_of(settings: Settings, context: Context, links: Links | None, wake: Callable[[], None]) -> Pages:
    """Colleagues' pages need the self-built app: WeCom says through it who looks."""
    if links is None:
        return Pages(None, None)
    return Pages(Portal(context, links, wake=wake), _console(settings, context, links))


def _console(settings: Settings, context: Context, links: Links) -> Console | None:
    wecom = settings.wecom
    if context.client is None or wecom.corp_id is None or wecom.agent_id is None:
        return None
    door = Door(wecom.corp_id, wecom.agent_id, wecom.authorize_url, wecom.login_url)
    return Console(context, context.client, door, Cookies(links.key), settings.public_url)


def ears(settings: Settings) -> Ears:
    key = settings.wecom.bot_aes_key
    return Ears(name=settings.wecom.bot_name, file_key=key.get_secret_value() if key else "")


def app_gate(settings: Settings, clock: Clock, dispatcher: Answering, happenings: Happenings) -> Gate | None:
    wecom = settings.wecom
    if wecom.corp_id is None or wecom.token is None or wecom.aes_key is None:
        return None
    keys = Keys(
        token=wecom.token.get_secret_value(),
        aes_key=wecom.aes_key.get_secret_value(),
        receive_id=wecom.corp_id,
    )
    return Gate(Envelope(keys, clock.now), dispatcher, happenings)


def bot_gate(
    settings: Settings,
    clock: Clock,
    dispatcher: Answering,
    database: Database,
    renderer: Renderer,
    keeper: Bell,
) -> BotGate | None:
    token, aes_key = settings.wecom.bot_token, settings.wecom.bot_aes_key
    if token is None or aes_key is None:
        return None
    keys = Keys(token=token.get_secret_value(), aes_key=aes_key.get_secret_value(), receive_id="")
    envelope = Envelope(keys, clock.now)
    return BotGate(envelope, dispatcher, database, renderer, clock, ears(settings), keeper.ring)


def line_of(
    settings: Settings,
    database: Database,
    holder: str,
    on_callback: Callable[[Frame, Connection], None],
    on_live: Callable[[], None],
) -> Line | None:
    """The AI bot's long connection, where one is configured."""
    wecom = settings.wecom
    if wecom.bot_id is None or wecom.bot_secret is None:
        return None
    bot = Bot(
        bot_id=wecom.bot_id,
        secret=wecom.bot_secret.get_secret_value(),
        url=wecom.bot_ws_url,
        lease=wecom.bot_lease_seconds,
    )
    # A process that starts again is another holder, also where it gets the same number.
    name = f"{holder}:{uuid4().hex[:8]}"
    return Line(bot, database, holder=name, on_callback=on_callback, on_live=on_live)
