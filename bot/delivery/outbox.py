"""Rows leave: claimed with a lease, rendered once, state first, then sent, then the outcome.

A row found in `sending` after a crash may have been sent: it is `unsure`, and repeated, byte for byte, only where
the channel checks duplicates. A row that the limits hold back waits on, and holds up nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.channels.channel import Channel
from bot.clock import Clock
from bot.delivery.decision import Next, decide
from bot.delivery.limits import Limits
from bot.delivery.refresh import Gone
from bot.delivery.rendering import Rendering, parts_of
from bot.outgoing import Kind, Outgoing
from bot.wecom.outcomes import Refused, SendOutcome
from storage.database import Database
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

_log = structlog.get_logger(__name__)
BATCH = 50
LEASE = timedelta(seconds=60)
IDLE = timedelta(seconds=1)
# Sent twice these would not be the same bytes: each attempt uploads anew.
_UPLOADED = (Kind.IMAGE, Kind.FILE)


class Delivery:
    """The outbox loop of one process. `channels` by the name that rows carry; an unknown one fails for good."""

    def __init__(
        self,
        database: Database,
        rendering: Rendering,
        clock: Clock,
        channels: Mapping[str, Channel],
        limits: Limits,
        *,
        holder: str,
    ) -> None:
        self._database = database
        self._rendering = rendering
        self._clock = clock
        self._channels = channels
        self._limits = limits
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
        held = await asyncio.gather(*(self._in_order(theirs) for theirs in by_target.values()))
        await self._hold_back([one for some in held for one in some])
        return len(rows)

    def _claim(self, uow: UnitOfWork) -> tuple[list[OutboxView], list[OutboxView]]:
        elsewhere = [name for name, channel in self._channels.items() if not channel.is_here]
        cut_off = [row for row in uow.outbox.cut_off() if row.channel not in elsewhere]
        return cut_off, uow.outbox.claim(self._holder, batch=BATCH, lease=LEASE, without=elsewhere)

    def _after_crash(self, row: OutboxView) -> Next:
        """A row found in `sending`: repeated only where the channel would notice, and within its window."""
        channel = self._channels.get(row.channel)
        window = channel.duplicate_window if channel is not None else timedelta()
        if Outgoing.decode(row.body).kind in _UPLOADED:
            window = timedelta()
        if row.lease_until is not None and self._clock.now() < row.lease_until - LEASE + window:
            return Next("waiting", reason="the process ended while it was being sent")
        return Next("unsure", reason="the process ended while it was being sent")

    async def _in_order(self, rows: list[OutboxView]) -> list[tuple[OutboxView, datetime]]:
        """Send the rows of one target; those that its limits hold back, with the instant to try again."""
        for place, row in enumerate(rows):
            channel = self._channels.get(row.channel)
            if channel is not None:
                now = self._clock.now()
                wait = await self._limits.take(channel.quotas(row.target), now, priority=row.priority)
                if wait > timedelta():
                    return [(held, now + wait) for held in rows[place:]]
            await self._deliver(row, channel)
        return []

    async def _hold_back(self, held: list[tuple[OutboxView, datetime]]) -> None:
        if held:
            await self._database.write(
                lambda uow: [uow.outbox.postpone(row.id, until) for row, until in held]
            )

    async def _deliver(self, row: OutboxView, channel: Channel | None) -> None:
        rendered = await self._rendering.message(row)
        if isinstance(rendered, Gone):
            reason = rendered.reason
            await self._database.write(lambda uow: uow.outbox.cancel(row.id, reason))
            return
        message = await self._frozen(row, rendered, channel)
        if message is None:
            return  # somebody else has it
        outcome: SendOutcome
        if channel is None:
            outcome = Refused(errcode=None, reason=f"no channel {row.channel} is configured")
        elif message.is_empty:
            outcome = Refused(errcode=None, reason="there is nothing to say")
        else:
            outcome = await channel.send(row.target, message)
        await self._settle(row, decide(outcome, row.attempts + 1, target=row.target))

    async def _frozen(self, row: OutboxView, message: Outgoing, channel: Channel | None) -> Outgoing | None:
        """The state first. What is too long for one message leaves as several rows, in order."""
        parts = [message]
        if channel is not None:
            parts = parts_of(message, text_bytes=channel.text_bytes, markdown_bytes=channel.markdown_bytes)

        def freeze(uow: UnitOfWork) -> bool:
            if not uow.outbox.freeze(row.id, parts[0].encode()):
                return False
            for place, part in enumerate(parts[1:], 2):
                uow.outbox.push(
                    row.channel, row.target, f"{row.unique_key}/{place}", body=part.encode(),
                    priority=row.priority, audience=row.audience, inbox_id=row.inbox_id,
                )  # fmt: skip
            return True

        return parts[0] if await self._database.write(freeze) else None

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
