"""“宏达诉讼时效到什么时候”: until when each debt can be sued for, and what started its three years again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handlers import conversation
from handlers.affected import allowed, customer_meant
from handlers.attaching import WITHIN
from handlers.clock import Clock, clocks
from handlers.command import Command, Reply, Request
from handlers.language.reading import Intent
from handlers.permissions import owners_seen
from handlers.whose import customer_of, not_for_role, note_list
from ledger.limitation import AGREEMENT, ALARMS, YEARS
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="limitation",
    intents=(Intent.LIMITATION,),
    title="诉讼时效",
    says=("宏达诉讼时效到什么时候", "哪些快过时效", "永盛对账单盖章了", "永盛签收了催款函"),
    action="balance",
)
STANDING = "restart"
MOST_LINES = 6
MOST_CUSTOMERS = 50
SOON = max(ALARMS)
KIND_OF = {"statement": AGREEMENT, "plan": AGREEMENT, "letter": "demand", "suit": "suit"}


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Show the clocks of one customer or those that end soon, or keep what starts them again."""
    extra = request.record.extra
    if extra.get("what"):
        return _restart(str(extra["what"]), request, uow)
    if extra.get("list"):
        return _ending(request, uow)
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    found = clocks(customer, request.today, uow)
    context = {
        "customer": customer.name,
        "lines": [line_of(clock, request) for clock in found[:MOST_LINES]],
        "left_out": max(0, len(found) - MOST_LINES),
        "today": request.today,
    }
    return Reply("limitation/shown.txt", context)


def line_of(clock: Clock, request: Request) -> dict[str, Any]:
    cause = clock.limitation.restarted_by
    return {
        "number": clock.number,
        "outstanding": clock.outstanding,
        "ends_on": clock.ends_on,
        "left": clock.limitation.days_left(request.today),
        "since": clock.limitation.starts_on,
        "cause": cause.source if cause else "",
        "is_due": clock.due_on < request.today,
    }


def _ending(request: Request, uow: UnitOfWork) -> Reply:
    """Debts whose clock ends within half a year, or has ended, over the customers that he may see."""
    owners = owners_seen(COMMAND.permission, request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    oldest = YEARS * 365 - SOON
    late = uow.receivables.overdue(request.today, min_days=oldest, owners=owners, limit=MOST_CUSTOMERS)
    rows: list[tuple[CustomerView, Clock]] = []
    for row in late:
        customer = uow.customers.get(row.customer_id)
        if customer is not None:
            rows += [(customer, clock) for clock in clocks(customer, request.today, uow)]
    soon = request.today + timedelta(days=SOON)
    rows = sorted((row for row in rows if row[1].ends_on <= soon), key=lambda row: row[1].ends_on)
    note_list("limitation", len(rows), request, uow)
    lines = [{**line_of(clock, request), "customer": customer.name} for customer, clock in rows[:MOST_LINES]]
    context = {"lines": lines, "left_out": max(0, len(rows) - MOST_LINES), "today": request.today}
    return Reply("limitation/ending.txt", context)


def _restart(what: str, request: Request, uow: UnitOfWork) -> Reply:
    """A stamped statement, a plan, a letter signed for, a suit: kept with the picture that came just before."""
    customer = customer_meant(request.record, uow)
    if customer is None:
        typed = request.record.customer.text if request.record.customer else ""
        return Reply("customer/who.txt", {"typed": typed})
    refused = allowed("follow_up", customer, request, uow)
    if refused is not None:
        return refused
    number = request.record.extra.get("number")
    debt = uow.receivables.by_number(int(number)) if number is not None else None
    if number is not None and (debt is None or debt.customer_id != customer.id):
        return Reply("limitation/not_found.txt", {"customer": customer.name, "number": number})
    conversation.remember_customer(request.state, customer.id, customer.name)
    loose = uow.attachments.loose_of(request.speaker.userid, uow.now - WITHIN)
    return keep(what, customer, request, uow, attachment_id=loose[0].id if loose else None)


def keep(
    what: str,
    customer: CustomerView,
    request: Request,
    uow: UnitOfWork,
    *,
    attachment_id: int | None = None,
    month: int | None = None,
) -> Reply:
    """The clock of what was named starts again on the day of the fact; “撤销” takes it back."""
    number = request.record.extra.get("number")
    debt = uow.receivables.by_number(int(number)) if number is not None else None
    day = request.record.happened_on or request.today
    debts = [debt] if debt else [one for one in uow.receivables.of_customer(customer.id) if one.outstanding]
    for one in debts:
        uow.clock_restarts.add(
            customer.id, day, KIND_OF[what], what, noted_by=request.speaker.userid, receivable_id=one.id,
            words=request.said.text, attachment_id=attachment_id, message_id=request.said.inbox_id,
        )  # fmt: skip
        uow.credit_warnings.supersede(customer.id, one.number, by=request.speaker.userid)
    if attachment_id is not None:
        uow.attachments.attach(attachment_id, f"customer:{customer.id}")
    uow.follow_ups.add(
        "note", noted_by=request.speaker.userid, customer_id=customer.id, words=request.said.text,
        reason=what, message_id=request.said.inbox_id,
    )  # fmt: skip
    details = {"what": what, "day": day.isoformat(), "debts": [one.number for one in debts]}
    uow.audit.note(request.speaker.userid, "limitation.restart", f"customer:{customer.id}", details)
    conversation.note_standing(request.state, STANDING, request.said.inbox_id)
    found = clocks(customer, request.today, uow)
    restarted = [clock.ends_on for clock in found if clock.limitation.starts_on == day]
    context = {
        "customer": customer.name,
        "what": what,
        "day": day,
        "month": month,
        "number": debt.number if debt else None,
        "until": max(restarted, default=None),
        "owes": bool(found),
        "has_proof": attachment_id is not None,
        "today": request.today,
    }
    return Reply("limitation/restarted.txt", context)
