"""What a look at some customers writes: new warnings each day, proposed grades once a month, and who hears of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers import grade, remedy, warning
from handlers.asking import ask_later
from handlers.clock import clocks
from handlers.dunning.hearers import boss, salesperson
from ledger.alarm import KIND as LIMITATION
from ledger.alarm import alarm_of
from ledger.grade import grade as graded
from ledger.limitation import ALARMS, YEARS
from ledger.warning import LASTING, EarlyWarning, warnings_of
from storage.credit_warnings import CreditWarningView
from storage.standing import Standing, standings
from storage.unit_of_work import UnitOfWork

_CLOCK_MATTERS = timedelta(days=YEARS * 365 - max(ALARMS))  # a younger debt cannot be near its end


@dataclass(frozen=True, slots=True)
class Noted:
    """How many warnings and proposals are new."""

    warnings: int
    grades: int


def look(uow: UnitOfWork, customers: Sequence[int], today: date, *, with_grades: bool) -> Noted:
    """Look at these customers; what was noted before is not noted again."""
    warned = proposed = 0
    for standing in standings(uow, customers, today):
        warned += sum(
            uow.credit_warnings.add(standing.customer_id, found)
            for found in warnings_of(standing.signs, today)
            if not _still_open(standing.customer_id, found, uow)
        )
        warned += _alarms(uow, standing, today)
        proposed += with_grades and _propose(uow, standing, today)
    return Noted(warned, proposed)


def _still_open(customer_id: int, found: EarlyWarning, uow: UnitOfWork) -> bool:
    """A sign that nobody has dealt with is no news in the next month; one about another limit is."""
    about = found.key.partition(":")[2]
    return found.kind in LASTING and any(
        row.kind == found.kind and row.event_key.partition(":")[2] == about
        for row in uow.credit_warnings.of_customer(customer_id)
    )


def _alarms(uow: UnitOfWork, standing: Standing, today: date) -> int:
    """Alarms of limitation clocks, each step once; only debts that are old enough are looked at closely."""
    since = standing.signs.late_since
    customer = uow.customers.get(standing.customer_id) if since and since <= today - _CLOCK_MATTERS else None
    if customer is None:
        return 0
    fresh = 0
    for clock in clocks(customer, today, uow):
        found = alarm_of(clock.number, clock.outstanding, clock.limitation, today)
        before = uow.credit_warnings.of_event(customer.id, found.kind, found.key) if found else True
        if found is not None and not before:
            uow.credit_warnings.supersede(customer.id, clock.number, by="")
            fresh += uow.credit_warnings.add(customer.id, found)
    return fresh


def _propose(uow: UnitOfWork, standing: Standing, today: date) -> bool:
    """Propose the grade that the books give him when it is another than he has."""
    found = graded(standing.record)
    if found is None or found.letter == standing.letter:
        return False
    return uow.grades.propose(
        standing.customer_id,
        grade.first_of_month(today),
        found.letter,
        found.points,
        grade.reasons_of(found),
        before=standing.letter,
    )


def tell(uow: UnitOfWork, since: datetime, now: datetime, channel: str) -> None:
    """Owners, their managers and of alarms finance hear of what was noted since an instant, and are asked what to do.

    One of them is asked about with its measures, of several which comes first; `now` is in the company's zone.
    """
    fresh = [row for row in uow.credit_warnings.open() if row.created_at >= since]
    for userid, theirs in _heard_by(uow, fresh).items():
        person = uow.staff.get(userid)
        if person is None:
            continue
        if len(theirs) == 1:
            asker, question = remedy.NAME, remedy.question_of(theirs[0], person, uow)
        else:
            shown = theirs[: warning.MOST_LINES]
            asker, question = remedy.PICK, remedy.several(shown, count=len(theirs))
        key = f"warnings:{userid}:{now.date().isoformat()}"
        if ask_later(person, asker, question, uow, channel=channel, now=now, key=key, aside=True):
            state = uow.conversations.load(channel, "", userid)
            warning.listing(state, theirs, now.date())
            uow.conversations.save(channel, "", userid, state)


def _heard_by(uow: UnitOfWork, rows: Iterable[CreditWarningView]) -> Mapping[str, list[CreditWarningView]]:
    """Who hears of which: the owner and his manager; finance, too, when a claim is about to be lost."""
    heard: dict[str, list[CreditWarningView]] = defaultdict(list)
    finance = [one.userid for one in uow.staff.all() if one.active and one.role == "finance"]
    for row in rows:
        more = finance if row.kind == LIMITATION else []
        for userid in dict.fromkeys((*salesperson(row.owner, uow), *boss(row.owner, uow), *more)):
            heard[userid].append(row)
    return heard
