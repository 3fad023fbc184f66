"""Letters that could not go to their customers: the salesperson gets the text to pass on, ready to forward (P17)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.channels.customer import NAME as CUSTOMER
from bot.channels.sms_template import NOT_APPROVED
from bot.jobs.job import Context
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.dunning.content import letter
from handlers.dunning.rules import FORWARD, Rules, rules_of
from handlers.dunning.run import REFRESH, ask_after, receivers_of
from handlers.jsonable import to_rich
from storage.customers import CustomerView
from storage.pushes import PushView
from storage.unit_of_work import UnitOfWork

NAME = "letters"
MOST = 200  # a tick passes on so many
NOTICE = "chat/reminder/not_sent.txt"
AFTER_NOTICE = timedelta(seconds=2)  # the notice first: rows leave in the order of their instants
PRIORITY = 6


def is_due(uow: UnitOfWork, _: Context) -> bool:
    return any(row.context.get("refresh") == REFRESH for row in uow.pushes.failed(CUSTOMER, limit=MOST))


async def run(context: Context) -> None:
    await context.database.write(lambda uow: _pass_on(uow, context))


def _pass_on(uow: UnitOfWork, context: Context) -> None:
    forward = frozenset({FORWARD})
    rules = rules_of(load_dunning(), context.company, official(), uow.settings.all(), forward)
    now = context.local_now()
    for row in uow.pushes.failed(CUSTOMER, limit=MOST):
        customer = uow.customers.get(int(row.target))
        if customer is None or row.context.get("refresh") != REFRESH:
            continue
        person = next(iter(receivers_of(customer.owner, uow)), "")
        why = _why(row, uow)
        if person and _redirect(row, person, context.staff_channel, uow):
            _tell(row, customer, person, why, context.staff_channel, uow)
            _ask(row, customer, now, rules, uow)


def _why(row: PushView, uow: UnitOfWork) -> str:
    """What the salesperson is told of it; "" for an address that is probably wrong."""
    refused = uow.outbox.find(row.unique_key)
    return "no_template" if refused is not None and NOT_APPROVED in refused.last_error else ""


def _redirect(row: PushView, person: str, channel: str, uow: UnitOfWork) -> bool:
    """The same row, to the salesperson: what a day's run had to say is still said once."""
    context = {**row.context, "way": FORWARD, "person": person}
    return uow.pushes.send_instead(row.id, channel, person, context, uow.now + AFTER_NOTICE)


def hand_over(row: PushView, why: str, context: Context, uow: UnitOfWork) -> None:
    """A letter that left and did not arrive: its text, of now, to the salesperson. `why`: no_friend | quota_used."""
    customer = uow.customers.get(int(row.target))
    person = next(iter(receivers_of(customer.owner, uow)), "") if customer is not None else ""
    if customer is None or not person:
        return
    channel, text = context.staff_channel, {**row.context, "way": FORWARD}
    uow.outbox.push(
        channel, person, f"{row.unique_key}:forward", row.template, text, priority=PRIORITY,
        not_before=uow.now + AFTER_NOTICE,
    )  # fmt: skip
    _tell(row, customer, person, why, channel, uow)
    forward = frozenset({FORWARD})
    rules = rules_of(load_dunning(), context.company, official(), uow.settings.all(), forward)
    _ask(row, customer, context.local_now(), rules, uow)


def _tell(
    row: PushView, customer: CustomerView, person: str, why: str, channel: str, uow: UnitOfWork
) -> None:
    context = {"customer": customer.name, "way": row.context.get("way", ""), "why": why}
    uow.outbox.push(channel, person, f"{row.unique_key}:not_sent", NOTICE, context, priority=PRIORITY)


def _ask(row: PushView, customer: CustomerView, now: datetime, rules: Rules, uow: UnitOfWork) -> None:
    """What came of it is asked the next morning, as of any text to pass on."""
    day = to_rich(row.context)["day"]
    found = letter(customer.id, day, uow, rules, now) if isinstance(day, date) else None
    if found is not None:
        ask_after(customer, found["sums"][0]["fen"], now, rules, uow)
