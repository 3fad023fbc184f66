"""serve, worker."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from socket import socket
from typing import Annotated, Any

import structlog
import typer
import uvicorn

from bot.app import create_app
from bot.memory import Settled
from bot.simulator.start import attach, simulated_settings
from bot.wiring import NotConfigured, Service, build
from config import log
from config.settings import PREFIX, Settings, load
from config.variables import unknown_variables, variables_of
from storage.errors import StorageError

HOST = "127.0.0.1"
ENV_FILE = Path(".env")
GRACE_SECONDS = (
    20  # for requests under way at the end; below what a container is given to stop (compose.yaml)
)
_log = structlog.get_logger(__name__)


class _Server(uvicorn.Server):
    """Says when it listens, and when it has ended."""

    def __init__(self, config: uvicorn.Config, told: dict[str, Any]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        _log.info("serving", **self._told)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        await super().shutdown(sockets)
        _log.info("ended")


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
    try:
        service = build(settings, simulated=simulator)
        service.prepare()
        app = create_app(service)
        app.state.parts.append(Settled())
        books_apart = settings.books_apart and not simulator
        if books_apart:
            app.state.parts.append(service.front)
        if simulator:
            app.state.parts.append(attach(app, service, port))
            typer.echo(f"Open http://{HOST}:{port}/ and type to it.")
        config = uvicorn.Config(
            app, host=host, port=port, loop="uvloop", http="httptools", log_config=None, log_level="warning",
            access_log=False, timeout_graceful_shutdown=GRACE_SECONDS,
        )  # fmt: skip
        server = _Server(config, {**_told(settings), "listens": f"{host}:{port}", "books_apart": books_apart})
        with suppress(KeyboardInterrupt):  # it has ended in order by then
            server.run()
    except (NotConfigured, StorageError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _told(settings: Settings) -> dict[str, Any]:
    """What an operator must know of a process that is up."""
    return {
        "version": version("qingzhang"),
        "database": "sqlite" if settings.is_embedded else "postgresql",
        "redis": bool(settings.redis_url),
        "ways_in": settings.wecom.ways_in,
        "may_send": settings.wecom.may_send,
        "robots": sorted(settings.robots.keys()),
    }


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
        service.prepare()
    except (NotConfigured, StorageError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    asyncio.run(_work(service))


async def _work(service: Service) -> None:
    """Until a signal ends it."""
    asked = asyncio.Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(kind, asked.set)
    await service.start()
    _log.info("working", **_told(service.settings))
    try:
        await asked.wait()
    finally:
        await service.stop()
    _log.info("ended")
