"""What the books expect to lose on a day, by the company's method: years since issue, days overdue, or roll rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from config.company import CompanySettings
from config.provision import load_provision, read_rates
from ledger.provision import BY_MONTHS, ENOUGH, METHODS, Provision, loss_rates, provision, roll_rates
from storage.aging_query import aging
from storage.unit_of_work import UnitOfWork

METHOD = "provision_method"
RATES = "provision_rates"


@dataclass(frozen=True, slots=True)
class Allowance:
    """`fell_back`: the method wanted roll rates, and the books are too young for them. `others`: other currencies."""

    as_of: date
    known_by: datetime
    method: str
    lines: tuple[Provision, ...]
    fell_back: bool
    others: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(line.fen for line in self.lines)


def allowance(as_of: date, known_by: datetime, company: CompanySettings, uow: UnitOfWork) -> Allowance:
    """One aging of the whole company; by roll rates one for each of the last 13 month ends."""
    method = company.choice(METHOD)
    rates = _rolled(as_of, known_by, uow) if method == "roll" else None
    fell_back = method == "roll" and rates is None
    if fell_back:
        method = "due"
    basis, buckets = METHODS[method]
    table = aging(uow, as_of, known_by=known_by, basis=basis, buckets=buckets)
    stood = dict(zip(buckets.labels, table.total.amounts, strict=True))
    lines = provision(stood, rates if rates is not None else matrix(method, company))
    return Allowance(as_of, known_by, method, lines, fell_back, table.other_currencies)


def matrix(method: str, company: CompanySettings) -> Mapping[str, Fraction]:
    """The company's own percentages where they fit the buckets, else those shipped."""
    labels = METHODS[method][1].labels
    own = read_rates(company.text(RATES))
    shipped = load_provision()
    percents = own if len(own) == len(labels) else getattr(shipped, method)
    return {label: Fraction(percent) / 100 for label, percent in zip(labels, percents, strict=True)}


def _rolled(as_of: date, known_by: datetime, uow: UnitOfWork) -> Mapping[str, Fraction] | None:
    """Expected losses from how buckets rolled on until `as_of`; None where the books are too young."""
    ends = [as_of]
    while len(ends) <= ENOUGH:
        ends.append(month_end_before(ends[-1]))
    first = uow.provisions.first_day()
    if first is None or first > ends[-1]:
        return None
    names = BY_MONTHS.labels
    months = []
    for end in reversed(ends):
        table = aging(uow, end, known_by=known_by, buckets=BY_MONTHS)
        months.append(dict(zip(names, table.total.amounts, strict=True)))
    rolls = roll_rates(months, names)
    if rolls is None:
        return None
    return loss_rates(rolls, names, last=Fraction(load_provision().roll_last) / 100)


def month_end_before(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)
