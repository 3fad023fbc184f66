"""The command line. Exit code 0 done, 1 problems found and listed, 2 wrong usage."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli_read import read
from bot.commands import books, serving
from config.problems import InvalidSettings

app = typer.Typer(
    name="qingzhang",
    help="清账: the accounts-receivable assistant inside WeChat Work.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serving.serve)
app.command()(serving.worker)
app.command()(serving.migrate)
app.command()(books.check)
app.command()(books.say)
app.command()(books.backup)
app.command()(books.restore)
app.command()(books.outbox)
app.command()(read)


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    if version:
        typer.echo("qingzhang 0.1.0")
        raise typer.Exit


def main() -> None:
    """Run the command line; a wrong setting is a sentence and exit code 2, never a traceback."""
    try:
        app()
    except InvalidSettings as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
