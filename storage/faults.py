"""Ways out that are broken, each noted once until it is mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from storage.relations import CHANNEL_FAULT
from storage.work import Work


@dataclass(frozen=True, slots=True)
class FaultView:
    """`way`: app, aibot, group:sales …; `errcode` is None where none was given."""

    way: str
    errcode: int | None
    reason: str
    since: datetime


_FAULT = CHANNEL_FAULT.c
_ALL = (
    select(_FAULT.way, _FAULT.errcode, _FAULT.reason, _FAULT.since)
    .where(_FAULT.corp_id == bindparam("corp"))
    .order_by(_FAULT.way)
)
_ONE = _ALL.where(_FAULT.way == bindparam("which"))
_MEND = delete(CHANNEL_FAULT).where(_FAULT.corp_id == bindparam("corp"), _FAULT.way == bindparam("which"))
_NOTE = insert(CHANNEL_FAULT)


class Faults:
    """The broken ways of the company."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def all(self) -> Sequence[FaultView]:
        return [FaultView(*row) for row in self._work.rows(_ALL)]

    def get(self, way: str) -> FaultView | None:
        row = self._work.row(_ONE, which=way)
        return None if row is None else FaultView(*row)

    def note(self, way: str, errcode: int | None, reason: str) -> FaultView | None:
        """The way is broken; None when that was known."""
        if self.get(way) is not None:
            return None
        row = {"corp_id": self._work.corp_id, "way": way, "errcode": errcode, "reason": reason}
        self._work.connection.execute(_NOTE, {**row, "since": self._work.now})
        return FaultView(way, errcode, reason, self._work.now)

    def mend(self, way: str) -> FaultView | None:
        """Something got through: the fault that was mended; None when there was none."""
        fault = self.get(way)
        return fault if fault is not None and self._work.execute(_MEND, which=way) else None
