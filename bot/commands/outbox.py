"""outbox: what is to leave or has left; what is stuck is sent again, and who asked for it is written down."""

from __future__ import annotations

from typing import Annotated

import orjson
import typer

from bot.commands.arguments import Json
from bot.commands.database import open_books
from bot.commands.listing import plain_of
from handlers.unsent import drop, resend

_ACTOR = "cli"


def outbox(
    state: Annotated[
        str | None, typer.Option(help="waiting, sending, sent, failed, unsure or cancelled.")
    ] = None,
    resend_id: Annotated[
        int | None, typer.Option("--resend", help="Send this failed or unsure row again.")
    ] = None,
    drop_id: Annotated[
        int | None, typer.Option("--drop", help="Let this failed or unsure row be: it is cancelled.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List what is to leave, or has left; send again what is stuck."""
    if resend_id is not None and drop_id is not None:
        raise typer.BadParameter("--resend or --drop, one of them")
    with open_books() as database:
        if resend_id is not None or drop_id is not None:
            act = drop if resend_id is None else resend
            row_id = drop_id if resend_id is None else resend_id
            done = database.write_now(lambda uow: act(int(row_id or 0), _ACTOR, uow))
            typer.echo("Done." if done else f"{row_id} is neither failed nor unsure.")
            raise typer.Exit(0 if done else 1)
        rows = database.read_now(lambda uow: list(uow.outbox.list(state)))
    for row in rows:
        line = f"{row.id} {row.state} {row.channel} → {row.target} {row.last_error}"
        typer.echo(orjson.dumps(plain_of(row)).decode() if as_json else line)
