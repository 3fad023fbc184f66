"""Money collected in WeChat is looked for: what is new, and once a day what of a whole month has changed since."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import structlog

from bot.jobs.job import Context
from bot.wecom.external_pay import LONGEST, Bill, ExternalPay
from bot.wecom.kf import MOST_NAMES, Kf
from bot.wecom.markup import legal
from handlers.collected import Paid, Telling, take
from storage.leases import Leases
from storage.unit_of_work import UnitOfWork

NAME = "collected"
EVERY = timedelta(minutes=10)
OVERLAP = timedelta(days=3)  # a row may come late into the list, and a refund changes an older one
_MARGIN = timedelta(hours=1)  # below the month that one question may span
_log = structlog.get_logger(__name__)


def is_due(uow: UnitOfWork, context: Context) -> bool:
    is_on = context.client is not None and _is_on(uow, context)
    return is_on and not Leases(uow).holder(NAME, now=context.clock.now())


async def run(context: Context) -> None:
    if context.client is None or not await context.database.read(lambda uow: _is_on(uow, context)):
        return
    now, mine = context.clock.now(), uuid4().hex
    if not await context.database.write(
        lambda uow: Leases(uow).claim(NAME, mine, now=now, until=now + EVERY)
    ):
        return
    today = context.local_now().date().isoformat()
    whole = not await context.database.read(lambda uow: uow.timers.is_set(f"{NAME}:{today}"))
    since = now - (LONGEST - _MARGIN if whole else OVERLAP)
    bills = await ExternalPay(context.client).bills(since, now)
    if not isinstance(bills, list):
        _log.warning("collected payments cannot be read", cause=bills.reason)
        return
    names = await _names(bills, context)
    for bill in bills:
        await _take(bill, names.get(bill.external_userid, ""), context)
    if whole:
        await context.database.write(lambda uow: uow.timers.put(NAME, f"{NAME}:{today}", uow.now, done=True))


def _is_on(uow: UnitOfWork, context: Context) -> bool:
    return context.company.over(uow.settings.texts()).is_on("external_pay")


async def _take(bill: Bill, name: str, context: Context) -> None:
    paid = Paid(
        transaction_id=bill.transaction_id, external_userid=bill.external_userid, payee=bill.payee, fen=bill.fen,
        refunded=bill.refunded, paid_at=bill.paid_at, remark=legal(bill.remark), name=legal(bill.payer or name),
    )  # fmt: skip
    telling = Telling(context.staff_channel, context.local_now())
    await context.database.write(lambda uow: take(paid, uow, telling))


async def _names(bills: list[Bill], context: Context) -> dict[str, str]:
    """What payers of new money call themselves, where the platform tells it."""

    def unknown(uow: UnitOfWork) -> list[str]:
        new = [bill for bill in bills if uow.collected.get(bill.transaction_id) is None]
        return list(dict.fromkeys(bill.external_userid for bill in new if bill.external_userid))

    people = await context.database.read(unknown)
    if context.client is None or not people:
        return {}
    named = await Kf(context.client).names(people[:MOST_NAMES])
    return named if isinstance(named, dict) else {}
