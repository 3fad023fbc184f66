"""serve, worker, migrate."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from bot.app import create_app
from bot.commands.preparation import make_folder, prepare
from bot.memory import Settled
from bot.simulator.start import attach, simulated_settings
from bot.wiring import NotConfigured, build
from config import log
from config.settings import PREFIX, Settings, load
from config.variables import unknown_variables, variables_of
from storage.errors import StorageError

HOST = "127.0.0.1"
ENV_FILE = Path(".env")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    simulator: Annotated[bool, typer.Option("--simulator", help="Play WeCom on this machine.")] = False,
) -> None:
    """Serve WeCom's callbacks, deliver, and tick."""
    settings = load(simulator=simulator)
    log.configure(level=settings.log_level)
    _report_unknown()
    if simulator:
        if host != HOST:
            raise typer.BadParameter("the simulator listens on 127.0.0.1 only")
        settings = simulated_settings(settings, port)
    make_folder(settings.database_url)
    try:
        service = build(settings, simulated=simulator)
        app = create_app(service)
        app.state.parts.append(Settled())
        if settings.books_apart and not simulator:
            app.state.parts.append(service.front)
        if simulator:
            app.state.parts.append(attach(app, service, port))
            typer.echo(f"Open http://{HOST}:{port}/ and type to it.")
        uvicorn.run(
            app, host=host, port=port, loop="uvloop", http="httptools", log_level="warning", access_log=False
        )
    except (NotConfigured, StorageError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _report_unknown() -> None:
    """A variable that nothing reads is said, not refused: an upgrade must not stop a running company."""
    for name in unknown_variables(variables_of(Settings, PREFIX), PREFIX, ENV_FILE):
        typer.echo(
            f"{name} is no setting of this program and does nothing: is it a slip of the pen?", err=True
        )


def worker() -> None:
    """Deliver and tick, without listening. Any number of them may run."""
    settings = load()
    log.configure(level=settings.log_level)
    _report_unknown()
    try:
        service = build(settings)
    except NotConfigured as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None

    async def work() -> None:
        ended = asyncio.Event()
        for kind in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(kind, ended.set)
        await service.start()
        await ended.wait()
        await service.stop()

    asyncio.run(work())


def migrate() -> None:
    """Bring the database to this program's version."""
    settings = load(simulator=False)
    try:
        prepare(settings.database_url)
    except StorageError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo("The database is up to date.")
