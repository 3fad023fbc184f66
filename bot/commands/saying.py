"""say: one message, from the command line."""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.clock import StandingClock, SystemClock
from bot.commands.arguments import instant_of
from bot.commands.database import open_books
from bot.dispatcher import Dispatcher
from bot.incoming import Incoming
from bot.render import Renderer
from config.company import load_company
from config.settings import load
from storage.database import Database


def say(
    text: Annotated[str, typer.Argument(help="What is said.")],
    who: Annotated[str, typer.Option("--as", help="userid of who says it.")],
    at: Annotated[str | None, typer.Option("--at", help="ISO time at which it is said.")] = None,
) -> None:
    """Say one message through the real dispatcher and print the reply."""
    settings = load(simulator=True)
    zone = ZoneInfo(settings.timezone)
    clock = StandingClock(instant_of(at, zone)) if at else SystemClock()

    async def answer(database: Database) -> str:
        dispatcher = Dispatcher(database, Renderer(), clock, load_company(), zone)
        incoming = Incoming(
            channel="app",
            key=f"say:{secrets.token_hex(8)}",
            sender=who,
            kind="text",
            text=text,
            sent_at=clock.now(),
        )
        return "\n".join((await dispatcher.answer(incoming)).parts)

    with open_books(clock) as database:
        typer.echo(asyncio.run(answer(database)))
