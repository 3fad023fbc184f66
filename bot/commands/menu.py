"""menu: what people may press below their chat with the app."""

from __future__ import annotations

import asyncio

import httpx
import typer

from bot.wecom import menu as menus
from bot.wecom.client import Client, app_of
from bot.wecom.wire import Answer
from config.settings import Settings, load


def menu() -> None:
    """Put our menu below the chat with the self-built app; it takes the place of the one that is there."""
    settings = load(simulator=True)
    buttons = menus.menu_of(settings.public_url)
    problem = asyncio.run(_put(settings, buttons))
    if problem:
        typer.echo(problem, err=True)
        raise typer.Exit(1)
    for button in buttons:
        below = "、".join(one["name"] for one in button["sub_button"])
        typer.echo(f"{button['name']}: {below}")


async def _put(settings: Settings, buttons: list[menus.Button]) -> str:
    """Why it was not taken; "" when it was."""
    app = app_of(settings.wecom)
    if app is None:
        return "A menu needs a self-built app: QINGZHANG_WECOM__CORP_ID, …__AGENT_ID, …__SECRET."
    async with httpx.AsyncClient() as http:
        client = Client(http, app, base_url=settings.wecom.api_base)
        done = await menus.put(client, app.agent_id, buttons)
    return "" if isinstance(done, Answer) else done.reason
