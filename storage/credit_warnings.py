"""Signs of trouble that people were told of: each event once, until somebody deals with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, select, update

from ledger.warning import EarlyWarning
from storage.prepared import Once
from storage.relations import CREDIT_WARNING, CUSTOMER
from storage.work import Work

_C = CREDIT_WARNING.c
LIMITATION = "limitation"


@dataclass(frozen=True, slots=True)
class CreditWarningView:
    """See `storage.tables.credit.CreditWarning`; with the customer's name and owner."""

    id: int
    customer_id: int
    customer: str
    owner: str
    kind: str
    measure: str
    value: int
    base: int
    state: str
    created_at: datetime
    event_key: str = ""

    @property
    def ends_on(self) -> date | None:
        """The last day on which that debt can be sued for; None of other signs."""
        return date.fromisoformat(self.event_key.split(":")[1]) if self.kind == LIMITATION else None

    @property
    def number(self) -> int:
        """Of the debt that an alarm of the limitation clock is about; 0 of other signs."""
        return int(self.event_key.partition(":")[0]) if self.kind == LIMITATION else 0


_OURS = select(
    _C.id, _C.customer_id, CUSTOMER.c.name, CUSTOMER.c.owner, _C.kind, _C.measure, _C.value, _C.base, _C.state,
    _C.created_at, _C.event_key,
).join(CUSTOMER, and_(CUSTOMER.c.corp_id == _C.corp_id, CUSTOMER.c.id == _C.customer_id)).where(
    _C.corp_id == bindparam("corp")
)  # fmt: skip
_OPEN = _OURS.where(_C.state == "open").order_by(_C.created_at.desc(), _C.id.desc())
_OPEN_OWNED = _OPEN.where(CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))
_OF = _OPEN.where(_C.customer_id == bindparam("customer"))
_ALARMS = _OURS.where(_C.state == "open", _C.kind == LIMITATION).order_by(_C.value, _C.id)
_GET = _OURS.where(_C.id == bindparam("id"))
_EVENT = select(_C.id).where(
    _C.corp_id == bindparam("corp"),
    _C.customer_id == bindparam("customer"),
    _C.kind == bindparam("of_kind"),
    _C.event_key == bindparam("key"),
)
_CLOSE = update(CREDIT_WARNING).where(
    _C.corp_id == bindparam("corp"), _C.id == bindparam("row_id"), _C.state == "open"
)
_COUNTS = (
    select(_C.kind, _C.state, func.count()).where(_C.corp_id == bindparam("corp")).group_by(_C.kind, _C.state)
)
_ADD = Once(CREDIT_WARNING)


class CreditWarnings:
    """Warnings of the company's customers."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, customer_id: int, found: EarlyWarning) -> bool:
        """Keep the sign; False when this event was told of before."""
        row = {
            "corp_id": self._work.corp_id, "id": self._work.new_id(), "customer_id": customer_id,
            "kind": found.kind, "event_key": found.key, "measure": found.measure, "value": found.value,
            "base": found.base, "state": "open", "closed_by": "", "closed_at": None, "note": "",
            "created_at": self._work.now,
        }  # fmt: skip
        return self._work.insert_once(_ADD, row)

    def close(self, warning_id: int, state: str, *, by: str, note: str = "") -> bool:
        """open → done | false_alarm; False when it was closed before. Raises ValueError for another state."""
        if state not in ("done", "false_alarm"):
            raise ValueError(state)
        values = {"state": state, "closed_by": by, "closed_at": self._work.now, "note": note}
        return self._work.execute(_CLOSE, row_id=warning_id, **values) == 1

    def open(self, owners: Collection[str] | None = None) -> Sequence[CreditWarningView]:
        """Open ones, the newest first; of these owners' customers, None for everybody's."""
        if owners is None:
            return [CreditWarningView(*row) for row in self._work.rows(_OPEN)]
        return [CreditWarningView(*row) for row in self._work.rows(_OPEN_OWNED, owners=sorted(owners))]

    def of_customer(self, customer_id: int) -> Sequence[CreditWarningView]:
        return [CreditWarningView(*row) for row in self._work.rows(_OF, customer=customer_id)]

    def alarms(self) -> Sequence[CreditWarningView]:
        """Open ones of limitation clocks, the first to end first."""
        rows = [CreditWarningView(*row) for row in self._work.rows(_ALARMS)]
        return sorted(rows, key=lambda row: (row.ends_on or date.max, row.number))

    def get(self, warning_id: int) -> CreditWarningView | None:
        row = self._work.row(_GET, id=warning_id)
        return None if row is None else CreditWarningView(*row)

    def of_event(self, customer_id: int, kind: str, key: str) -> bool:
        """Whether this event was ever warned of."""
        return self._work.row(_EVENT, customer=customer_id, of_kind=kind, key=key) is not None

    def supersede(self, customer_id: int, number: int, *, by: str) -> None:
        """Open alarms about the clock of this debt end: a more urgent one follows, or it runs anew."""
        for row in self.of_customer(customer_id):
            if row.kind == LIMITATION and row.number == number:
                self.close(row.id, "done", by=by)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many by (kind, state): how often a sign was a false alarm."""
        return {(kind, state): int(number) for kind, state, number in self._work.rows(_COUNTS)}
