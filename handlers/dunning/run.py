"""A reminder run as rows: what is written for a customer, and what for colleagues once all customers are through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

from handlers.chase import FORWARDED, LETTER
from handlers.digests.period import goes_on
from handlers.dunning import hearers
from handlers.dunning.planning import Plan
from handlers.dunning.rules import FORWARD, Rules
from handlers.jsonable import to_plain
from ledger.calendar import Calendar, add_workdays, is_workday, next_workday
from ledger.ladder import Policy, is_quiet
from storage.customers import CustomerView
from storage.outbox import OutboxView
from storage.pushes import NewPush
from storage.unit_of_work import UnitOfWork

NAME = "remind"
REFRESH = "reminder"
TAKEN_BACK_DAYS = 14  # a letter is looked after so long: it may have waited for a tap
PRIORITY = 6  # of the outbox: after replies and digests
SPREAD_SECONDS = 14 * 60
NEIGHBOURS = 16  # customers by their ids whose letters leave at one instant
ANNOUNCED = frozenset({"sms", "email"})  # the salesperson hears the exact words the day before (PEOPLE P16)
UNHEARD = ("failed", "unsure")  # an announcement that waits for an admin, and its letter with it
_TEMPLATES = {
    "owner": "chat/reminder/owner.txt",
    "sales": "chat/reminder/sales.txt",
    "finance": "chat/reminder/finance.txt",
    "manager": "chat/reminder/manager.txt",
}
# A group that gets its digest in the morning hears it there; the ladder speaks where that is switched off.
_GROUPS = {"sales": "sales_digest", "finance": "finance_digest"}


@dataclass(frozen=True, slots=True)
class Sending:
    """When a run writes and how colleagues are reached. `start` is aware, in the company's zone; `groups` have a way."""

    day: date
    start: datetime
    staff_channel: str = "app"
    groups: frozenset[str] = frozenset()

    @property
    def plain_day(self) -> Mapping[str, str]:
        """The day as a context keeps it."""
        return {"day": self.day.isoformat()}


def spread(start: datetime, key: str) -> datetime:
    """An instant within a quarter of an hour after `start`, always the same for a key, never in minute :00 or :30."""
    instant = start + timedelta(seconds=30 + crc32(key.encode()) % SPREAD_SECONDS)
    return instant + timedelta(minutes=1) if instant.minute in (0, 30) else instant


