"""Limits that end by themselves: a temporary one up to a day, and what was let go on one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select, update

from ledger.credit import Limit
from storage.relations import LIMIT_GRANT
from storage.work import Work

KINDS = ("temporary", "delivery")
_C = LIMIT_GRANT.c


@dataclass(frozen=True, slots=True)
class LimitGrantView:
    """See `storage.tables.credit.LimitGrant`."""

    id: int
    customer_id: int
    kind: str
    fen: int
    until: date
    granted_by: str
    asked_by: str
    state: str
    message_id: int | None
    created_at: datetime

    @property
    def limit(self) -> Limit:
        return Limit(self.fen, self.until)


_NAMES = tuple(field.name for field in fields(LimitGrantView))
_OURS = select(*(_C[name] for name in _NAMES)).where(_C.corp_id == bindparam("corp"))
_OPEN = _OURS.where(
    _C.customer_id == bindparam("customer"), _C.state == "open", _C.until >= bindparam("today")
).order_by(_C.created_at, _C.id)
_CLOSE = update(LIMIT_GRANT).where(
    _C.corp_id == bindparam("corp"),
    _C.customer_id == bindparam("whose"),
    _C.kind == bindparam("of_kind"),
    _C.state == "open",
)


class LimitGrants:
    """Grants of the company's customers. Amounts are fen ≥ 0."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def grant(
        self,
        customer_id: int,
        kind: str,
        fen: int,
        until: date,
        *,
        by: str,
        asked_by: str = "",
        message_id: int | None = None,
    ) -> LimitGrantView:
        """A new one takes the place of an open one of its kind. Raises ValueError for an unknown kind."""
        if kind not in KINDS:
            raise ValueError(kind)
        self._work.execute(_CLOSE, whose=customer_id, of_kind=kind, state="replaced")
        view = LimitGrantView(
            self._work.new_id(),
            customer_id,
            kind,
            fen,
            until,
            by,
            asked_by,
            "open",
            message_id,
            self._work.now,
        )
        row = {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.flush()
        self._work.connection.execute(insert(LIMIT_GRANT), row)
        return view

    def end(self, customer_id: int, kind: str) -> bool:
        """End what is open of this kind before its day; False when nothing was."""
        return self._work.execute(_CLOSE, whose=customer_id, of_kind=kind, state="ended") > 0

    def in_force(self, customer_id: int, today: date) -> Sequence[LimitGrantView]:
        """Those that hold today, the oldest first."""
        return [LimitGrantView(*row) for row in self._work.rows(_OPEN, customer=customer_id, today=today)]
