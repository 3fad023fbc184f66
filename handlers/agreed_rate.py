"""“宏达约定日万分之五”: the rate of late fees that was agreed, of one customer or of all; a new LPR is added the same way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from config.lpr import Published, read_added, write_added
from handlers import conversation
from handlers.affected import allowed, customer_meant
from handlers.command import Reply, Request
from handlers.late_rate import ADDED, AGREED, RULE
from handlers.permissions import Verdict, reach
from ledger.errors import InvalidTerms
from ledger.rate_text import format_rate, parse_rate, percent, yearly
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Keep the rate, or the rule that holds where none was agreed."""
    extra = request.record.extra
    if extra.get("lpr"):
        return _publish(str(extra["lpr"]), request, uow)
    customer = customer_meant(request.record, uow)
    if customer is None and request.record.customer is not None:
        return Reply("customer/who.txt", {"typed": request.record.customer.text})
    refused = _refused(customer, request, uow)
    if refused is not None:
        return refused
    text, rule = str(extra.get("rate", "")), str(extra.get("rule", ""))
    try:
        rate = parse_rate(text) if text else None
    except InvalidTerms:
        return Reply("late_fee/odd_rate.txt", {"text": request.said.text})
    _put(AGREED, format_rate(rate) if rate else "", customer, request, uow)
    if rule:
        _put(RULE, rule, customer, request, uow)
    context = {
        "customer": customer.name if customer else "",
        "source": "agreed" if rate else rule or request.company.choice(RULE),
        "per": rate.per if rate else "year",
        "percent": percent(rate.value) if rate else "",
        "a_year": yearly(rate) if rate else "",
        "days_in_year": rate.days_in_year if rate else 365,
        "surcharge": request.company.whole("late_fee_surcharge"),
        "beside": str(extra.get("beside", "")),
    }
    return Reply("late_fee/agreed.txt", context)


def _refused(customer: CustomerView | None, request: Request, uow: UnitOfWork) -> Reply | None:
    """One customer's rate is a term of his; that of all is a setting."""
    if customer is not None:
        conversation.remember_customer(request.state, customer.id, customer.name)
        return allowed("customer", customer, request, uow)
    if reach("setting", request.speaker, None, uow) is not Verdict.YES:
        return Reply("setting/not_yours.txt")
    return None


def _put(key: str, value: str, customer: CustomerView | None, request: Request, uow: UnitOfWork) -> None:
    by = request.speaker.userid
    whose = customer.id if customer else None
    before = uow.settings.get(key, customer=whose, default="")
    uow.settings.put(key, value, by=by, customer=whose)
    subject = f"customer:{whose}" if whose is not None else f"setting:{key}"
    uow.audit.note(by, "setting.change", subject, {"key": key, "before": str(before), "after": value})


def _publish(said: str, request: Request, uow: UnitOfWork) -> Reply:
    """“LPR 2026年6月20日 2.9”: as “2026-06-20:2.9”."""
    if reach("setting", request.speaker, None, uow) is not Verdict.YES:
        return Reply("setting/not_yours.txt")
    day, _, figure = said.partition(":")
    row = Published(published_on=date.fromisoformat(day), percent=Decimal(figure))
    if row.published_on > request.today:
        return Reply("late_fee/odd_rate.txt", {"text": request.said.text})
    known = read_added(request.company.text(ADDED))
    _put(ADDED, write_added([*known, row]), None, request, uow)
    return Reply(
        "late_fee/published.txt",
        {"day": row.published_on, "percent": percent(row.percent / 100), "today": request.today},
    )
