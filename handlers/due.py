"""What falls due in a period. “这周到期的”, “月底前该回款的客户”, “永盛什么时候到期”"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handlers import conversation
from handlers.command import Command, Reply, Request
from handlers.figures import abroad
from handlers.items import line_of, listed
from handlers.language.reading import Fit, Intent, Mention, Record
from handlers.permissions import owners_seen
from handlers.whose import customer_of, not_for_role, note_list
from storage.currencies import other_currencies
from storage.customers import CustomerView
from storage.items import DueItem
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="due",
    intents=(Intent.QUERY_DUE,),
    title="查到期",
    says=("这周到期的", "月底前该回款的客户", "永盛什么时候到期"),
)
# Asked behind a customer's name, and of nobody else: “什么时候到期”
_WHEN = re.compile(
    r"(?:那|他|那他|都|具体|到底|那[笔单])?(?:什么时候|啥时候|哪一?天|几号|何时|什么时间)(?:到期|该[付还给]|要[付还给])[的啊呢呀?？。 ]*"
)
_WEEK = timedelta(days=7)  # the period when none was said


def run(request: Request, uow: UnitOfWork) -> Reply:
    request = _of_last(request)
    if request.record.customer is not None:
        customer = customer_of(COMMAND.permission, request, uow)
        return customer if isinstance(customer, Reply) else _of_customer(customer, request, uow)
    owners = owners_seen(COMMAND.permission, request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    first, last = period(request)
    items = uow.receivables.due_between(first, last, owners)
    late = uow.receivables.totals(request.today, owners).overdue if first >= request.today else 0
    note_list(COMMAND.permission, len(items), request, uow)
    lines = [_line(item, request) for item in items]
    left_out = {"others": list(other_currencies(uow)), "abroad": []}
    return _reply(_in_order(lines, request), first, last, "", late, left_out, request)


def _of_last(request: Request) -> Request:
    """When, and no more, is asked about the customer spoken of last."""
    last = conversation.last_customer(request.state)
    if request.record.customer is not None or last is None or _WHEN.fullmatch(request.said.text) is None:
        return request
    spoken_of = Mention(last[1], Fit.LAST, last[0], last[1])
    return request.about(Record(Intent.QUERY_DUE, spoken_of))


def _of_customer(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """The customer's items of the period, or all that have a day when no period was said."""
    said = "from" in request.record.extra
    first, last = period(request) if said else (date.min, date.max)
    items = uow.receivables.open_items(customer.id)
    lines = [
        {**line_of(item, request.today), "customer": customer.name}
        for item in items
        if item.due_on is not None and first <= item.due_on <= last
    ]
    left_out = {"others": [], "abroad": abroad(customer, request.speaker, request.today, uow)}
    return _reply(lines, first if said else None, last, customer.name, 0, left_out, request)


def _reply(
    lines: Sequence[Mapping[str, Any]],
    first: date | None,
    last: date,
    customer: str,
    late: int,
    left_out: Mapping[str, Any],
    request: Request,
) -> Reply:
    context = {
        "role": request.speaker.role,
        "today": request.today,
        "customer": customer,
        "first": first,
        "last": last,
        "count": len(lines),
        "owed": sum(int(line["owed"]) for line in lines),
        "late": late,
        **left_out,
        **listed(lines),
    }
    return Reply("query/due.txt", context)


def period(request: Request) -> tuple[date, date]:
    """The days asked about, both included; the seven from today when none were said."""
    extra = request.record.extra
    first = extra.get("from") or request.today
    last = extra.get("to") or (first + _WEEK if "from" in extra else request.today + _WEEK)
    return first, last


def _line(item: DueItem, request: Request) -> Mapping[str, Any]:
    return {**line_of(item.instalment, request.today), "customer": item.customer_name}


def _in_order(lines: Iterable[Mapping[str, Any]], request: Request) -> list[Mapping[str, Any]]:
    """By day as they come, or the largest first where that was asked; cut to a “top” that was said."""
    order, top = request.record.extra.get("order"), request.record.extra.get("top")
    kept = list(lines)
    if order in ("amount_desc", "amount_asc"):
        kept.sort(key=lambda line: int(line["owed"]), reverse=order == "amount_desc")
    return kept[: int(top)] if top else kept
