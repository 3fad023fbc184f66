"""Rows leave: claimed with a lease, rendered once, state first, then sent, then the outcome.

A row found in `sending` after a crash may have been sent: it is `unsure`, and repeated, byte for byte, only where
the channel checks duplicates.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

import structlog
from jinja2 import TemplateError

from bot.clock import Clock
from bot.delivery.decision import Next, decide
from bot.render import Renderer
from bot.wecom.outcomes import Refused, SendOutcome
from handlers.jsonable import to_rich
from storage.database import Database
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

_log = structlog.get_logger(__name__)
BATCH = 50
LEASE = timedelta(seconds=60)
IDLE = timedelta(seconds=1)


class Channel(Protocol):
    """One way out. Within `duplicate_window` of sending the platform drops a repeated body; zero: it never does."""

    duplicate_window: timedelta

    async def send(self, target: str, body: str) -> SendOutcome: ...


class Delivery:
    """The outbox loop of one process. `channels` by the name that rows carry; an unknown one fails for good."""

    def __init__(
        self,
        database: Database,
        renderer: Renderer,
        clock: Clock,
        channels: Mapping[str, Channel],
        *,
        holder: str,
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._clock = clock
        self._channels = channels
        self._holder = holder
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was put into the outbox: look now."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            try:
                more = await self.drain()
            except Exception:
                _log.exception("delivery stopped for a moment")
                more = 0
            if not more:
                await self._rest()

    async def _rest(self) -> None:
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), timeout=IDLE.total_seconds())
        except TimeoutError:
            return

    async def drain(self) -> int:
        """Send one batch of what is due, the rows of one person in order; how many rows were taken."""
        cut_off, rows = await self._database.write(self._claim)
        for row in cut_off:
            await self._settle(row, self._after_crash(row))
        by_target: dict[tuple[str, str], list[OutboxView]] = {}
        for row in rows:
            by_target.setdefault((row.channel, row.target), []).append(row)
        await asyncio.gather(*(self._in_order(theirs) for theirs in by_target.values()))
        return len(rows)

    def _claim(self, uow: UnitOfWork) -> tuple[list[OutboxView], list[OutboxView]]:
        return list(uow.outbox.cut_off()), list(uow.outbox.claim(self._holder, batch=BATCH, lease=LEASE))

    def _after_crash(self, row: OutboxView) -> Next:
        """A row found in `sending`: repeated only where the channel would notice, and within its window."""
        channel = self._channels.get(row.channel)
        window = channel.duplicate_window if channel is not None else timedelta()
        if row.lease_until is not None and self._clock.now() < row.lease_until - LEASE + window:
            return Next("waiting", reason="the process ended while it was being sent")
        return Next("unsure", reason="the process ended while it was being sent")

    async def _in_order(self, rows: list[OutboxView]) -> None:
        for row in rows:
            await self._deliver(row)

    async def _deliver(self, row: OutboxView) -> None:
        body = self._body(row)
        if not await self._database.write(lambda uow: uow.outbox.freeze(row.id, body)):
            return  # somebody else has it
        channel = self._channels.get(row.channel)
        outcome: SendOutcome
        if channel is None:
            outcome = Refused(errcode=None, reason=f"no channel {row.channel} is configured")
        elif not body.strip():
            outcome = Refused(errcode=None, reason="there is nothing to say")
        else:
            outcome = await channel.send(row.target, body)
        await self._settle(row, decide(outcome, row.attempts + 1, target=row.target))

    def _body(self, row: OutboxView) -> str:
        """The text of a row; "" when its template fails, which then fails the row and not the batch."""
        if row.body or not row.template:
            return row.body
        context: dict[str, Any] = to_rich(row.context)
        try:
            return self._renderer.render(row.template, context)
        except TemplateError:
            _log.exception("a template failed", row=row.id, template=row.template)
            return ""

    async def _settle(self, row: OutboxView, following: Next) -> None:
        if following.state != "sent":
            _log.warning("not delivered", row=row.id, state=following.state, reason=following.reason)

        def settle(uow: UnitOfWork) -> None:
            match following.state:
                case "sent":
                    uow.outbox.done(row.id, external_id=following.external_id)
                case "waiting":
                    uow.outbox.failed(row.id, following.reason, retry_at=uow.now + following.wait)
                case "failed":
                    uow.outbox.failed(row.id, following.reason)
                case _:
                    uow.outbox.unsure(row.id, following.reason)

        await self._database.write(settle)
