"""Who looked at what, and changes beyond the journal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.relations import AUDIT
from storage.work import NO_DEFAULTS, Work


@dataclass(frozen=True, slots=True)
class AuditNote:
    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]


_OF_SUBJECT = (
    select(AUDIT.c.id, AUDIT.c.at, AUDIT.c.actor, AUDIT.c.action, AUDIT.c.subject, AUDIT.c.details)
    .where(AUDIT.c.corp_id == bindparam("corp"), AUDIT.c.subject == bindparam("about"))
    .order_by(AUDIT.c.at, AUDIT.c.id)
)


class Audits:
    """The audit, append-only."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def note(
        self, actor: str, action: str, subject: str = "", details: Mapping[str, Any] = NO_DEFAULTS
    ) -> None:
        """Write down that `actor` did `action` (`receivable.change`) to `subject` (`receivable:<id>`)."""
        self._work.insert(
            AUDIT,
            {
                "corp_id": self._work.corp_id,
                "id": self._work.new_id(),
                "at": self._work.now,
                "actor": actor,
                "action": action,
                "subject": subject,
                "details": json.dumps(dict(details), ensure_ascii=False, default=str),
            },
        )

    def of(self, subject: str) -> Sequence[AuditNote]:
        """What was done to it, oldest first."""
        rows = self._work.rows(_OF_SUBJECT, about=subject)
        return [replace(AuditNote(*row), details=json.loads(row.details)) for row in rows]
