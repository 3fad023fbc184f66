"""Reminders just before they leave: the sums of that moment, and nothing to who has paid or must be left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery.refresh import Gone, NotNow, Partly, Settle
from config.company import CompanySettings
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.dunning.content import letter, listing
from handlers.dunning.hearers import may_pass_on, still_theirs
from handlers.dunning.preview import preview
from handlers.dunning.rules import FORWARD, Rules, rules_of
from handlers.dunning.run import ANNOUNCED, UNHEARD, letter_key, notice_key, opening, spread
from ledger.calendar import add_workdays, next_workday
from storage.outbox import OutboxView
from storage.settings import CORP
from storage.stages import SaidView
from storage.unit_of_work import UnitOfWork

LETTERS = ("customer", "preview")
NOTHING_LEFT = Gone("nothing is left to ask for")
NOT_HIS = Gone("it is not for this person any more")


def refresh(
    context: Mapping[str, Any], uow: UnitOfWork, company: CompanySettings
) -> Mapping[str, Any] | Partly | Gone | NotNow:
    """What a row of `handlers.dunning.run` says now; see there for its context.

    An instalment that something stands between by now is not said: its stage is taken back, to come later.
    """
    ways = frozenset({str(context.get("way", ""))})
    rules = rules_of(load_dunning(), company, official(), uow.settings.all(), ways)
    now = uow.now.astimezone(ZoneInfo(uow.company.zone))
    audience, day = str(context["audience"]), context["day"]
    if not isinstance(day, date):
        raise TypeError("a reminder is of a day")
    if audience in LETTERS:
        if not _is_his(context, uow):
            return NOT_HIS
        customer = int(context["customer"])
        planned = uow.stages.of_customer_on(customer, day) if audience == "customer" else ()
        notice = _notice(context, uow)
        if _is_given_up(notice, context, uow):
            return Gone("its salesperson has not heard its words", _taking_back(planned, None, audience, day))
        held = (
            _after(notice, rules, now)
            or _crowded(context, uow, rules, now)
            or _held(context, uow, rules, now)
        )
        if held is not None:
            return held
        leaves = _leaves(context, rules, now)
        then = now if audience == "customer" else datetime.combine(leaves, now.time(), now.tzinfo)
        found = letter(
            customer, day, uow, rules, then
        )  # what is announced are the words of the day it leaves
        settle = _taking_back(planned, found, audience, day)
        return _told(found and {**found, "leaves": leaves}, settle)
    owners = context["owners"]
    if owners is not None and context.get("person"):
        owners = still_theirs(str(context["person"]), owners, uow)
    found = listing(audience, day, owners, uow, rules, now)
    among: Iterable[str | None] = [None] if owners is None else owners
    planned = [view for owner in among for view in uow.stages.heard_on(day, audience, owner)]
    settle = _taking_back(planned, found, audience, day)
    people = found["people"] if found and audience == "sales" else ()
    mentions = [person["userid"] for person in people if person["userid"]]
    return _told(found and {**found, "mentions": mentions}, settle)


def _taking_back(
    planned: Iterable[SaidView], found: Mapping[str, Any] | None, audience: str, day: date
) -> Settle | None:
    """What to write of the instalments that were planned and are not in what was found."""
    said = frozenset(found["said"]) if found is not None else frozenset()
    left: dict[int, list[int]] = defaultdict(list)
    for view in planned:
        if audience in view.stages and view.instalment_id not in said:
            left[view.customer_id].append(view.instalment_id)
    if not left:
        return None

    def take_back(uow: UnitOfWork) -> None:
        for customer, items in left.items():
            uow.stages.take_back_of(customer, items, day, audience)

    return take_back


def _told(context: Mapping[str, Any] | None, settle: Settle | None) -> Mapping[str, Any] | Partly | Gone:
    if context is None:
        return NOTHING_LEFT if settle is None else Gone(NOTHING_LEFT.reason, settle)
    return context if settle is None else Partly(context, settle)


def refresh_change(
    context: Mapping[str, Any], uow: UnitOfWork, company: CompanySettings
) -> Mapping[str, Any] | Gone | NotNow:
    """What a change of settings does tomorrow; `before` in the context has the texts that held before it."""
    rules = rules_of(load_dunning(), company, official(), uow.settings.all())
    now = uow.now.astimezone(ZoneInfo(uow.company.zone))
    return preview(uow, rules, context["before"], now, str(context.get("scope", CORP)))


def _is_his(context: Mapping[str, Any], uow: UnitOfWork) -> bool:
    """A text to pass on, and one that is announced, belongs to the customer's salesperson of this moment (P16)."""
    person = str(context.get("person", ""))
    customer = uow.customers.get(int(context["customer"]))
    if not person or customer is None:
        return True
    if context["audience"] == "customer" and context.get("way") != FORWARD:
        return customer.owner == person
    return may_pass_on(person, customer, uow)


