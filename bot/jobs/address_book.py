"""The address book, every six hours and whenever it says that it changed: who is new, who moved, who left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from bot.jobs.job import Context
from bot.wecom.address_book import AddressBook, Member
from handlers import colleagues
from handlers.colleagues import CONTACT, Listed
from storage.leases import Leases
from storage.timers import TimerView
from storage.unit_of_work import UnitOfWork

NAME = "address_book"
EVERY = timedelta(hours=6)
MOST_GONE = 20  # of one look: more are not gone, the app's sight was narrowed
_log = structlog.get_logger(__name__)


def is_due(uow: UnitOfWork, context: Context) -> bool:
    return context.client is not None and (uow.timers.is_due(CONTACT) or _is_time(uow, context.clock.now()))


async def run(context: Context) -> None:
    """Look when something was told, and every six hours. Who was told to have left, has."""
    if context.client is None:
        return
    now = context.clock.now()
    changed, is_time = await context.database.read(lambda uow: (_changed(uow), _is_time(uow, now)))
    if not (changed or is_time) or not await context.database.write(
        lambda uow: _begin(changed, uow, context)
    ):
        return
    book = AddressBook(context.client)
    members = await book.members()
    if not isinstance(members, list):
        _log.warning("the address book is not read", cause=members.reason)  # doctor says what mends it
        return
    listed = [_listed(one) for one in members if not one.has_left]
    gone = await context.database.write(lambda uow: _take_over(listed, uow))
    for userid in gone[:MOST_GONE]:
        await _look_for(userid, book, context)


def _changed(uow: UnitOfWork) -> list[TimerView]:
    return uow.timers.due(kinds=(CONTACT,))


def _is_time(uow: UnitOfWork, now: datetime) -> bool:
    return not Leases(uow).holder(NAME, now=now)


def _begin(changed: Sequence[TimerView], uow: UnitOfWork, context: Context) -> bool:
    """Note what was told; False while another process looks, or has just looked."""
    for one in changed:
        if uow.timers.done(one.id) and one.context.get("change") == "delete_user":
            colleagues.leave(str(one.context["userid"]), uow, channel=context.staff_channel)
    now = uow.now
    return Leases(uow).claim(NAME, uuid4().hex, now=now, until=now + EVERY) or bool(changed)


def _take_over(listed: list[Listed], uow: UnitOfWork) -> list[str]:
    colleagues.take_over(listed, uow)
    return list(colleagues.missing(listed, uow))


async def _look_for(userid: str, book: AddressBook, context: Context) -> None:
    """Not listed may mean not visible: only who is no member any more has left."""
    if await book.member(userid) is None:
        channel = context.staff_channel
        await context.database.write(lambda uow: colleagues.leave(userid, uow, channel=channel))


def _listed(member: Member) -> Listed:
    return Listed(member.userid, member.name, member.department, member.manager)
