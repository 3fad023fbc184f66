"""对账单 as text, in words that can be forwarded to the customer as they are. “永盛对账单”, “永盛10月对账单”"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handlers import stamped, statement_sent
from handlers.command import Command, Reply, Request
from handlers.items import MOST_LINES
from handlers.language.reading import Intent
from handlers.whose import customer_of
from ledger.entries import Entry
from ledger.statement import Line, statement
from storage.customers import CustomerView
from storage.histories import history_of
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="statement",
    intents=(Intent.STATEMENT,),
    title="对账单",
    says=("永盛对账单", "永盛10月对账单", "把对账单发给永盛"),
)
_FIRST_DAYS = 5  # in these days of a month its forerunner is what people settle


def run(request: Request, uow: UnitOfWork) -> Reply:
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    extra, today = request.record.extra, request.today
    first, _ = period(extra, today)
    if first > today:
        return Reply("query/not_yet.txt", {"today": today, "first": first})
    context = made(customer, extra, request.speaker.name, today, uow)
    if statement_sent.is_meant(request.reading.text):
        offered = statement_sent.offer(customer, context, request, uow)
        if offered is not None:
            return offered
    stamped.remember(customer, context["last"].month, request)
    return Reply("query/statement.txt", context)


def made(
    customer: CustomerView, extra: Mapping[str, Any], by: str, today: date, uow: UnitOfWork
) -> dict[str, Any]:
    """What the text is made from, signed by the name `by`, for the days that `extra` names; none are in the future."""
    first, last = period(extra, today)
    history = history_of(uow, customer.id)
    account = statement(history, first, min(last, today))
    if not (account.lines or account.opening or extra):  # nothing happened before this month
        account = statement(history, today.replace(day=1), today)
    numbers = _numbers(account.lines, uow)
    lines = [_line(line, numbers) for line in account.lines]
    return {
        "today": today,
        "customer": customer.name,
        "by": by,
        "first": account.first,
        "last": account.last,
        "opening": account.opening,
        "closing": account.closing,
        "lines": lines if len(lines) <= MOST_LINES else [],
        "sums": [] if len(lines) <= MOST_LINES else _sums(lines),
        "count": len(lines),
        "rows": lines,
    }


def period(extra: Mapping[str, Any], today: date) -> tuple[date, date]:
    """The days of the statement: the month or months named, the days said, else this month so far.

    In the first days of a month it is the month before.
    """
    months = extra.get("months") or ([extra["month"]] if extra.get("month") else ())
    if months:
        first, last = (_month(int(number), today) for number in (months[0], months[-1]))
        return min(first, last), _end(max(first, last))
    if extra.get("period_from") and extra.get("period_to"):
        return extra["period_from"], extra["period_to"]
    shown = today - timedelta(days=_FIRST_DAYS)
    return shown.replace(day=1), _end(shown)


def _month(number: int, today: date) -> date:
    """The first day of the last such month that has begun."""
    return date(today.year if number <= today.month else today.year - 1, number, 1)


def _end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _numbers(lines: Sequence[Line], uow: UnitOfWork) -> Mapping[int, tuple[int, str]]:
    """Number and document number of the debts in the lines, by receivable."""
    wanted = {line.entry.receivable_id for line in lines if line.entry.receivable_id is not None}
    debts = uow.receivables.of_customer(lines[0].entry.customer_id) if wanted else []
    return {debt.id: (debt.number, debt.document_no) for debt in debts if debt.id in wanted}


def _line(line: Line, numbers: Mapping[int, tuple[int, str]]) -> Mapping[str, Any]:
    number, document = numbers.get(line.entry.receivable_id or 0, (0, ""))
    return {
        "day": line.entry.effective_on,
        "what": what(line.entry),
        "change": line.change,
        "number": number,
        "document_no": document,
        "balance": line.balance,
    }


def what(entry: Entry) -> str:
    """The word of a movement: the reason of a credit note, else its kind; a reversal by what it takes back."""
    if entry.kind in ("credit_note", "discount") and entry.reason:
        return entry.reason
    return f"not_{entry.reverses_kind}" if entry.kind == "reversal" else entry.kind


def _sums(lines: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Movements added up by what they are, in the order of their first."""
    sums: dict[str, dict[str, Any]] = {}
    for line in lines:
        row = sums.setdefault(line["what"], {"what": line["what"], "count": 0, "change": 0})
        row["count"] += 1
        row["change"] += line["change"]
    return list(sums.values())
