"""Questions that a manager decides, as approvals of WeCom's own beside the question in his chat."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from bot.delivery.limits import MINUTE, Quota, Rate
from bot.delivery.routes import Way
from bot.leaving import APPROVAL
from bot.outgoing import Kind, Outgoing
from bot.wecom.approvals import Approvals, Asked
from bot.wecom.outcomes import Refused, SendOutcome
from storage.outbox import OutboxView

NAME: Final = APPROVAL
BETWEEN: Final = "\x1f"
_CHOICE: Final = re.compile(r"^\d ")
_SUMS: Final = ("amount", "limit", "credit_limit")


class ApprovalChannel:
    """A route and its only channel. A row names the approver; who asks and the sum stand in its context."""

    duplicate_window = timedelta()  # asked twice, it would be two approvals
    text_bytes = 4_096
    markdown_bytes = 4_096
    is_here = True

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def lane(self, row: OutboxView) -> str:
        return ""

    async def way(self, row: OutboxView) -> Way | Refused:
        by = str(row.context.get("by_id") or row.target)
        fen = next((row.context[name] for name in _SUMS if isinstance(row.context.get(name), int)), 0)
        return Way(NAME, self, BETWEEN.join((by, row.target, str(fen))), fault=NAME)

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota(NAME, (Rate(300, MINUTE),)),)  # 600 a minute for a company (doc/91853)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        if message.kind is not Kind.TEXT:
            return Refused(errcode=None, reason=f"no {message.kind} is an approval")
        by, approver, fen = target.split(BETWEEN)
        said = [line for line in message.text.splitlines() if line.strip() and not _CHOICE.match(line)]
        return await self._approvals.ask(Asked(by=by, approver=approver, text="\n".join(said), fen=int(fen)))
