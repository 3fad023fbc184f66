"""“今天都记了啥”, “昨天记的”: what was booked and put down on a day, with its numbers, what was taken back marked so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from handlers.command import Command, Reply, Request
from handlers.items import MOST_LINES
from handlers.language.reading import Intent
from handlers.permissions import MAY, Scope
from handlers.whose import not_for_role, note_list
from ledger.entries import Entry
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="day_book",
    intents=(Intent.DAY_BOOK,),
    title="今天记了哪些",
    says=("今天都记了啥", "我今天记了哪些", "昨天记的"),
    action="detail",
)
_DEBTS = frozenset({"debt", "late_fee"})


def run(request: Request, uow: UnitOfWork) -> Reply:
    """His own; a manager hears of his people, finance of everybody. What is not booked yet is told with every reply."""
    people = _people(request, uow)
    if people is not None and not people:
        return not_for_role(request)
    day = request.record.happened_on or request.today
    since = datetime.combine(day, time(), request.said.now.tzinfo)
    until = since + timedelta(days=1)
    lines = [
        *_debts_and_credits(uow.journal.written_between(since, until), uow),
        *_receipts(since, until, uow),
        *_promises(since, until, uow),
    ]
    lines = [line for line in lines if people is None or line["by"] in people]
    lines.sort(key=lambda line: line["at"])
    booked = [line for line in lines if line["fact"] != "promise"]
    live = [line for line in booked if line["state"] not in ("undone", "bounced")]
    note_list("day_book", min(len(lines), MOST_LINES), request, uow)
    context = {
        "lines": [_shown(line, request, uow) for line in lines[-MOST_LINES:]],
        "left_out": max(0, len(lines) - MOST_LINES),
        "count": len(booked),
        "owed": sum(line["amount"] for line in live if line["fact"] in _DEBTS),
        "paid": sum(line["amount"] for line in live if line["fact"] == "payment"),
        "day": day,
        "today": request.today,
        "role": request.speaker.role,
        "everybody": people is None or len(people) > 1,
    }
    return Reply("day_book/list.txt", context)


def _people(request: Request, uow: UnitOfWork) -> frozenset[str] | None:
    """Whose records he may see in a list: None for everybody's."""
    speaker = request.speaker
    scope = MAY[COMMAND.permission].get(speaker.role, Scope.NO)
    if scope is Scope.NO:
        return frozenset()
    if scope is Scope.ALL:
        return None
    under = uow.staff.under(speaker.userid) if speaker.role == "manager" else ()
    return frozenset({speaker.userid, *under})


def _debts_and_credits(entries: Sequence[Entry], uow: UnitOfWork) -> list[dict[str, Any]]:
    """A debt once, as it stands now, however often it was corrected; money that came is told by its receipt."""
    undone = {entry.reverses for entry in entries if entry.kind == "reversal"}
    lines: dict[tuple[str, int], dict[str, Any]] = {}
    for entry in entries:
        if not entry.amount or entry.kind in ("reversal", "payment") or entry.reason == "merge":
            continue
        debt = uow.receivables.get(entry.receivable_id) if entry.receivable_id is not None else None
        is_debt = debt is not None and entry.kind == "debt"
        gone = debt.state == "cancelled" if debt is not None and is_debt else entry.id in undone
        key = ("debt", debt.id) if debt is not None and is_debt else ("entry", entry.id)
        first = lines.get(key)
        lines[key] = {
            "fact": entry.kind,
            "customer": entry.customer_id,
            "amount": debt.principal if debt is not None and is_debt else entry.amount,
            "number": debt.number if debt is not None else None,
            "state": "undone" if gone else "",
            "by": first["by"] if first else entry.actor,
            "at": first["at"] if first else entry.recorded_at,
            "day": None,
        }
    return list(lines.values())


def _receipts(since: datetime, until: datetime, uow: UnitOfWork) -> list[dict[str, Any]]:
    told = {"withdrawn": "undone", "confirmed": ""}
    return [
        {
            "fact": "payment",
            "customer": one.customer_id,
            "amount": one.amount,
            "number": one.number,
            "state": told.get(one.state, one.state),
            "by": one.reported_by,
            "at": one.created_at,
            "day": None,
        }
        for one in uow.receipts.told_between(since, until)
    ]


def _promises(since: datetime, until: datetime, uow: UnitOfWork) -> list[dict[str, Any]]:
    return [
        {
            "fact": "promise",
            "customer": one.customer_id,
            "amount": one.amount or 0,
            "number": None,
            "state": "",
            "by": one.made_by,
            "at": one.created_at,
            "day": one.day,
        }
        for one in uow.promises.open()
        if since <= one.created_at < until
    ]


def _shown(line: dict[str, Any], request: Request, uow: UnitOfWork) -> dict[str, Any]:
    customer = uow.customers.get(line["customer"]) if line["customer"] is not None else None
    person = uow.staff.get(line["by"]) if line["by"] != request.speaker.userid else None
    return {
        **line,
        "customer": customer.name if customer is not None else "",
        "by": person.name if person is not None else "",
    }
