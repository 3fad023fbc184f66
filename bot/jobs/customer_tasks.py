"""Tasks that wait for a colleague's tap: what became of each, a nudge by day, and the text to pass on where it failed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import structlog

from bot.channels.customer_task import NAME as TASK
from bot.channels.customer_task import Given
from bot.jobs import statements
from bot.jobs.job import Context
from bot.jobs.letters import hand_over
from bot.wecom.client import Client
from bot.wecom.customer_contact import CustomerContact, Delivered
from bot.wecom.wire import Answer
from config.company import CompanySettings
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.dunning.content import letter
from handlers.dunning.rules import FORWARD, rules_of
from handlers.jsonable import to_rich
from handlers.statement_sent import LETTER
from ledger.calendar import is_workday
from storage.leases import Leases
from storage.pushes import PushView
from storage.unit_of_work import UnitOfWork

NAME = "customer_tasks"
EVERY = timedelta(minutes=10)
LOOKED_AFTER = timedelta(days=14)  # a tap that did not come by then does not come
PATIENCE = timedelta(hours=2)
# One nudge in each: three a day, as many as the platform takes in 24 hours (doc/97610).
HOURS = (time(9), time(13), time(16), time(18))
_log = structlog.get_logger(__name__)


def is_due(uow: UnitOfWork, context: Context) -> bool:
    is_on = context.client is not None and TASK in context.customer_ways
    return is_on and not Leases(uow).holder(NAME, now=context.clock.now())


async def run(context: Context) -> None:
    if context.client is None or TASK not in context.customer_ways:
        return
    now = context.clock.now()
    mine = uuid4().hex
    if not await context.database.write(
        lambda uow: Leases(uow).claim(NAME, mine, now=now, until=now + EVERY)
    ):
        return
    looking = Looking(context, context.client)
    for row in await context.database.read(lambda uow: _open(uow, now)):
        await looking.look(row)


def _open(uow: UnitOfWork, now: datetime) -> list[PushView]:
    sent = uow.pushes.sent("customer", since=now - LOOKED_AFTER)
    return [row for row in sent if row.context.get("way") == TASK and not uow.timers.is_set(mark_of(row.id))]


def mark_of(row_id: int) -> str:
    """The timer that says how the task of this row ended."""
    return f"{NAME}:{row_id}"


class Looking:
    """One look at open tasks."""

    def __init__(self, context: Context, client: Client) -> None:
        self._context = context
        self._contact = CustomerContact(client)

    async def look(self, row: PushView) -> None:
        """Ask how the task stands, and do what follows."""
        database, task = self._context.database, Given.read(row.external_id)
        state = await self._contact.result(task.message_id, task.sender)
        if not isinstance(state, Delivered):
            _log.warning("a task's state is not known", row=row.id, cause=state.reason)
        elif state is Delivered.SENT:
            await database.write(lambda uow: self._arrived(row, uow))
        elif state is not Delivered.WAITING:
            await database.write(lambda uow: self._pass_on(row, state, uow))
        elif not await database.read(lambda uow: _is_wanted(row, uow, self._context.company)):
            await self._cancel(row, task)
        else:
            await self._nudge(row, task)

    async def _cancel(self, row: PushView, task: Given) -> None:
        """Nothing is left to ask for: the colleague must not tap any more."""
        if isinstance(await self._contact.cancel(task.message_id), Answer):
            await self._context.database.write(lambda uow: _end(row, "cancelled", uow))

    def _arrived(self, row: PushView, uow: UnitOfWork) -> None:
        if _end(row, "delivered", uow) and row.template == LETTER:
            statements.arrived(row, uow, self._context)

    def _pass_on(self, row: PushView, state: Delivered, uow: UnitOfWork) -> None:
        if not _end(row, state.name.lower(), uow):
            return
        if state is Delivered.NO_FRIEND:
            _unlink(row, uow)
        if row.template == LETTER:
            statements.pass_on(row, state.name.lower(), uow, self._context)
            return
        hand_over(row, state.name.lower(), self._context, uow)

    async def _nudge(self, row: PushView, task: Given) -> None:
        now = self._context.local_now()
        hour = next((place for place, start in enumerate(HOURS) if start > now.time()), 0)
        if not hour > 0 or now - (row.sent_at or now) < PATIENCE or not is_workday(official(), now.date()):
            return
        key = f"{NAME}:{row.id}:nudge:{now.date().isoformat()}:{hour}"
        if await self._context.database.write(lambda uow: uow.timers.put(NAME, key, uow.now, done=True)):
            await self._contact.nudge(task.message_id)


def _end(row: PushView, state: str, uow: UnitOfWork) -> bool:
    """The task ended so; False when that was known."""
    return uow.timers.put(NAME, mark_of(row.id), uow.now, {"state": state}, done=True)


def _unlink(row: PushView, uow: UnitOfWork) -> None:
    """Who is no friend any more is reached another way from now on."""
    external_userid = Given.read(row.external_id).external_userid
    for person in uow.contacts.of_customer(int(row.target)):
        if person.external_userid == external_userid:
            uow.contacts.put(person.customer_id, person.name, external_userid="")


def _is_wanted(row: PushView, uow: UnitOfWork, company: CompanySettings) -> bool:
    """Is there still something to ask the customer for? A statement is wanted whatever is owed, unless a lawyer speaks."""
    if row.template == LETTER:
        holds = uow.holds.active_of(int(row.target), uow.today())
        return all(hold.kind not in ("lawyer", "no_contact") for hold in holds)
    day = to_rich(row.context)["day"]
    rules = rules_of(load_dunning(), company, official(), uow.settings.all(), frozenset({FORWARD}))
    local = uow.now.astimezone(ZoneInfo(uow.company.zone))
    return isinstance(day, date) and letter(int(row.target), day, uow, rules, local) is not None
