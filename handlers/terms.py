"""When a debt falls due: what was said, else the terms said, else the customer's terms, else the company's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from config.company import CompanySettings
from handlers.command import Request
from handlers.draft import Fact
from handlers.language.reading import Terms as Said
from ledger.grade_terms import parse_grade_days
from ledger.money import fen_of
from ledger.receivable import Part, plan
from ledger.terms import Terms, due_on, parse
from ledger.values import value
from storage.unit_of_work import UnitOfWork

_MONTH_END_KINDS = {
    "month_end_plus": "month_end_plus",
    "issue_plus": "month_end_issue",
    "same_day_later": "month_end_same_day",
}
_EVENTS = {"receipt_of_invoice": "invoice"}
_WEEK = timedelta(days=7)


@value
class Due:
    """The due day (None while its event is awaited), the terms behind it, and where they come from:
    said | customer | grade | company | event.
    """

    due_on: date | None
    terms: Terms | None
    source: str


def due_of(fact: Fact, request: Request, uow: UnitOfWork) -> Due:
    """The due day of a debt as it would be booked now."""
    issued = fact.happened_on or request.today
    if fact.due_on is not None:
        return Due(fact.due_on, None, "said")
    if fact.terms is not None:
        return _by(terms_of(fact.terms, request), issued, "said")
    customer = uow.customers.get(fact.customer_id) if fact.customer_id else None
    if customer is not None and customer.terms:
        return _by(parse(customer.terms), issued, "customer")
    days = request.company.whole("default_terms_days")
    if customer is not None and customer.grade:
        graded = parse_grade_days(request.company.text("grade_terms")).get(customer.grade, days)
        if graded < days:
            return _by(Terms("net", days=graded), issued, "grade")
    return _by(Terms("net", days), issued, "company")


def terms_of(said: Said, request: Request) -> Terms:
    """The ledger's terms for the terms read; 月结 as the company means it."""
    return terms_meant(said, request.company)


def terms_meant(said: Said, company: CompanySettings) -> Terms:
    """The ledger's terms for the terms read, by the settings of the company."""
    if said.kind == "month_end":
        return Terms(_MONTH_END_KINDS[company.choice("month_end_terms")], days=said.days)
    if said.kind == "day_of_month":
        return Terms(said.kind, day=said.days)
    return Terms(said.kind, days=said.days, event=_EVENTS.get(said.event, said.event))


def _by(terms: Terms, issued: date, source: str) -> Due:
    day = due_on(terms, issued)
    return Due(day, terms, source if day is not None else "event")


def parts_of(fact: Fact, due: Due, today: date) -> tuple[Part, ...]:
    """The instalments of a debt: as scheduled, in equal periods, or one. Raises `InvalidPlan` when they do not add up.

    In a schedule a part without a day is due now (先付三千), and one without a sum is the rest (余款月底).
    """
    amount = fact.amount or 0
    schedule = fact.says("schedule", ())
    if schedule:
        stated = [None if row[0] is None else fen_of(str(row[0])) for row in schedule]
        shares = _shares(amount - sum(fen or 0 for fen in stated), stated.count(None))
        days = [_day(row[1]) or today for row in schedule]
        return plan(amount, days, [next(shares) if fen is None else fen for fen in stated])
    periods = int(fact.says("periods", 1) or 1)
    if periods > 1 and due.due_on is not None:
        return plan(amount, _days(due.due_on, periods, fact))
    return (Part(amount, due.due_on),)


def _shares(rest: int, count: int) -> Iterator[int]:
    """What is left, shared evenly among the parts without a sum; odd fen in the first ones."""
    least, more = divmod(rest, count or 1)
    return iter([least + (place < more) for place in range(count)])


def _days(first: date, periods: int, fact: Fact) -> list[date]:
    """`periods` days from the first, a week or a month apart; a day that a month lacks is its last."""
    if "weekday" in fact.extra:
        return [first + _WEEK * n for n in range(periods)]
    months = Terms("day_of_month", day=int(fact.says("day_of_month", first.day)))
    days = [first]
    while len(days) < periods:
        days.append(due_on(months, days[-1]) or days[-1])
    return days


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