def _is_announced(context: Mapping[str, Any]) -> bool:
    return context["audience"] == "customer" and context.get("way") in ANNOUNCED


def _notice(context: Mapping[str, Any], uow: UnitOfWork) -> OutboxView | None:
    """What announces this letter; None for one that needs no announcement."""
    if not _is_announced(context):
        return None
    return uow.outbox.find(notice_key(letter_key(context["day"], int(context["customer"]))))


def _leaves(context: Mapping[str, Any], rules: Rules, now: datetime) -> date:
    """The day on which a letter leaves that is announced now; today for the letter itself."""
    planned = context.get("leaves")
    if not isinstance(planned, date):
        return now.date()
    return max(planned, add_workdays(rules.calendar, now.date(), 1))


def _is_given_up(notice: OutboxView | None, context: Mapping[str, Any], uow: UnitOfWork) -> bool:
    """Nobody announces this letter any more, or a later one stands for one that waits to be announced."""
    if notice is None or notice.state not in UNHEARD:
        return notice is not None and notice.state == "cancelled"
    planned = uow.stages.of_customer(int(context["customer"]))
    return any(view.day > context["day"] for view in planned if "customer" in view.stages)


def _after(notice: OutboxView | None, rules: Rules, now: datetime) -> NotNow | None:
    """However late the announcement comes, also one that had failed and is sent again, its letter leaves on a workday
    after it (P16).
    """
    if notice is None:
        return None
    heard = notice.sent_at.astimezone(now.tzinfo) if notice.sent_at and notice.state == "sent" else now
    return _not_before(add_workdays(rules.calendar, heard.date(), 1), notice.unique_key, rules, now)


def _crowded(context: Mapping[str, Any], uow: UnitOfWork, rules: Rules, now: datetime) -> NotNow | None:
    """Letters that were announced leave on a later day than they were planned for: the gap between two is kept then,
    too.
    """
    customer = uow.customers.get(int(context["customer"]))
    if customer is None or not _is_announced(context):
        return None
    gap = timedelta(rules.policies(customer)["customer"].min_gap_days)
    planned = {view.day for view in uow.stages.of_customer(customer.id) if "customer" in view.stages}
    rows = (uow.outbox.find(letter_key(day, customer.id)) for day in planned if day != context["day"])
    left = [row.sent_at.astimezone(now.tzinfo).date() for row in rows if row is not None and row.sent_at]
    day = next_workday(rules.calendar, max(left, default=date.min) + gap)
    return _not_before(day, str(customer.id), rules, now)


def _not_before(day: date, spot: str, rules: Rules, now: datetime) -> NotNow | None:
    """Held until the hour of reminders on that day."""
    if now.date() >= day:
        return None
    return NotNow(spread(datetime.combine(day, rules.company.at("remind_at"), now.tzinfo), spot))


def _held(context: Mapping[str, Any], uow: UnitOfWork, rules: Rules, now: datetime) -> NotNow | None:
    """What goes outside by itself waits for the end of quiet hours and days off, however late it comes to leave."""
    customer = uow.customers.get(int(context["customer"]))
    if customer is None or context["audience"] != "customer" or context.get("way") == FORWARD:
        return None
    opens = opening(now, rules.policies(customer)["customer"], rules.calendar)
    return None if opens == now else NotNow(spread(opens, f"{context['day']}:{customer.id}"))
