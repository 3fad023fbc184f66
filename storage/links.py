"""Links to customers' own accounts: until when each opens, and who closed it before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from storage.relations import CUSTOMER_LINK
from storage.work import Work

_C = CUSTOMER_LINK.c


@dataclass(frozen=True, slots=True)
class LinkView:
    """See `storage.tables.links.CustomerLink`."""

    id: int
    customer_id: int
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_by: str = ""
    revoked_at: datetime | None = None

    def opens(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


_NAMES = tuple(field.name for field in fields(LinkView))
_OURS = select(*(_C[name] for name in _NAMES)).where(_C.corp_id == bindparam("corp"))
_GET = _OURS.where(_C.id == bindparam("link"))
_OPEN = _OURS.where(
    _C.customer_id == bindparam("customer"),
    _C.revoked_at.is_(None),
    _C.expires_at > bindparam("now", type_=_C.expires_at.type),
).order_by(_C.made_at.desc(), _C.id.desc())
_REVOKE = update(CUSTOMER_LINK).where(
    _C.corp_id == bindparam("corp"), _C.customer_id == bindparam("whose"), _C.revoked_at.is_(None)
)


class Links:
    """Links of the company's customers."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def make(self, customer_id: int, *, by: str, until: datetime) -> LinkView:
        """A new link; those made before stay as they are."""
        view = LinkView(self._work.new_id(), customer_id, by, self._work.now, until)
        row = {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.flush()
        self._work.connection.execute(insert(CUSTOMER_LINK), row)
        return view

    def get(self, link_id: int) -> LinkView | None:
        row = self._work.row(_GET, link=link_id)
        return LinkView(*row) if row is not None else None

    def open_of(self, customer_id: int) -> Sequence[LinkView]:
        """Those that open today, the newest first."""
        return [LinkView(*row) for row in self._work.rows(_OPEN, customer=customer_id, now=self._work.now)]

    def revoke(self, customer_id: int, *, by: str) -> int:
        """Close every link of the customer; how many were open or had only run out."""
        return self._work.execute(_REVOKE, whose=customer_id, revoked_by=by, revoked_at=self._work.now)
