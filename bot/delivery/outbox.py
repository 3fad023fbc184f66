"""Rows leave: claimed with a lease, rendered once, state first, then sent, then the outcome.

A row found in `sending` after a crash may have been sent: it is `unsure`, and repeated, byte for byte, only where
the channel checks duplicates. A row that the limits hold back waits on, and holds up nobody else; a way that is
broken is tried again from time to time, and its rows wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

import structlog

from bot.channels.channel import Channel
from bot.clock import Clock
from bot.delivery.decision import PROBE, Next, decide
from bot.delivery.faults import Attempt, FaultBook
from bot.delivery.limits import Limits
from bot.delivery.refresh import Gone, NotNow
from bot.delivery.rendering import Rendering, part_key, parts_of
from bot.delivery.routes import Route, Way
from bot.outgoing import Kind, Outgoing
from bot.wecom.outcomes import Refused, SendOutcome
from storage.database import Database
from storage.outbox import OutboxView
from storage.transaction import is_away
from storage.unit_of_work import UnitOfWork

_log = structlog.get_logger(__name__)
BATCH = 50
LEASE = timedelta(seconds=60)
IDLE = timedelta(seconds=1)
# Sent twice these would not be the same bytes: each attempt uploads anew.
_UPLOADED = (Kind.IMAGE, Kind.FILE)
_CUT_OFF = "the process ended while it was being sent"
_NO_ROUTES: Mapping[str, Route] = MappingProxyType({})


class Delivery:
    """The outbox loop of one process. `channels` and `routes` by the name that rows carry; an unknown one fails
    for good.
    """

    def __init__(
        self,
        database: Database,
        rendering: Rendering,
        clock: Clock,
        channels: Mapping[str, Channel],
        limits: Limits,
        *,
        holder: str,
        routes: Mapping[str, Route] = _NO_ROUTES,
    ) -> None:
        self._database = database
        self._rendering = rendering
        self._clock = clock
        self._channels = channels
        self._limits = limits
        self._holder = holder
        self._routes = routes
        self._faults = FaultBook([name for name in ("app", "aibot") if name in channels])
        self._broken: frozenset[str] = frozenset()
        self._tried: dict[str, datetime] = {}
        self._in_hand: set[int] = set()
        self._wake = asyncio.Event()
        self._draining = asyncio.Lock()

    def wake(self) -> None:
        """Something was put into the outbox: look now."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        stands = False
        while True:
            self._wake.clear()  # before looking: what is put in from now on wakes
            try:
                more = await self.drain()
            except Exception:
                if not stands:  # once: a database that is away or full is looked at every second
                    _log.exception("delivery stands still")
                more, stands = 0, True
            else:
                if stands:
                    _log.info("delivery goes on")
                stands = False
            if not more:
                await self._rest()

    async def _rest(self) -> None:
        try:
            # wait_for would swallow a cancellation that comes together with a wake (Python 3.11).
            async with asyncio.timeout(IDLE.total_seconds()):
                await self._wake.wait()
        except TimeoutError:
            return

    async def drain(self) -> int:
        """Send one batch of what is due, the rows of one person in order; how many rows were taken.

        One batch at a time in a process, also where time is passed by hand beside the loop.
        """
        async with self._draining:
            return await self._drain()

    async def _drain(self) -> int:
        if not await self._database.read(lambda uow: uow.outbox.is_due(without=self._elsewhere())):
            return 0  # most looks find nothing: they keep nobody from writing
        cut_off, rows, self._broken = await self._database.write(self._claim)
        for row in cut_off:
            await self._after_crash(row)
        by_target: dict[tuple[str, str, str], list[OutboxView]] = {}
        for row in rows:
            route = self._routes.get(row.channel)
            lane = route.lane(row) if route is not None else ""
            by_target.setdefault((row.channel, row.target, lane), []).append(row)
        held = await asyncio.gather(*(self._in_order(theirs) for theirs in by_target.values()))
        await self._hold_back([one for some in held for one in some])
        return len(rows)

    def _elsewhere(self) -> list[str]:
        """Channels that another process holds."""
        return [name for name, channel in self._channels.items() if not channel.is_here]

    def _claim(self, uow: UnitOfWork) -> tuple[list[OutboxView], list[OutboxView], frozenset[str]]:
        elsewhere = self._elsewhere()
        broken = frozenset(fault.way for fault in uow.faults.all())
        # What this process is sending is not cut off, however far a simulated Clock was moved meanwhile.
        found = [row for row in uow.outbox.cut_off() if row.id not in self._in_hand]
        cut_off = [row for row in found if row.channel not in elsewhere]
        claimed = uow.outbox.claim(self._holder, batch=BATCH, lease=LEASE, without=elsewhere)
        return cut_off, claimed, broken

    async def _after_crash(self, row: OutboxView) -> None:
        """A row found in `sending`: repeated only where the channel would notice, and within its window."""
        since = row.sent_at or (row.lease_until or row.created_at) - LEASE
        if not self._is_noticed(since, row, self._channels.get(row.channel)):
            await self._settle(row, Next("unsure", reason=_CUT_OFF))
            return
        await self._database.write(lambda uow: uow.outbox.perhaps(row.id, since, _CUT_OFF))

    def _is_noticed(self, since: datetime, row: OutboxView, channel: Channel | None) -> bool:
        """Would the platform drop a repetition of what may have left at `since`?"""
        if channel is None or Outgoing.decode(row.body).kind in _UPLOADED:
            return False
        return self._clock.now() < since + channel.duplicate_window

    async def _in_order(self, rows: list[OutboxView]) -> list[tuple[OutboxView, datetime]]:
        """Send the rows of one target; those that its limits hold back, with the instant to try again."""
        for place, row in enumerate(rows):
            self._in_hand.add(row.id)
            try:
                way = await self._way(row)
                if isinstance(way, Way) and not way.channel.is_here:
                    await self._database.write(partial(_hand_over, rows[place:], way))
                    return []
                until = await self._free_from(way, row)
                if until > self._clock.now():
                    return [(held, until) for held in rows[place:]]
                await self._deliver(row, way)
            except Exception as error:
                if is_away(error):
                    raise  # the rows are claimed again when their lease ends
                await self._give_up(row, error)
            finally:
                self._in_hand.discard(row.id)
        return []

    async def _give_up(self, row: OutboxView, error: Exception) -> None:
        """Our own program cannot send it: a person is told, and what waits behind it leaves."""
        _log.error("a row brings delivery down", row=row.id, template=row.template, exc_info=error)
        reason = f"our own fault ({type(error).__name__})"

        def settle(uow: UnitOfWork) -> bool:
            if uow.outbox.freeze(row.id, row.body):
                return uow.outbox.failed(row.id, reason)
            return uow.outbox.unsure(row.id, reason)  # it was being sent

        await self._database.write(settle)

    async def _way(self, row: OutboxView) -> Way | Refused:
        if row.channel in self._routes:
            return await self._routes[row.channel].way(row)
        channel = self._channels.get(row.channel)
        if channel is None:
            return Refused(errcode=None, reason=f"no channel {row.channel} is configured")
        return Way(row.channel, channel, row.target, fault=row.channel)

    async def _free_from(self, way: Way | Refused, row: OutboxView) -> datetime:
        """When the row may leave; what the limits grant now is counted."""
        now = self._clock.now()
        if isinstance(way, Refused):
            return now
        tried = self._tried.get(way.fault)
        if way.fault in self._broken and tried is not None and now < tried + PROBE:
            return tried + PROBE
        return now + await self._limits.take(way.channel.quotas(way.target), now, priority=row.priority)

    async def _hold_back(self, held: list[tuple[OutboxView, datetime]]) -> None:
        if held:
            await self._database.write(
                lambda uow: [uow.outbox.postpone(row.id, until) for row, until in held]
            )

    async def _deliver(self, row: OutboxView, way: Way | Refused) -> None:
        channel = way.channel if isinstance(way, Way) else None
        if row.sent_at is not None and not self._is_noticed(row.sent_at, row, channel):
            await self._settle(row, Next("unsure", reason=_CUT_OFF))
            return
        rendered = await self._rendering.message(row)
        if isinstance(rendered, Gone):
            reason = rendered.reason
            await self._database.write(lambda uow: uow.outbox.cancel(row.id, reason))
            return
        if isinstance(rendered, NotNow):
            await self._hold_back([(row, rendered.until)])
            return
        message = await self._frozen(row, rendered, way)
        if message is None:
            return  # somebody else has it
        outcome: SendOutcome
        if isinstance(way, Refused):
            outcome = way
        elif message.is_empty:
            outcome = Refused(errcode=None, reason="there is nothing to say")
        else:
            outcome = await way.channel.send(way.target, message)
        attempt = Attempt(outcome, way.fault if isinstance(way, Way) else f"{row.channel}:{row.target}")
        if isinstance(way, Refused) and row.channel in self._routes:
            attempt = replace(attempt, no_way=True)
        if attempt.refusal is not None:  # the next row of the batch need not find out again
            self._tried[attempt.fault] = self._clock.now()
            self._broken |= {attempt.fault}
        age = self._clock.now() - row.created_at
        following = decide(outcome, row.attempts + 1, target=row.target, age=age)
        if following.state == "failed" and row.sent_at is not None:  # but perhaps it had left before
            following = replace(following, state="unsure")
        await self._settle(row, following, attempt)

    async def _frozen(self, row: OutboxView, message: Outgoing, way: Way | Refused) -> Outgoing | None:
        """The state first. What is too long for one message leaves as several rows, in order."""
        parts = [message]
        if isinstance(way, Way):
            room = way.channel
            parts = parts_of(message, text_bytes=room.text_bytes, markdown_bytes=room.markdown_bytes)

        def freeze(uow: UnitOfWork) -> bool:
            if not uow.outbox.freeze(row.id, parts[0].encode()):
                return False
            for place, part in enumerate(parts[1:], 2):
                uow.outbox.push(
                    row.channel, row.target, part_key(row.unique_key, place), body=part.encode(),
                    priority=row.priority, audience=row.audience, inbox_id=row.inbox_id,
                )  # fmt: skip
            return True

        return parts[0] if await self._database.write(freeze) else None

    async def _settle(self, row: OutboxView, following: Next, attempt: Attempt | None = None) -> None:
        if following.state != "sent":
            _log.warning("not delivered", row=row.id, state=following.state, cause=following.reason)

        def settle(uow: UnitOfWork) -> bool:
            match following.state:
                case "sent":
                    uow.outbox.done(row.id, external_id=following.external_id)
                case "waiting":
                    uow.outbox.failed(row.id, following.reason, retry_at=uow.now + following.wait)
                case "failed":
                    uow.outbox.failed(row.id, following.reason)
                case _:
                    uow.outbox.unsure(row.id, following.reason)
            return attempt is not None and self._faults.note(attempt, self._broken, uow)

        if await self._database.write(settle) and attempt is not None:
            attempt.log()


def _hand_over(rows: list[OutboxView], way: Way, uow: UnitOfWork) -> None:
    """The way is held by another process: the rows are left to it under the channel's own name."""
    for row in rows:
        uow.outbox.reroute(row.id, way.name, way.target)