def opening(now: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """The first instant from `now` on at which somebody outside may be contacted: a workday, no quiet hours."""
    if is_workday(calendar, now.date()) and not is_quiet(policy, now.time()):
        return now
    is_before = now.time() < policy.quiet_to and is_workday(calendar, now.date())
    day = now.date() if is_before else next_workday(calendar, now.date() + timedelta(1))
    return datetime.combine(day, policy.quiet_to, now.tzinfo)


def letter_key(day: date, customer_id: int) -> str:
    return f"{NAME}:{day.isoformat()}:letter:{customer_id}"


def notice_key(key: str) -> str:
    """The row that announces the letter of this key to its salesperson."""
    return f"{key}:preview"


def is_unheard(letter: OutboxView, uow: UnitOfWork) -> bool:
    """Does it wait for an announcement that did not reach its salesperson?"""
    notice = uow.outbox.find(notice_key(letter.unique_key))
    return letter.state == "waiting" and notice is not None and notice.state in UNHEARD


def letter_spot(day: date, customer_id: int) -> str:
    """What the instant of a letter goes by. With one of its own for each, a run that commits a thousand at once would
    write the whole index by which letters are claimed anew each time.
    """
    return letter_key(day, customer_id // NEIGHBOURS)


def letter_prefix(day: date) -> str:
    return f"{NAME}:{day.isoformat()}:letter:"


def letter_context(customer_id: int, sending: Sending, *, way: str, person: str) -> dict[str, Any]:
    """What the row of a letter knows; `person` is who passes it on or hears of it before."""
    return {
        "refresh": REFRESH,
        "audience": "customer",
        "customer": str(customer_id),
        "day": sending.plain_day,
        "way": way,
        "person": person,
    }


def pushes_of(plan: Plan, sending: Sending, rules: Rules) -> list[NewPush]:
    """The letter to the customer, or for its salesperson to pass on; and its announcement where that is due."""
    if not plan.stages("customer"):
        return []
    customer, day = plan.customer, sending.day
    key = letter_key(day, customer.id)
    person = customer.owner if plan.way == FORWARD or plan.way in ANNOUNCED else ""
    context = letter_context(customer.id, sending, way=plan.way, person=person)
    start, spot = sending.start, letter_spot(day, customer.id)
    if plan.way == FORWARD:
        target, channel = customer.owner, sending.staff_channel
        return [_push(channel, target, key, LETTER, context, start, spot=spot)]
    announced = plan.way in ANNOUNCED
    if announced:
        next_day = add_workdays(rules.calendar, day, 1)
        start = start.replace(year=next_day.year, month=next_day.month, day=next_day.day)
    target = str(customer.id)
    found = [_push("customer", target, key, LETTER, context, start, audience="customer", spot=spot)]
    if announced and customer.owner:
        notice = {**context, "audience": "preview", "leaves": to_plain(start.date())}
        template, target = "chat/reminder/preview.txt", customer.owner
        found.append(_push(sending.staff_channel, target, notice_key(key), template, notice, sending.start))
    return found


def ask_tomorrow(plan: Plan, sending: Sending, rules: Rules, uow: UnitOfWork) -> None:
    """A text to pass on is followed by “对方怎么说？” on the next workday (PEOPLE P17)."""
    said = plan.stages("customer")
    if plan.way != FORWARD or not said:
        return
    letter = letter_key(sending.day, plan.customer.id)
    ask_after(plan.customer, sum(one.item.asked for one in said), sending.start, rules, uow, letter=letter)


def ask_after(
    customer: CustomerView, fen: int, now: datetime, rules: Rules, uow: UnitOfWork, *, letter: str = ""
) -> None:
    """Ask on the next workday what came of a text about `fen` that was handed over `now`, in the company's zone.

    `letter`: the row that hands it over; nothing is asked where that never left.
    """
    morning = add_workdays(rules.calendar, now.date(), 1)
    due_at = datetime.combine(morning, rules.company.at("follow_up_at"), now.tzinfo)
    context = {
        "customer_id": str(customer.id), "customer": customer.name, "amount": fen, "person": customer.owner,
        "day": now.date().isoformat(), "letter": letter,
    }  # fmt: skip
    uow.timers.put(FORWARDED, f"{FORWARDED}:{customer.id}:{now.date().isoformat()}", due_at, context)


def colleagues(uow: UnitOfWork, sending: Sending, rules: Rules) -> list[NewPush]:
    """One message each: to every salesperson, to the managers, and to the groups that get no digest.

    A salesperson who gets his to-do list that day hears of his own customers there, in one list.
    """
    found = []
    lists = rules.company.is_on("todo") and goes_on(rules.company, sending.day)
    for person, owners in _receivers("owner", uow, sending, receivers_of):
        if lists and _is_salesperson(person, uow):
            owners = [owner for owner in owners if owner != person]
        if owners:
            found.append(_listing("owner", sending.staff_channel, person, sending, owners))
    for person, owners in _receivers("manager", uow, sending, hearers.boss):
        found.append(_listing("manager", sending.staff_channel, person, sending, owners))
    for group, digest in _GROUPS.items():
        is_told = group in sending.groups and not rules.company.is_on(digest)
        if is_told and uow.stages.persons_on(sending.day, group):
            found.append(_listing(group, "group", group, sending, None))
    return found


def _is_salesperson(userid: str, uow: UnitOfWork) -> bool:
    person = uow.staff.get(userid)
    return person is not None and person.role == "sales"


def take_back_cancelled(uow: UnitOfWork, today: date) -> int:
    """Letters that were cancelled were not said: their stages come again. How many there were."""
    count = 0
    for back in range(TAKEN_BACK_DAYS):
        day = today - timedelta(back)
        for _, context in uow.pushes.cancelled(letter_prefix(day)):
            if context.get("audience") == "preview":
                continue  # the letter that it announced is a row of its own
            customer = int(str(context.get("customer", 0)))
            count += uow.stages.take_back(customer, day, "customer")
    return count


def _receivers(
    audience: str,
    uow: UnitOfWork,
    sending: Sending,
    receiver_of: Callable[[str, UnitOfWork], Iterable[str]],
) -> Iterable[tuple[str, list[str]]]:
    """(who is told, of whose customers)."""
    found: dict[str, list[str]] = defaultdict(list)
    for owner in uow.stages.persons_on(sending.day, audience):
        for receiver in receiver_of(owner, uow):
            found[receiver].append(owner)
    return sorted(found.items())


def receivers_of(owner: str, uow: UnitOfWork) -> Iterable[str]:
    """See `hearers.salesperson`."""
    return hearers.salesperson(owner, uow)


def _listing(audience: str, channel: str, target: str, sending: Sending, owners: list[str] | None) -> NewPush:
    key = f"{NAME}:{sending.day.isoformat()}:{audience}:{target}"
    person = "" if owners is None else target
    context = to_plain(
        {"refresh": REFRESH, "audience": audience, "owners": owners, "person": person, "day": sending.day}
    )
    return _push(channel, target, key, _TEMPLATES[audience], context, sending.start)


def _push(
    channel: str,
    target: str,
    key: str,
    template: str,
    context: Mapping[str, Any],
    start: datetime,
    *,
    audience: str = "staff",
    spot: str = "",
) -> NewPush:
    moment = spread(start, spot or key)
    return NewPush(channel, target, key, template, moment, context, audience, priority=PRIORITY)
