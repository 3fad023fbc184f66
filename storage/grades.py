"""Grades as they are proposed and decided: the customer's row holds the one in force, these rows its history."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, select, update

from storage.prepared import Once
from storage.relations import CUSTOMER, GRADE_PROPOSAL
from storage.work import Work

_C = GRADE_PROPOSAL.c


@dataclass(frozen=True, slots=True)
class GradeProposalView:
    """See `storage.tables.credit.GradeProposal`; with the customer's name and owner. `reasons` as kept."""

    id: int
    customer_id: int
    customer: str
    owner: str
    month: date
    letter: str
    points: int
    reasons: tuple[Mapping[str, Any], ...]
    before: str
    state: str
    decided_by: str
    created_at: datetime


_OURS = select(
    _C.id, _C.customer_id, CUSTOMER.c.name, CUSTOMER.c.owner, _C.month, _C.letter, _C.points, _C.reasons, _C.before,
    _C.state, _C.decided_by, _C.created_at,
).join(CUSTOMER, and_(CUSTOMER.c.corp_id == _C.corp_id, CUSTOMER.c.id == _C.customer_id)).where(
    _C.corp_id == bindparam("corp")
)  # fmt: skip
_OPEN = _OURS.where(_C.state == "open").order_by(_C.points, _C.id)
_OPEN_OWNED = _OPEN.where(CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))
_OF = _OURS.where(_C.customer_id == bindparam("customer")).order_by(_C.month.desc(), _C.id.desc())
_GET = _OURS.where(_C.id == bindparam("id"))
_REPLACE = (
    update(GRADE_PROPOSAL)
    .where(_C.corp_id == bindparam("corp"), _C.customer_id == bindparam("whose"), _C.state == "open")
    .values(state="replaced")
)
_DECIDE = update(GRADE_PROPOSAL).where(
    _C.corp_id == bindparam("corp"), _C.id == bindparam("row_id"), _C.state == "open"
)
_ADD = Once(GRADE_PROPOSAL)


class Grades:
    """Proposals. `decide` returns False for one that is no longer open."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def propose(
        self,
        customer_id: int,
        month: date,
        letter: str,
        points: int,
        reasons: Sequence[Mapping[str, Any]],
        *,
        before: str,
    ) -> bool:
        """One proposal a customer and month; an older open one is replaced. False when the month has one."""
        if any(row.month == month for row in self.of_customer(customer_id)):
            return False
        self._work.execute(_REPLACE, whose=customer_id)
        row = {
            "corp_id": self._work.corp_id, "id": self._work.new_id(), "customer_id": customer_id, "month": month,
            "letter": letter, "points": points, "reasons": json.dumps(list(reasons), ensure_ascii=False),
            "before": before, "state": "open", "decided_by": "", "decided_at": None, "created_at": self._work.now,
        }  # fmt: skip
        return self._work.insert_once(_ADD, row)

    def decide(self, proposal_id: int, state: str, *, by: str) -> bool:
        """open → accepted | refused. Raises ValueError for another state."""
        if state not in ("accepted", "refused"):
            raise ValueError(state)
        return (
            self._work.execute(
                _DECIDE, row_id=proposal_id, state=state, decided_by=by, decided_at=self._work.now
            )
            == 1
        )

    def get(self, proposal_id: int) -> GradeProposalView | None:
        row = self._work.row(_GET, id=proposal_id)
        return None if row is None else _view(row)

    def open(self, owners: Collection[str] | None = None) -> Sequence[GradeProposalView]:
        """Open proposals, the fewest points first; of these owners' customers, None for everybody's."""
        if owners is None:
            return [_view(row) for row in self._work.rows(_OPEN)]
        return [_view(row) for row in self._work.rows(_OPEN_OWNED, owners=sorted(owners))]

    def of_customer(self, customer_id: int) -> Sequence[GradeProposalView]:
        """The history, the newest first."""
        return [_view(row) for row in self._work.rows(_OF, customer=customer_id)]


def _view(row: Any) -> GradeProposalView:
    view = GradeProposalView(*row)
    return replace(view, reasons=tuple(json.loads(row.reasons or "[]")))
