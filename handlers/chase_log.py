"""“永盛的催收记录”: what was said and done about the customer, the newest first."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.command import Reply, Request
from handlers.dunning.rules import FORWARD
from handlers.dunning.run import is_unheard, letter_key
from handlers.items import MOST_LINES
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork


def listing(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    zone = request.said.now.tzinfo
    lines: list[dict[str, Any]] = []
    for one in uow.follow_ups.of_customer(customer.id):
        by = uow.staff.get(one.noted_by)
        lines.append(
            {
                "day": one.created_at.astimezone(zone).date(),
                "kind": one.kind,
                "by": by.name if by is not None else "",
                "words": one.words,
                "channel": one.channel,
                "amount": one.amount,
                "result": one.result,
            }
        )
    passed_on = {line["day"] for line in lines if line["kind"] == "sent"}
    for day in dict.fromkeys(
        one.day for one in uow.stages.of_customer(customer.id) if "customer" in one.stages
    ):
        kind, row = letter_of(customer, day, uow), uow.outbox.find(letter_key(day, customer.id))
        left = row.sent_at.astimezone(zone).date() if row is not None and row.sent_at is not None else day
        if kind != "drafted" or left not in passed_on:
            by = uow.staff.get(row.target) if row is not None and kind == "drafted" else None
            lines.append(_line(left, kind, by.name if by is not None else ""))
    lines = [
        line for place, line in enumerate(lines) if line not in lines[:place]
    ]  # said twice of one matter
    lines.sort(key=lambda line: line["day"], reverse=True)
    shown = lines[:MOST_LINES]
    context = {
        "customer": customer.name,
        "lines": shown,
        "left_out": len(lines) - len(shown),
        "today": request.today,
    }
    return Reply("chase/log.txt", context)


def _line(day: date, kind: str, by: str) -> dict[str, Any]:
    return {"day": day, "kind": kind, "by": by, "words": "", "channel": "", "amount": None, "result": ""}


def letter_of(customer: CustomerView, day: date, uow: UnitOfWork) -> str:
    """What became of that day's letter: “ladder” it went to the customer, “drafted” it was given to his salesperson,
    “waiting” it has not left, “unannounced” because his salesperson could not be told of it before.
    """
    row = uow.outbox.find(letter_key(day, customer.id))
    if row is None:
        return "ladder"  # of long ago: its row was swept
    if row.state != "sent":
        return "unannounced" if is_unheard(row, uow) else "waiting"
    return "drafted" if row.context.get("way") == FORWARD else "ladder"
