"""digest: what would go out on a day, or putting it into the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from importlib import import_module
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import typer

from bot.commands.arguments import Json, day_of
from bot.commands.preparation import read_as
from bot.editions import Digest, Message, composed, of_day, put
from bot.outgoing import Kind, kind_of
from bot.render import Renderer
from config.company import load_company
from config.settings import Settings, load
from storage.unit_of_work import UnitOfWork

_NINE = time(9)
Made = list[tuple[Digest, list[Message]]]


def digest(
    on: Annotated[str, typer.Option("--on", help="The day, 2026-11-30.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print them, send nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Put the digests of a day into the outbox, each once; print what they say."""
    settings, day = load(simulator=True), day_of(on)
    staff_channel = "aibot" if settings.wecom.speaks_by_bot else "app"
    with read_as(UnitOfWork) as uow:
        made = _made(uow, day, settings)
    written = 0 if dry_run else _written(made, day, staff_channel)
    for line in _lines(made, as_json=as_json):
        typer.echo(line)
    if not (made or as_json):
        typer.echo(f"No digest goes out on {day}.")
    elif not (dry_run or as_json):
        typer.echo(f"{written} messages put into the outbox.")


def _made(uow: UnitOfWork, day: date, settings: Settings) -> Made:
    company = load_company()
    digests = of_day(uow, day, company)
    now = datetime.combine(day, _NINE, ZoneInfo(settings.timezone))
    groups = frozenset(settings.robots.keys())
    return list(zip(digests, composed(digests, uow, now, company, groups), strict=True))


def _written(made: Made, day: date, staff_channel: str) -> int:
    # Loaded when something is written: a preview begins in three quarters of the time without it.
    with import_module("bot.commands.database").open_books() as database:
        written: int = database.write_now(lambda uow: _put_all(uow, made, day, staff_channel))
    return written


def _put_all(uow: UnitOfWork, made: Made, day: date, staff_channel: str) -> int:
    return sum(
        put(uow, digest=one, day=day, messages=messages, staff_channel=staff_channel)
        for one, messages in made
    )


def _lines(made: Made, *, as_json: bool) -> Iterator[str]:
    renderer = Renderer()
    for one, messages in made:
        for message in messages:
            is_picture = kind_of(message.template) is Kind.IMAGE
            text = "" if is_picture else renderer.render(message.template, message.context)
            if as_json:
                yield orjson.dumps(_plain(one, message, text)).decode()
            else:
                yield f"-- {one.name} → {message.channel or 'staff'}:{message.target}\n{text or '(picture)'}\n"


def _plain(one: Digest, message: Message, text: str) -> dict[str, Any]:
    return {
        "digest": one.name,
        "channel": message.channel or "staff",
        "target": message.target,
        "template": message.template,
        "text": text,
    }
