"""Who of the customers' people is whose friend in WeChat: linked by the mobile that his salesperson noted there, else
proposed to that salesperson by what he noted; unlinked when they part."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import uuid4

import structlog

from bot.channels.customer_task import NAME as TASK
from bot.happenings import FRIEND
from bot.jobs.job import Context
from bot.wecom.client import Client
from bot.wecom.customer_contact import CustomerContact, Friend
from bot.wecom.markup import legal
from bot.wecom.outcomes import Refused
from handlers.colleagues import known_as
from handlers.counter import friends as handled
from handlers.counter.friends import Noted
from handlers.dunning.address import addressed, mobile
from handlers.language.names import NameEntry, NameIndex
from storage.leases import Leases
from storage.timers import TimerView
from storage.unit_of_work import UnitOfWork

NAME = "customer_friends"
EVERY = timedelta(hours=6)
MOST = 50  # changes a tick
_PARTED = frozenset({"del_external_contact", "del_follow_user"})
_MET = frozenset({"add_external_contact", "add_half_external_contact", "edit_external_contact"})
_log = structlog.get_logger(__name__)


def is_due(uow: UnitOfWork, context: Context) -> bool:
    if context.client is None:
        return False
    is_time = TASK in context.customer_ways and not Leases(uow).holder(NAME, now=context.clock.now())
    return is_time or uow.timers.is_due(FRIEND)


async def run(context: Context) -> None:
    if context.client is None:
        return
    for change in await context.database.read(_changes):
        await _look(change, context, context.client)
    if TASK in context.customer_ways and await _is_time(context):
        await _sync(context, context.client)


async def _is_time(context: Context) -> bool:
    now, mine = context.clock.now(), uuid4().hex
    return await context.database.write(lambda uow: Leases(uow).claim(NAME, mine, now=now, until=now + EVERY))


async def _sync(context: Context, client: Client) -> None:
    """Everybody's friends, in case an event was missed."""
    contact = CustomerContact(client)
    index: NameIndex | None = None
    for userid in await context.database.read(_owners):
        friends = await contact.friends(userid)
        if not isinstance(friends, list):
            _log.warning("a colleague's customers are not known", cause=friends.reason)
            continue
        index = index or await _index(context)
        await _met(userid, friends, index, context)


async def _met(userid: str, friends: Sequence[Friend], index: NameIndex, context: Context) -> None:
    """Link by mobile, then ask about those whose notes name a customer."""
    await context.database.write(lambda uow: link(userid, friends, uow))
    noted = [
        Noted(one.external_userid, legal(one.name), legal(one.remark), legal(one.company)) for one in friends
    ]
    found = [(one, number) for one in noted if (number := handled.likely(one, index)) is not None]
    if found:
        await context.database.write(lambda uow: _propose(found, uow, context))


def _propose(found: Sequence[tuple[Noted, int]], uow: UnitOfWork, context: Context) -> None:
    for noted, customer_id in found:
        handled.propose(noted, customer_id, uow, channel=context.staff_channel, now=context.local_now())


async def _look(change: TimerView, context: Context, client: Client) -> None:
    """One event (doc/92130): what it changed is read from the platform, where that can be asked now.

    Events come late and in any order: who is a friend again has not parted.
    """
    told: Mapping[str, str] = change.context
    told = {**told, "userid": await context.database.read(lambda uow: known_as(told["userid"], uow))}
    if told["change"] in _PARTED | _MET:
        friends = await CustomerContact(client).followers(told["external_userid"])
        if not isinstance(friends, list | Refused):
            return  # asked again with the next tick
        listed = friends if isinstance(friends, list) else []
        theirs = [one for userid, one in listed if userid.lower() == told["userid"].lower()]
        if theirs:
            await _met(told["userid"], theirs, await _index(context), context)
        elif told["change"] in _PARTED:
            await context.database.write(lambda uow: _part(change, uow, context))
    await context.database.write(lambda uow: uow.timers.done(change.id))


def _part(change: TimerView, uow: UnitOfWork, context: Context) -> None:
    if not uow.timers.done(change.id):
        return
    person = next((one.name for one in uow.contacts.of_external(change.context["external_userid"])), "")
    userid = known_as(change.context["userid"], uow)
    for customer in handled.unlink(change.context["external_userid"], (userid,), uow):
        key = f"{FRIEND}:lost:{change.id}:{customer.id}"
        told = {"customer": customer.name, "person": person}
        uow.outbox.push(context.staff_channel, userid, key, "chat/counter/lost.txt", told)


def _changes(uow: UnitOfWork) -> list[TimerView]:
    return uow.timers.due(kinds=(FRIEND,), limit=MOST)


async def _index(context: Context) -> NameIndex:
    version, names = await context.database.read(lambda uow: uow.customers.names())
    entries = [
        NameEntry(number, name, tuple(other for other in (short, *aliases) if other))
        for number, name, short, aliases in names
    ]
    return await asyncio.to_thread(NameIndex, entries, version)


def _owners(uow: UnitOfWork) -> list[str]:
    """Colleagues who are there and have customers."""
    owners = {customer.owner for customer in uow.customers.all()}
    return [person.userid for person in uow.staff.all() if person.active and person.userid in owners]


def link(userid: str, friends: Sequence[Friend], uow: UnitOfWork) -> int:
    """Give the people of this colleague's customers their external_userid; how many were new.

    A mobile that two friends or two people share links nobody; a name links nobody ever.
    """
    by_mobile: dict[str, set[str]] = {}
    for friend in friends:
        for number in filter(None, map(mobile, friend.mobiles)):
            by_mobile.setdefault(number, set()).add(friend.external_userid)
    linked = 0
    for customer in uow.customers.owned_by([userid]):
        for person in addressed(uow.contacts.of_customer(customer.id)):
            found = by_mobile.get(mobile(person.phone), set())
            if len(found) == 1 and found != {person.external_userid}:
                uow.contacts.put(customer.id, person.name, external_userid=next(iter(found)))
                linked += 1
    return linked
