"""Who of the customers' people is whose friend in WeChat: linked by the mobile that his salesperson noted there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import structlog

from bot.channels.customer_task import NAME as TASK
from bot.jobs.job import Context
from bot.wecom.customer_contact import CustomerContact, Friend
from handlers.dunning.address import addressed, mobile
from storage.leases import Leases
from storage.unit_of_work import UnitOfWork

NAME = "customer_friends"
EVERY = timedelta(hours=6)
_log = structlog.get_logger(__name__)


async def run(context: Context) -> None:
    if context.client is None or TASK not in context.customer_ways:
        return
    now, mine = context.clock.now(), uuid4().hex
    if not await context.database.write(
        lambda uow: Leases(uow).claim(NAME, mine, now=now, until=now + EVERY)
    ):
        return
    contact = CustomerContact(context.client)
    for userid in await context.database.read(_owners):
        friends = await contact.friends(userid)
        if not isinstance(friends, list):
            _log.warning("a colleague's customers are not known", reason=friends.reason)
            continue
        await context.database.write(
            lambda uow, userid=userid, friends=friends: link(userid, friends, uow)  # type: ignore[misc]
        )


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
