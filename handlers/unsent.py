"""What did not leave: “没发出去的” lists it for the admin, “重发1” sends it again, “不用发2” lets it be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import conversation
from handlers.command import Command, Reply, Request
from handlers.language.reading import Intent
from handlers.permissions import Verdict, reach
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="unsent",
    intents=(Intent.UNSENT,),
    title="没发出去的",
    says=("没发出去的", "重发1", "不用发2"),
)
LIST = "unsent"
STUCK = ("failed", "unsure")
MOST_LINES = 10


def run(request: Request, uow: UnitOfWork) -> Reply:
    """List what is stuck, or do what was said about its lines."""
    if reach(COMMAND.permission, request.speaker, None, uow) is not Verdict.YES:
        return Reply("unsent/not_yours.txt")
    extra = request.record.extra
    if extra.get("list"):
        return listing(request.state, uow)
    listed = conversation.listed(request.state, LIST)
    if not listed:
        return listing(request.state, uow)
    numbers = [int(number) for number in extra.get("numbers", ())] or list(range(1, len(listed) + 1))
    beyond = sorted({number for number in numbers if not 1 <= number <= len(listed)})
    if beyond:
        return Reply("unsent/beyond.txt", {"numbers": beyond, "count": len(listed)})
    act = drop if extra.get("drop") else resend
    done = [
        number for number in dict.fromkeys(numbers) if act(listed[number - 1], request.speaker.userid, uow)
    ]
    context = {"done": done, "asked": len(set(numbers)), "dropped": bool(extra.get("drop"))}
    return Reply("unsent/done.txt", context)


def listing(state: dict[str, Any], uow: UnitOfWork) -> Reply:
    """Numbered, the newest first; the state remembers the lines. The context can be kept as JSON."""
    shown = uow.outbox.stuck(limit=MOST_LINES)
    counts = uow.outbox.counts()
    conversation.remember_list(state, LIST, [row.id for row in shown])
    names = {person.userid: person.name for person in uow.staff.all()}
    context = {
        "lines": [line_of(row, names, uow) for row in shown],
        "count": sum(counts.get(state, 0) for state in STUCK),
    }
    return Reply("unsent/list.txt", context)


def line_of(row: OutboxView, names: Mapping[str, str], uow: UnitOfWork) -> dict[str, Any]:
    """`letter_to`: the customer whose letter leaves only after this announcement of it."""
    is_notice = row.context.get("audience") == "preview"
    customer = uow.customers.get(int(row.context["customer"])) if is_notice else None
    return {
        "letter_to": customer.name if customer is not None else "",
        "id": str(row.id),
        "state": row.state,
        "channel": row.channel,
        "to": names.get(row.target, row.target),
        "reason": row.last_error,
        "at": row.created_at.date(),
    }


def resend(row_id: int, actor: str, uow: UnitOfWork) -> bool:
    """It waits again (see `OutboxRows.resend`); False when it is no longer stuck. Noted in the audit."""
    if not uow.outbox.resend(row_id):
        return False
    uow.audit.note(actor, "outbox.resend", f"outbox:{row_id}")
    return True


def drop(row_id: int, actor: str, uow: UnitOfWork) -> bool:
    """It is not sent again; False when it is no longer stuck. Noted in the audit."""
    if not uow.outbox.drop(row_id):
        return False
    uow.audit.note(actor, "outbox.drop", f"outbox:{row_id}")
    return True
