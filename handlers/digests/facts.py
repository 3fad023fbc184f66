"""What every digest is made of, read once for the company and cut to the customers of some owners."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from config.company import CompanySettings
from handlers.digests.period import Period
from handlers.dunning.silent import silent_money
from handlers.signs import signs_seen
from ledger.aging import BY_DUE
from ledger.misuse import Sign
from ledger.money import CURRENCY
from storage.aging_query import AgedRow, aging
from storage.credit_warnings import CreditWarningView
from storage.late import LateCustomer, NewlyLate, late_customers, newly_late
from storage.misuse import Span
from storage.movements import (
    DueCustomer,
    Movement,
    Word,
    due_between,
    moved_between,
    moved_since,
    owners_of,
    words_come_due,
)
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Owed:
    """Fen by bucket of `BY_DUE`, and money not allocated yet."""

    parts: tuple[int, ...]
    unallocated: int

    @property
    def outstanding(self) -> int:
        return sum(self.parts)

    @property
    def overdue(self) -> int:
        return sum(self.parts[1:])

    @property
    def net(self) -> int:
        return self.outstanding - self.unallocated


@dataclass(frozen=True, slots=True)
class Facts:
    """The books of a period. `now` and `then` by customer id; `moved` by owner; `silent` by customer id.

    `owners` maps customers to who looks after them ("" nobody), `names` userids to people's names. `seq` and `mark`
    are where the journal stood.
    """

    period: Period
    owners: Mapping[int, str]
    names: Mapping[str, str]
    now: Mapping[int, AgedRow]
    then: Mapping[int, AgedRow]
    late: Sequence[LateCustomer]
    new: Sequence[NewlyLate]
    moved: Mapping[str, Movement]
    words: Sequence[Word]
    due: Sequence[DueCustomer]
    soon: Sequence[DueCustomer]
    silent: Mapping[int, Sequence[tuple[str, int]]]
    other_currencies: Sequence[str]
    seq: int
    mark: str
    signs: Sequence[Sign] = ()  # of misuse, for a month; for managers alone
    alarms: Sequence[CreditWarningView] = ()  # open ones of limitation clocks
    earlier: Mapping[str, Movement] = field(
        default_factory=dict
    )  # by owner: recorded in it, of days before it

    def of(self, owners: Collection[str] | None) -> Facts:
        """The same for the customers of these people; None means everybody's."""
        if owners is None:
            return self
        ours = {customer for customer, owner in self.owners.items() if owner in owners}
        return replace(
            self,
            owners={customer: self.owners[customer] for customer in ours},
            now={key: row for key, row in self.now.items() if key in ours},
            then={key: row for key, row in self.then.items() if key in ours},
            late=[one for one in self.late if one.customer_id in ours],
            new=[one for one in self.new if one.customer_id in ours],
            moved={owner: moved for owner, moved in self.moved.items() if owner in owners},
            earlier={owner: moved for owner, moved in self.earlier.items() if owner in owners},
            words=[word for word in self.words if word.customer_id in ours],
            due=[one for one in self.due if one.customer_id in ours],
            soon=[one for one in self.soon if one.customer_id in ours],
            silent={key: rows for key, rows in self.silent.items() if key in ours},
            signs=[sign for sign in self.signs if sign.person in owners],
            alarms=[alarm for alarm in self.alarms if alarm.customer_id in ours],
        )

    @property
    def owed(self) -> Owed:
        return total_of(self.now)

    @property
    def owed_then(self) -> Owed:
        return total_of(self.then)

    @property
    def movement(self) -> Movement:
        return sum(self.moved.values(), Movement())

    def owner_name(self, customer_id: int) -> str:
        owner = self.owners.get(customer_id, "")
        return self.names.get(owner, owner)


def gather(uow: UnitOfWork, period: Period, company: CompanySettings) -> Facts:
    """Read the whole company once; what is silent for a daily one alone."""
    now = aging(uow, period.day)
    then = aging(uow, period.then, known_by=period.since)
    seq, mark = uow.anchors.head()
    return Facts(
        period=period,
        owners=owners_of(uow),
        names={person.userid: person.name for person in uow.staff.all()},
        now=_by_customer(now.rows),
        then=_by_customer(then.rows),
        late=late_customers(uow, period.day),
        new=newly_late(uow, period.then, period.day),
        moved=_moved(uow, period),
        words=words_come_due(uow, period.then, period.day),
        due=due_between(uow, period.day, period.day),
        soon=due_between(uow, *period.soon),
        silent=_silent(uow, period, company, now.rows),
        other_currencies=[code for code in now.other_currencies if code != CURRENCY],
        seq=seq,
        mark=mark[:8],
        signs=_signs(uow, period, company),
        alarms=uow.credit_warnings.alarms(),
        earlier=_earlier(uow, period),
    )


def _signs(uow: UnitOfWork, period: Period, company: CompanySettings) -> Sequence[Sign]:
    if period.kind != "monthly":
        return ()
    span = Span(period.first, period.day, uow.company.zone)
    return signs_seen(span, None, company, uow, period.day)


def _silent(
    uow: UnitOfWork, period: Period, company: CompanySettings, rows: Sequence[AgedRow]
) -> Mapping[int, Sequence[tuple[str, int]]]:
    if period.kind != "daily":
        return {}
    minimum = company.fen("remind_minimum")
    odd = {int(row.key) for row in rows if row.unallocated or row.outstanding < minimum}
    return silent_money(uow, company, period.day, odd)


def total_of(rows: Mapping[int, AgedRow]) -> Owed:
    """The sum of customers' rows."""
    columns = [sum(column) for column in zip(*(row.amounts for row in rows.values()), strict=True)]
    return Owed(
        tuple(columns) if rows else (0,) * len(BY_DUE.labels), sum(row.unallocated for row in rows.values())
    )


def _by_customer(rows: Sequence[AgedRow]) -> dict[int, AgedRow]:
    return {int(row.key): row for row in rows}


def _earlier(uow: UnitOfWork, period: Period) -> Mapping[str, Movement]:
    """What the last week or month could not tell: it was confirmed or put down after its end."""
    if period.kind == "daily":
        return {}
    return moved_since(uow, datetime.combine(period.first, time(), ZoneInfo(uow.company.zone)), period.then)


def _moved(uow: UnitOfWork, period: Period) -> Mapping[str, Movement]:
    if period.since is not None:
        return moved_since(uow, period.since, period.day)
    return moved_between(uow, period.first, period.day)
