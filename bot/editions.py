"""The editions of a day: which digests there are, to whom each goes, and what it says.

A digest is a dated run: its rows, its claim and the journal's anchor are one commit, so that it goes out once, whoever
puts it and however often.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from config.company import CompanySettings
from handlers.digests import finance, overview, review, sales, todo
from handlers.digests.duties import duties
from handlers.digests.facts import Facts, gather
from handlers.digests.money import arrivals
from handlers.digests.period import (
    Period,
    daily,
    goes_on,
    is_first_workday_of_month,
    is_first_workday_of_week,
    monthly,
    weekly,
)
from handlers.jsonable import to_plain
from handlers.permissions import owners_seen
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

GROUP = "group"
HOLDER = "digests"  # a run is claimed and done in one commit: nobody holds it in between
_PRIORITY = 6  # after replies and what is asked
# What is said of the facts of these owners, and the picture that goes with it: a template and its context.
Told: TypeAlias = "Callable[[Facts, frozenset[str] | None], tuple[str, Mapping[str, Any]]]"
Drawn: TypeAlias = "tuple[str, Mapping[str, Any]] | None"


@dataclass(frozen=True, slots=True)
class Message:
    """A row to be: to whom, on which channel (a userid's is the company's own way), and what it says.

    `owners`: whose customers it is about, None for everybody's; `seq`: where the journal stood.
    """

    target: str
    template: str
    context: Mapping[str, Any]
    channel: str = ""
    owners: frozenset[str] | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """What is read once for all digests of a run; `groups` are those that can be written to.

    `only`: the person it is made for, "" for everybody.
    """

    facts: Facts
    uow: UnitOfWork
    company: CompanySettings
    groups: frozenset[str]
    only: str = ""

    @property
    def people(self) -> list[StaffView]:
        people = [person for person in self.uow.staff.all() if person.active]
        return [person for person in people if self.only in ("", person.userid)]


def managers(edition: Edition) -> list[Message]:
    """To each manager what he may see, or to their group everything; text and picture."""
    parts = edition.company.several("digest_parts")

    def told(facts: Facts, owners: frozenset[str] | None) -> tuple[str, Mapping[str, Any]]:
        return overview.TEMPLATE, overview.context(facts, arrivals(edition.uow, owners), parts)

    return _to_managers(edition, told, _aging)


def reviews(edition: Edition) -> list[Message]:
    """The week or the month, as the facts have it."""
    return _to_managers(edition, lambda facts, _: (review.TEMPLATE, review.context(facts)), _top)


def _aging(facts: Facts) -> Drawn:
    return (overview.PICTURE, overview.picture(facts)) if facts.owed.outstanding else None


def _top(facts: Facts) -> Drawn:
    return (review.PICTURE, review.picture(facts)) if facts.late else None


def _to_managers(edition: Edition, told: Told, drawn: Callable[[Facts], Drawn]) -> list[Message]:
    to, found = edition.company.choice("digest_to"), []
    if "manager" not in edition.groups:
        to = "each"
    if to != "each":
        found += _illustrated(edition, told, drawn, None, "manager", GROUP)
    if to != "group":
        for person in edition.people:
            if person.role == "manager":
                owners = scope("managers", person, edition.uow)
                found += _illustrated(edition, told, drawn, owners, person.userid, "")
    return found


def _illustrated(
    edition: Edition,
    told: Told,
    drawn: Callable[[Facts], Drawn],
    owners: frozenset[str] | None,
    target: str,
    channel: str,
) -> list[Message]:
    facts = edition.facts.of(owners)
    template, context = told(facts, owners)
    found = [Message(target, template, context, channel, owners)]
    if edition.company.is_on("digest_picture") and (picture := drawn(facts)) is not None:
        found.append(Message(target, *picture, channel, owners))
    return found


def sales_group(edition: Edition) -> list[Message]:
    """Without such a group nobody gets it: each has his own list."""
    if "sales" not in edition.groups:
        return []
    return [Message("sales", sales.TEMPLATE, sales.context(edition.facts, edition.people), GROUP)]


def finance_group(edition: Edition) -> list[Message]:
    """To the group, or where there is none to each person of finance."""
    context = finance.context(edition.facts, arrivals(edition.uow))
    if "finance" in edition.groups:
        return [Message("finance", finance.TEMPLATE, context, GROUP)]
    people = [person.userid for person in edition.people if person.role == "finance"]
    return [Message(userid, finance.CHAT_TEMPLATE, context) for userid in people]


def todos(edition: Edition) -> list[Message]:
    """To each salesperson his own list; to one with nothing on it, nothing."""
    found = []
    for person in edition.people:
        if person.role != "sales":
            continue
        who = person.userid
        cash = edition.uow.receipts.cash_in_hand(who)
        duty = duties(who, edition.facts.period.day, edition.uow)
        context = todo.context(edition.facts.of({who}), cash, duty)
        if not todo.is_empty(context):
            found.append(Message(who, todo.TEMPLATE, context, owners=frozenset({who})))
    return found


def scope(digest: str, person: StaffView, uow: UnitOfWork) -> frozenset[str] | None:
    """Whose customers this person's digest of the name is about; none when he gets none, None for everybody's."""
    if not person.active or person.role != _READERS.get(digest, "manager"):
        return frozenset()
    if digest == "todos":
        return frozenset({person.userid})
    return overview.scope(owners_seen("digest", person, uow), person)


# Whose digest it is where it goes one-to-one; the others are the managers'.
_READERS: Final[Mapping[str, str]] = MappingProxyType({"todos": "sales", "finance": "finance"})


@dataclass(frozen=True, slots=True)
class Digest:
    """One dated run: `switch` and `at` are the settings that say whether and when; `kind` the period it tells of."""

    name: str
    switch: str
    at: str
    kind: str
    messages: Callable[[Edition], list[Message]]


DIGESTS: Final = (
    Digest("todos", "todo", "todo_at", "daily", todos),
    Digest("managers", "digest", "digest_at", "daily", managers),
    Digest("weekly", "weekly_digest", "digest_at", "weekly", reviews),
    Digest("monthly", "monthly_digest", "digest_at", "monthly", reviews),
    Digest("sales", "sales_digest", "sales_digest_at", "daily", sales_group),
    Digest("finance", "finance_digest", "finance_digest_at", "daily", finance_group),
)


_PERIODS: Final[Mapping[str, Callable[[datetime, UnitOfWork], Period]]] = MappingProxyType(
    {
        "daily": lambda now, uow: daily(now.date(), now, uow),
        "weekly": lambda now, _: weekly(now.date()),
        "monthly": lambda now, _: monthly(now.date()),
    }
)


def of_day(uow: UnitOfWork, day: date, company: CompanySettings) -> list[Digest]:
    """Those that are switched on and meant for this day, whether they have gone or not."""
    settings = company.over(uow.settings.texts())
    if not goes_on(settings, day):
        return []
    return [digest for digest in DIGESTS if settings.is_on(digest.switch) and is_day_of(digest, day)]


def is_day_of(digest: Digest, day: date) -> bool:
    if digest.kind == "weekly":
        return is_first_workday_of_week(day)
    return digest.kind != "monthly" or is_first_workday_of_month(day)


def composed(
    digests: Sequence[Digest],
    uow: UnitOfWork,
    now: datetime,
    company: CompanySettings,
    groups: frozenset[str] = frozenset(),
    *,
    only: str = "",
) -> list[list[Message]]:
    """What would go out at `now`, for each; `groups` have a robot, others may have a chat. `only`: to one person."""
    settings = company.over(uow.settings.texts())
    groups = groups | {name for name, _ in uow.group_chats.chats()}
    facts = {
        kind: gather(uow, _PERIODS[kind](now, uow), settings)
        for kind in dict.fromkeys(one.kind for one in digests)
    }
    found = []
    for digest in digests:
        edition = Edition(facts[digest.kind], uow, settings, groups, only)
        found.append([replace(one, seq=edition.facts.seq) for one in digest.messages(edition)])
    return found


def is_done(uow: UnitOfWork, digest: Digest, day: date) -> bool:
    found = uow.job_runs.get(_job(digest), day)
    return found is not None and found.state == "done"


def origin(digest: Digest, day: date, message: Message, made_at: datetime) -> dict[str, Any]:
    """What a row remembers of its making, for the moment it leaves (`bot.delivery.digest`)."""
    owners = None if message.owners is None else sorted(message.owners)
    return {
        "refresh": "digest",
        "made": {
            "digest": digest.name,
            "on": to_plain(day),
            "to": message.target,
            "channel": message.channel,
            "template": message.template,
            "owners": owners,
            "at": made_at.isoformat(),
            "seq": message.seq,
        },
    }


def put(
    uow: UnitOfWork, *, digest: Digest, day: date, messages: Sequence[Message], staff_channel: str
) -> int:
    """The run of that day, with its rows, in one commit; how many there are, 0 when it has gone before."""
    job = _job(digest)
    if uow.job_runs.claim(job, day, HOLDER) is None:
        return 0  # another machine was quicker
    for number, message in enumerate(messages):
        uow.outbox.push(
            channel=message.channel or staff_channel,
            audience="staff",
            target=message.target,
            unique_key=f"{job}:{day.isoformat()}:{message.target}:{number}",
            template=message.template,
            context={**to_plain(message.context), **origin(digest, day, message, uow.now)},
            priority=_PRIORITY,
        )
    if digest.name == "managers":
        uow.anchors.take(day)
    uow.job_runs.finish(job, day, HOLDER, {"messages": len(messages)})
    return len(messages)


def _job(digest: Digest) -> str:
    return f"digest:{digest.name}"
