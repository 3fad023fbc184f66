"""“预警”: customers that get worse, each with the measure to take; “处理1” offers it, “误报2” says it was none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from handlers import conversation, remedy
from handlers.command import Command, Reply, Request
from handlers.language.reading import Intent
from handlers.numbered import lines_meant
from handlers.permissions import owners_seen
from handlers.whose import customer_of, not_for_role, note_list
from storage.credit_warnings import CreditWarningView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="warning",
    intents=(Intent.WARNINGS,),
    title="预警",
    says=("预警", "处理1", "处理了1 老板说月底付", "误报2", "永盛预警"),
    action="balance",
)
LIST = "warnings"
MOST_LINES = 8
_ACT = "act"


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Those of everybody he looks after or of one customer, their count, or what is done about lines shown."""
    owners = owners_seen(COMMAND.permission, request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    extra = request.record.extra
    if extra.get("counts"):
        return _counts(request, uow)
    if request.record.customer is not None:
        return _of_customer(request, uow)
    if "mark" not in extra:
        note_list(LIST, 0, request, uow)
        return Reply(
            "credit/warnings.txt", listing(request.state, uow.credit_warnings.open(owners), request.today)
        )
    if extra.get("bare") and len(conversation.listed(request.state, LIST)) > 1:
        return Reply("credit/which.txt", {"count": len(conversation.listed(request.state, LIST))})
    meant = lines_meant(LIST, request)
    if isinstance(meant, Reply):
        return meant
    allowed = {row.id: row for row in uow.credit_warnings.open(owners)}
    if extra["mark"] == _ACT:
        found = next((allowed[key] for _, key in meant if key in allowed), None)
        return remedy.ask(found, request, uow) if found else remedy.CLOSED
    return _close(meant, allowed, request, uow)


def _close(
    meant: Sequence[tuple[int, int]],
    allowed: Mapping[int, CreditWarningView],
    request: Request,
    uow: UnitOfWork,
) -> Reply:
    mark, note, by = (
        str(request.record.extra["mark"]),
        str(request.record.extra.get("note", "")),
        request.speaker.userid,
    )
    done = [
        number
        for number, key in meant
        if key in allowed and uow.credit_warnings.close(key, mark, by=by, note=note)
    ]
    for number, key in meant:
        if number not in done:
            continue
        row = allowed[key]
        details = {"kind": row.kind, "note": note}
        uow.audit.note(by, f"warning.{mark}", f"customer:{row.customer_id}", details)
        if note:
            uow.follow_ups.add(
                "note", noted_by=by, customer_id=row.customer_id, words=note, message_id=request.said.inbox_id
            )
    return Reply("credit/closed.txt", {"done": done, "mark": mark})


def _of_customer(request: Request, uow: UnitOfWork) -> Reply:
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    rows = uow.credit_warnings.of_customer(customer.id)
    return Reply(
        "credit/of_customer.txt",
        {**listing(request.state, rows, request.today), "customer": customer.name, "grade": customer.grade},
    )


def _counts(request: Request, uow: UnitOfWork) -> Reply:
    """How often each sign was noted, and how often it was a false alarm; of the whole company."""
    found: dict[str, dict[str, int]] = {}
    for (kind, state), number in uow.credit_warnings.counts().items():
        row = found.setdefault(kind, {"count": 0, "wrong": 0})
        row["count"] += number
        row["wrong"] += number if state == "false_alarm" else 0
    lines = [{"kind": kind, **row} for kind, row in sorted(found.items(), key=lambda one: -one[1]["count"])]
    return Reply("credit/counts.txt", {"lines": lines})


def listing(state: dict[str, Any], rows: Iterable[CreditWarningView], today: date) -> dict[str, Any]:
    """The lines of the newest, and how many are left out; the state remembers which line is which."""
    every = list(rows)
    conversation.remember_list(state, LIST, [row.id for row in every[:MOST_LINES]])
    return {
        "lines": [remedy.warning_line(row) for row in every[:MOST_LINES]],
        "left_out": max(0, len(every) - MOST_LINES),
        "today": today,
    }
