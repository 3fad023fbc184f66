"""outbox: what is to leave or has left; what is stuck is sent again, and who asked for it is written down."""

from __future__ import annotations

from typing import Annotated

import orjson
import typer

from bot.commands.arguments import Json
from bot.commands.database import open_books
from bot.commands.listing import plain_of
from handlers.unsent import STUCK, drop, resend
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

_ACTOR = "cli"
_STATES = ("waiting", "sending", "sent", "failed", "unsure", "cancelled")
_NOT_STUCK = "{} is neither failed nor unsure."


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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --resend or --drop: say what it would do.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List what is to leave, or has left; send again what is stuck."""
    if resend_id is not None and drop_id is not None:
        raise typer.BadParameter("--resend or --drop, one of them")
    if state is not None and state not in _STATES:
        raise typer.BadParameter(f"{state!r} is not one of " + ", ".join(_STATES))
    row_id = drop_id if resend_id is None else resend_id
    with open_books() as database:
        if row_id is None:
            rows = database.read_now(lambda uow: list(uow.outbox.list(state)))
        elif dry_run:
            rows = database.read_now(lambda uow: _stuck(row_id, uow))
        else:
            act = drop if resend_id is None else resend
            done = database.write_now(lambda uow: act(row_id, _ACTOR, uow))
            _end(row_id, done=done, as_json=as_json)
    for row in rows:
        line = f"{row.id} {row.state} {row.channel} → {row.target} {row.last_error}"
        typer.echo(orjson.dumps(plain_of(row)).decode() if as_json else line)
    if row_id is not None and not rows:
        _end(row_id, done=False, as_json=as_json)


def _end(row_id: int, *, done: bool, as_json: bool) -> None:
    """Say what came of the row; exit code 1 when it was not stuck."""
    told = "Done." if done else _NOT_STUCK.format(row_id)
    typer.echo(orjson.dumps({"id": str(row_id), "done": done}).decode() if as_json else told)
    raise typer.Exit(0 if done else 1)


def _stuck(row_id: int, uow: UnitOfWork) -> list[OutboxView]:
    row = uow.outbox.get(row_id)
    return [row] if row is not None and row.state in STUCK else []
