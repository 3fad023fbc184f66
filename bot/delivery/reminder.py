"""Reminders just before they leave: the sums of that moment, and nothing to who has paid or must be left alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery.refresh import Gone, NotNow
from config.company import CompanySettings
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.dunning.content import letter, listing
from handlers.dunning.hearers import may_pass_on, still_theirs
from handlers.dunning.preview import preview
from handlers.dunning.rules import FORWARD, Rules, rules_of
from handlers.dunning.run import opening, spread
from storage.unit_of_work import UnitOfWork

LETTERS = ("customer", "preview")
NOTHING_LEFT = Gone("nothing is left to ask for")
NOT_HIS = Gone("it is not for this person any more")


def refresh(
    context: Mapping[str, Any], uow: UnitOfWork, company: CompanySettings
) -> Mapping[str, Any] | Gone | NotNow:
    """What a row of `handlers.dunning.run` says now; see there for its context."""
    ways = frozenset({str(context.get("way", ""))})
    rules = rules_of(load_dunning(), company, official(), uow.settings.all(), ways)
    now = uow.now.astimezone(ZoneInfo(uow.company.zone))
    audience, day = str(context["audience"]), context["day"]
    if not isinstance(day, date):
        raise TypeError("a reminder is of a day")
    if audience in LETTERS:
        if not _is_his(context, uow):
            return NOT_HIS
        held = _held(context, uow, rules, now)
        if held is not None:
            return held
        found = letter(int(context["customer"]), day, uow, rules, now)
        return NOTHING_LEFT if found is None else {**found, "leaves": context.get("leaves", now.date())}
    owners = context["owners"]
    if owners is not None and context.get("person"):
        owners = still_theirs(str(context["person"]), owners, uow)
    found = listing(audience, day, owners, uow, rules, now)
    if found is None:
        return NOTHING_LEFT
    mentions = [person["userid"] for person in found["people"] if person["userid"]]
    return {**found, "mentions": mentions if audience == "sales" else []}


def refresh_change(
    context: Mapping[str, Any], uow: UnitOfWork, company: CompanySettings
) -> Mapping[str, Any] | Gone | NotNow:
    """What a change of settings does tomorrow; `before` in the context has the texts that held before it."""
    rules = rules_of(load_dunning(), company, official(), uow.settings.all())
    now = uow.now.astimezone(ZoneInfo(uow.company.zone))
    return preview(uow, rules, rules.company.over(context["before"]), now)


def _is_his(context: Mapping[str, Any], uow: UnitOfWork) -> bool:
    """A text to pass on, and one that is announced, belongs to the customer's salesperson of this moment (P16)."""
    person = str(context.get("person", ""))
    customer = uow.customers.get(int(context["customer"]))
    if not person or customer is None:
        return True
    if context["audience"] == "customer" and context.get("way") != FORWARD:
        return customer.owner == person
    return may_pass_on(person, customer, uow)


def _held(context: Mapping[str, Any], uow: UnitOfWork, rules: Rules, now: datetime) -> NotNow | None:
    """What goes outside by itself waits for the end of quiet hours and days off, however late it comes to leave."""
    customer = uow.customers.get(int(context["customer"]))
    if customer is None or context["audience"] != "customer" or context.get("way") == FORWARD:
        return None
    opens = opening(now, rules.policies(customer)["customer"], rules.calendar)
    return None if opens == now else NotNow(spread(opens, f"{context['day']}:{customer.id}"))
