"""“预警”: customers that get worse, each with the measure to take; “处理了1” closes a line, “误报2” says it was none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from handlers import conversation
from handlers.command import Command, Reply, Request
from handlers.language.reading import Intent
from handlers.numbered import lines_meant
from handlers.permissions import owners_seen
from handlers.whose import not_for_role, note_list
from storage.credit_warnings import CreditWarningView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="warning",
    intents=(Intent.WARNINGS,),
    title="预警",
    says=("预警", "处理了1", "误报2"),
    action="balance",
)
LIST = "warnings"
MOST_LINES = 8


def run(request: Request, uow: UnitOfWork) -> Reply:
    owners = owners_seen(COMMAND.permission, request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    if "mark" not in request.record.extra:
        note_list(LIST, 0, request, uow)
        return Reply(
            "credit/warnings.txt", listing(request.state, uow.credit_warnings.open(owners), request.today)
        )
    meant = lines_meant(LIST, request)
    if isinstance(meant, Reply):
        return meant
    allowed = {row.id: row for row in uow.credit_warnings.open(owners)}
    mark = str(request.record.extra["mark"])
    done = [
        number
        for number, key in meant
        if key in allowed and uow.credit_warnings.close(key, mark, by=request.speaker.userid)
    ]
    for number, key in meant:
        if number in done:
            subject = f"customer:{allowed[key].customer_id}"
            uow.audit.note(request.speaker.userid, f"warning.{mark}", subject, {"kind": allowed[key].kind})
    return Reply("credit/closed.txt", {"done": done, "mark": mark})


def listing(state: dict[str, Any], rows: Iterable[CreditWarningView], today: date) -> dict[str, Any]:
    """The lines of the newest, and how many are left out; the state remembers which line is which."""
    every = list(rows)
    conversation.remember_list(state, LIST, [row.id for row in every[:MOST_LINES]])
    return {
        "lines": [line_of(row) for row in every[:MOST_LINES]],
        "left_out": max(0, len(every) - MOST_LINES),
        "today": today,
    }


def line_of(row: CreditWarningView) -> Mapping[str, Any]:
    return {
        "customer": row.customer,
        "kind": row.kind,
        "measure": row.measure,
        "value": row.value,
        "base": row.base,
    }
