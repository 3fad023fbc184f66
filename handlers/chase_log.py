"""“永盛的催收记录”: what was said and done about the customer, the newest first."""

from __future__ import annotations

from typing import Any

from handlers.command import Reply, Request
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
    for said in uow.stages.of_customer(customer.id):
        if "customer" in said.stages and not any(
            line["day"] == said.day and line["kind"] == "ladder" for line in lines
        ):
            lines.append(
                {
                    "day": said.day,
                    "kind": "ladder",
                    "by": "",
                    "words": "",
                    "channel": "",
                    "amount": None,
                    "result": "",
                }
            )
    lines.sort(key=lambda line: line["day"], reverse=True)
    shown = lines[:MOST_LINES]
    context = {
        "customer": customer.name,
        "lines": shown,
        "left_out": len(lines) - len(shown),
        "today": request.today,
    }
    return Reply("chase/log.txt", context)
