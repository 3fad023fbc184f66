"""At which rate a customer's late fees run: what was agreed with him, else the company's rule (LPR or statutory)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from config.company import CompanySettings
from config.lpr import LoanPrimeRates, load_lpr, read_added
from ledger.accrual import RateOf
from ledger.interest import LEAST_SURCHARGE, MOST_SURCHARGE, Quotation, Rate, lpr_rate, statutory_rate
from ledger.rate_text import parse_rate
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

AGREED = "late_fee_agreed"
RULE = "late_fee_rule"
ADDED = "lpr_added"


@dataclass(frozen=True, slots=True)
class LateRate:
    """The rule that holds for a customer: `rate_of` a day of breach, and `source` agreed | lpr | statutory.

    `known_until` is the last day of which the LPR table speaks; None where it is not asked.
    """

    rate_of: RateOf
    source: str
    known_until: date | None = None


def late_rate(customer: CustomerView, company: CompanySettings, uow: UnitOfWork) -> LateRate:
    """By the customer's own settings over his category's and the company's."""
    own = settings_of(customer, company, uow)
    agreed = own.text(AGREED)
    if agreed:
        rate = parse_rate(agreed)
        return LateRate(lambda _: rate, "agreed")
    if own.choice(RULE) == "statutory":
        return LateRate(lambda _: statutory_rate(), "statutory")
    return by_lpr(own)


def settings_of(customer: CustomerView, company: CompanySettings, uow: UnitOfWork) -> CompanySettings:
    return company.over(uow.settings.texts(customer=customer.id, category=customer.category or None))


def by_lpr(company: CompanySettings) -> LateRate:
    """The LPR of the day of the breach plus the surcharge; before the table begins its first one."""
    table = _shipped()
    added = read_added(company.text(ADDED))
    rows = [Quotation(row.published_on, row.percent / 100) for row in (*table.one_year, *added)]
    first = min(row.published_on for row in rows)
    wanted = Decimal(company.whole("late_fee_surcharge")) / 100
    surcharge = min(max(wanted, LEAST_SURCHARGE), MOST_SURCHARGE)
    days = int(company.choice("late_fee_days_in_year"))

    def rate_of(breach: date) -> Rate:
        return lpr_rate(rows, max(breach, first), surcharge=surcharge, days_in_year=days)

    return LateRate(rate_of, "lpr", max([table.checked_on, *(row.published_on for row in added)]))


@cache
def _shipped() -> LoanPrimeRates:
    return load_lpr()
