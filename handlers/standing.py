"""What a look at some customers writes: new warnings each day, proposed grades once a month, and who hears of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers import grade, warning
from handlers.dunning.hearers import boss, salesperson
from handlers.jsonable import to_plain
from handlers.permissions import owners_seen
from ledger.grade import grade as graded
from ledger.warning import warnings_of
from storage.credit_warnings import CreditWarningView
from storage.standing import Standing, standings
from storage.unit_of_work import UnitOfWork


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
        )
        proposed += with_grades and _propose(uow, standing, today)
    return Noted(warned, proposed)


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


def tell(uow: UnitOfWork, since: datetime, today: date, channel: str) -> None:
    """Owners and their managers hear of the warnings noted since an instant, each in one message."""
    fresh = [row for row in uow.credit_warnings.open() if row.created_at >= since]
    for person, theirs in _heard_by(uow, fresh).items():
        state = uow.conversations.load(channel, "", person)
        context = to_plain({**warning.listing(state, theirs, today), "count": len(theirs)})
        key = f"warnings:{person}:{today.isoformat()}"
        if uow.outbox.push(channel, person, key, "chat/credit/warned.txt", context, priority=4):
            uow.conversations.save(channel, "", person, state)


def tell_grades(uow: UnitOfWork, today: date, channel: str) -> None:
    """Managers hear once a month which grades are proposed for their people's customers."""
    for person in uow.staff.all():
        if not person.active or person.role not in ("manager", "admin"):
            continue
        rows = uow.grades.open(owners_seen(grade.DECIDES, person, uow))
        if not rows:
            continue
        state = uow.conversations.load(channel, "", person.userid)
        context = to_plain({**grade.listing(state, rows), "count": len(rows)})
        key = f"grades:{person.userid}:{grade.first_of_month(today).isoformat()}"
        if uow.outbox.push(channel, person.userid, key, "chat/credit/proposed.txt", context, priority=5):
            uow.conversations.save(channel, "", person.userid, state)


def _heard_by(uow: UnitOfWork, rows: Iterable[CreditWarningView]) -> Mapping[str, list[CreditWarningView]]:
    """Who hears of which: the owner and his manager."""
    heard: dict[str, list[CreditWarningView]] = defaultdict(list)
    for row in rows:
        for userid in dict.fromkeys((*salesperson(row.owner, uow), *boss(row.owner, uow))):
            heard[userid].append(row)
    return heard
