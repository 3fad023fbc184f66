"""What each customer owed on a day, for reports that group it: by bucket, and by salesperson where they ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from ledger.aging import BY_DUE, Buckets
from ledger.money import CURRENCY
from storage.aging_query import aged_sums
from storage.ranges import tuples
from storage.relations import CUSTOMER, ENTRY
from storage.work import Work


@dataclass(frozen=True, slots=True)
class AgedPart:
    """Fen by bucket of one customer, of one salesperson's debts where asked; `unallocated` only in whole rows."""

    customer_id: int
    salesperson: str
    amounts: tuple[int, ...]
    unallocated: int = 0

    @property
    def outstanding(self) -> int:
        return sum(self.amounts)

    @property
    def overdue(self) -> int:
        return sum(self.amounts[1:])


class Profile(NamedTuple):
    """What reports group customers by."""

    id: int
    name: str
    owner: str
    region: str
    industry: str
    category: str


_PROFILES = select(
    CUSTOMER.c.id,
    CUSTOMER.c.name,
    CUSTOMER.c.owner,
    CUSTOMER.c.region,
    CUSTOMER.c.industry,
    CUSTOMER.c.category,
).where(CUSTOMER.c.corp_id == bindparam("corp"))
_TRADED = (
    select(ENTRY.c.customer_id, func.count().label("number"))
    .where(
        ENTRY.c.corp_id == bindparam("corp"),
        ENTRY.c.kind == "debt",
        ENTRY.c.effective_on > bindparam("since"),
        ENTRY.c.effective_on <= bindparam("until"),
    )
    .group_by(ENTRY.c.customer_id)
)


@dataclass(frozen=True, slots=True)
class Aged:
    """`parts` in one currency; `others` have entries by that day too."""

    parts: Sequence[AgedPart]
    others: Sequence[str]


def aged_parts(
    work: Work,
    as_of: date,
    *,
    known_by: datetime | None = None,
    by_person: bool = False,
    basis: str = "due",
    currency: str = CURRENCY,
    buckets: Buckets = BY_DUE,
) -> Aged:
    """One part a customer with any figure; by person, one a customer and salesperson (fixed at issue), and one of the
    customer's unallocated money under nobody.
    """
    rows = aged_sums(
        work, as_of, known_by=known_by, by_person=by_person, basis=basis, currency=currency, buckets=buckets
    )
    owed: dict[tuple[int, str], tuple[int, ...]] = {}
    free: dict[int, int] = defaultdict(int)
    for customer_id, code, salesperson, balance, *fen in rows:
        if code != currency:
            continue
        if balance is not None:
            free[customer_id] -= int(balance)
            continue
        amounts = tuple(int(part) for part in fen)
        owed[customer_id, salesperson if by_person else ""] = amounts
        free[customer_id] += sum(amounts)
    nothing = (0,) * len(buckets.labels)
    if not by_person:
        parts = [AgedPart(key, "", owed.get((key, ""), nothing), fen) for key, fen in free.items()]
    else:
        own = [AgedPart(key, person, amounts) for (key, person), amounts in owed.items()]
        parts = [*own, *(AgedPart(key, "", nothing, fen) for key, fen in free.items() if fen)]
    others = sorted({row[1] for row in rows} - {currency})
    return Aged([part for part in parts if any(part.amounts) or part.unallocated], others)


def profiles(work: Work) -> Mapping[int, Profile]:
    """Every customer, by id."""
    return {row[0]: row for row in map(Profile._make, tuples(work, _PROFILES))}


def traded(work: Work, since: date, until: date) -> Mapping[int, int]:
    """How many debts each customer had in these days (`since` not included); nobody without any."""
    return {row.customer_id: row.number for row in work.rows(_TRADED, since=since, until=until)}
