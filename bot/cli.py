"""The command line. Exit code 0 done, 1 problems found and listed, 2 wrong usage."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.metadata import version
from types import MappingProxyType
from typing import Annotated, NoReturn

import typer

from bot.memory import loading
from config.problems import InvalidSettings

# Where each command stands. Only the one that is asked for is loaded: all of them take seconds.
COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "serve": "bot.commands.serving:serve",
        "worker": "bot.commands.serving:worker",
        "migrate": "bot.commands.books:migrate",
        "check": "bot.commands.books:check",
        "say": "bot.commands.saying:say",
        "backup": "bot.commands.books:backup",
        "restore": "bot.commands.books:restore",
        "outbox": "bot.commands.outbox:outbox",
        "doctor": "bot.commands.doctor:doctor",
        "groups": "bot.commands.groups:groups",
        "menu": "bot.commands.menu:menu",
        "digest": "bot.commands.digests:digest",
        "remind": "bot.commands.remind:remind",
        "setting": "bot.commands.setting:setting",
        "import": "bot.commands.files:import_",
        "export": "bot.commands.files:export",
        "aging": "bot.commands.aging:aging",
        "report": "bot.commands.report:report",
        "evaluate": "bot.commands.evaluation:evaluate",
        "read": "bot.cli_read:read",
    }
)


def build(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(
        name="qingzhang",
        help="清账: the accounts-receivable assistant inside WeChat Work.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    for name in names:
        module, _, function = COMMANDS[name].partition(":")
        app.command(name)(getattr(import_module(module), function))
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qingzhang {version('qingzhang')}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """清账: the accounts-receivable assistant inside WeChat Work."""


def main() -> None:
    """Run the command line; a wrong setting is a sentence and exit code 2, never a traceback."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    with loading():
        app = build([asked] if asked in COMMANDS else COMMANDS)
    try:
        app()
    except InvalidSettings as error:
        typer.echo(str(error), err=True)
        _leave(2)
    except SystemExit as done:
        if not isinstance(done.code, int):
            raise
        _leave(done.code)


def _leave(code: int) -> NoReturn:
    """End the process: whatever was opened is closed, and to take down what was loaded takes a tenth of a second."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
