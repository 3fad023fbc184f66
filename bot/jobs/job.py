"""What a job is given.

A job has `NAME`, `is_due(uow, context)`, which says no only where nothing is to be done and writes nothing, and
`async run(context)`: run it any number of times, it does its work once.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import structlog

from bot.clock import Clock
from bot.incoming import Incoming
from bot.render import Renderer
from bot.wecom.client import Client
from config.company import CompanySettings
from storage.database import Database
from storage.timers import TimerView
from storage.transaction import is_away
from storage.unit_of_work import UnitOfWork

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Context:
    """`client` is None where the app may not call WeCom; `files` is the folder in which files are kept.

    `staff_channel` is how colleagues are written to: app, or aibot where no app can send. `groups` are those of
    sales, finance and manager that some way leads into; `customer_ways` are those to customers that are configured.
    `approval_template` is that of WeCom's own approvals, "" without; `answer` takes what counts as a message.
    """

    database: Database
    renderer: Renderer
    clock: Clock
    company: CompanySettings
    zone: ZoneInfo
    client: Client | None
    files: Path
    staff_channel: str = "app"
    http: httpx.AsyncClient | None = None
    groups: frozenset[str] = frozenset()
    customer_ways: frozenset[str] = frozenset()
    approval_template: str = ""
    answer: Callable[[Incoming], Awaitable[object]] | None = None

    def local_now(self) -> datetime:
        """The Clock's now in the company's zone."""
        return self.clock.now().astimezone(self.zone)


async def one_by_one(
    works: Iterable[TimerView], do: Callable[[TimerView, Context], Awaitable[None]], context: Context
) -> None:
    """What people asked for, each in its turn. What brings us down is told and let be: it stands in nobody's way."""
    for work in works:
        try:
            await do(work, context)
        except Exception as error:
            if is_away(error):
                raise
            error_id = secrets.token_hex(4)
            _log.exception("what was asked for cannot be made", work=work.id, error_id=error_id)
            await _give_up(work, error_id, context)


async def _give_up(work: TimerView, error_id: str, context: Context) -> None:
    def tell(uow: UnitOfWork) -> None:
        if uow.timers.done(work.id):
            uow.outbox.push(
                context.staff_channel, str(work.context["by"]), f"{work.unique_key}:failed", "chat/failed.txt",
                {"error_id": error_id}, priority=1,
            )  # fmt: skip

    await context.database.write(tell)
