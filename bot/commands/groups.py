"""groups: which chat stands for sales, finance and manager, where no robot of ours is in it."""

from __future__ import annotations

import asyncio
from typing import Annotated

import httpx
import typer

from bot.commands.database import open_books
from bot.wecom.client import Client, app_of
from config.settings import Settings, load
from storage.database import Database
from storage.groups import GROUPS


def groups(
    group: Annotated[str, typer.Argument(help="sales, finance or manager; without it all are listed.")] = "",
    bot_chat: Annotated[str | None, typer.Option(help="Id of the AI bot's chat; empty for none.")] = None,
    make: Annotated[bool, typer.Option("--make", help="Let the self-built app make a chat for it.")] = False,
    member: Annotated[list[str] | None, typer.Option(help="userid, the owner first; at least two.")] = None,
) -> None:
    """List the chats of groups, set one, or make one."""
    if group and group not in GROUPS:
        raise typer.BadParameter(f"there are {', '.join(GROUPS)}")
    settings = load(simulator=True)
    with open_books() as database:
        if make:
            chat_id = asyncio.run(_made(settings, group, member or []))
            _put(database, group, "app_chat", chat_id)
        if bot_chat is not None:
            _put(database, group, "aibot", bot_chat)
        chats = database.read_now(lambda uow: dict(uow.group_chats.chats()))
        heard = database.read_now(lambda uow: list(uow.group_chats.heard()))
    robots = settings.robots.keys()
    for name in [group] if group else GROUPS:
        robot = ["robot"] if name in robots else []
        ways = [f"{way} {chat_id}" for (one, way), chat_id in sorted(chats.items()) if one == name]
        typer.echo(f"{name}: {', '.join([*robot, *ways]) or 'nothing'}")
    for chat_id in heard:
        if not group and chat_id not in chats.values():
            typer.echo(f"the bot was called in {chat_id}, which stands for no group")


def _put(database: Database, group: str, way: str, chat_id: str) -> None:
    if not group:
        raise typer.BadParameter("name the group")
    asyncio.run(database.write(lambda uow: uow.group_chats.put(group, way, chat_id)))


async def _made(settings: Settings, group: str, members: list[str]) -> str:
    """The id of a new chat of the app; a sentence and exit code 1 where it cannot be made."""
    app = app_of(settings.wecom)
    if app is None or len(members) < 2:
        typer.echo("A chat needs a self-built app and two --member.", err=True)
        raise typer.Exit(1)
    chat = {"name": group, "owner": members[0], "userlist": members}
    async with httpx.AsyncClient() as http:
        made = await Client(http, app, base_url=settings.wecom.api_base).create_chat(chat)
    if not isinstance(made, str):
        typer.echo(made.reason, err=True)
        raise typer.Exit(1)
    return made
