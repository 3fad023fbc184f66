"""Provisions of month ends: proposed, posted with a word, never changed; what was written off meanwhile uses them up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select, update

from ledger.checks import Problem
from ledger.money import CURRENCY
from ledger.provision import METHODS, Provision, amount_of, charge_of
from storage.aging_query import aging
from storage.prepared import Once
from storage.relations import ENTRY, PROVISION
from storage.work import Work


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """See `storage.tables.losses.Provision`; `lines` as values."""

    id: int
    currency: str
    as_of: date
    version: int
    known_by: datetime
    method: str
    lines: tuple[Provision, ...]
    total: int
    opening: int
    written_off: int
    recovered: int
    used: int
    regained: int
    charge: int
    state: str
    proposed_by: str
    decided_by: str
    decided_at: datetime | None
    message_id: int | None
    created_at: datetime


_C = PROVISION.c
_NAMES = tuple(field.name for field in fields(ProvisionView))
_OURS = select(*(_C[name] for name in _NAMES)).where(_C.corp_id == bindparam("corp"))
_GET = _OURS.where(_C.id == bindparam("id"))
_OF = _OURS.where(_C.currency == bindparam("currency")).order_by(_C.as_of, _C.version)
_POSTED = _OF.where(_C.state == "posted")
_DECIDE = update(PROVISION).where(
    _C.corp_id == bindparam("corp"), _C.id == bindparam("row_id"), _C.state == "proposed"
)
_REPLACE = update(PROVISION).where(
    _C.corp_id == bindparam("corp"), _C.currency == bindparam("of_currency"), _C.state == "proposed"
)


def _net(kind: str) -> Any:
    signed = case(
        (ENTRY.c.kind == kind, ENTRY.c.amount), (ENTRY.c.reverses_kind == kind, -ENTRY.c.amount), else_=0
    )
    return func.coalesce(func.sum(signed), 0)


_MOVED = select(_net("write_off"), _net("recovery")).where(
    ENTRY.c.corp_id == bindparam("corp"),
    ENTRY.c.currency == bindparam("currency"),
    ENTRY.c.effective_on <= bindparam("as_of"),
    ENTRY.c.recorded_at <= bindparam("known_by", type_=ENTRY.c.recorded_at.type),
)
_FIRST = select(func.min(ENTRY.c.effective_on)).where(
    and_(ENTRY.c.corp_id == bindparam("corp"), ENTRY.c.currency == bindparam("currency"))
)
_AT = select(ENTRY.c.id).where(
    ENTRY.c.corp_id == bindparam("corp"),
    ENTRY.c.recorded_at == bindparam("known_by", type_=ENTRY.c.recorded_at.type),
)
_ADD = Once(PROVISION)


class Provisions:
    """Provisions of the company, a currency each."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def draft(
        self,
        as_of: date,
        known_by: datetime,
        method: str,
        lines: Sequence[Provision],
        *,
        by: str = "",
        message_id: int | None = None,
        currency: str = CURRENCY,
    ) -> ProvisionView:
        """What would be posted, against the last one that was; nothing is written. Later ones are left out of sight."""
        before = self.last_posted(as_of, currency=currency)
        written, recovered = moved(self._work, as_of, known_by, currency=currency)
        opening = before.total if before else 0
        used = written - (before.written_off if before else 0)
        regained = recovered - (before.recovered if before else 0)
        total = sum(line.fen for line in lines)
        version = 1 + max(
            (row.version for row in self.all(currency=currency) if row.as_of == as_of), default=0
        )
        return ProvisionView(
            self._work.new_id(), currency, as_of, version, known_by, method, tuple(lines), total, opening, written,
            recovered, used, regained, charge_of(total, opening, used, regained), "proposed", by, "", None,
            message_id, self._work.now,
        )  # fmt: skip

    def propose(self, draft: ProvisionView) -> ProvisionView:
        """Write it down; an older open proposal is replaced."""
        self._work.execute(_REPLACE, of_currency=draft.currency, state="replaced")
        row = {name: getattr(draft, name) for name in _NAMES if name != "lines"}
        lines = [[line.bucket, line.outstanding, str(line.rate), line.fen] for line in draft.lines]
        row |= {"corp_id": self._work.corp_id, "lines": json.dumps(lines)}
        self._work.insert_once(_ADD, row)
        return draft

    def decide(self, provision_id: int, state: str, *, by: str) -> bool:
        """proposed → posted | refused; False when it is no longer open. Raises ValueError for another state."""
        if state not in ("posted", "refused"):
            raise ValueError(state)
        values = {"state": state, "decided_by": by, "decided_at": self._work.now}
        return self._work.execute(_DECIDE, row_id=provision_id, **values) == 1

    def get(self, provision_id: int) -> ProvisionView | None:
        row = self._work.row(_GET, id=provision_id)
        return None if row is None else _view(row)

    def all(self, *, currency: str = CURRENCY) -> Sequence[ProvisionView]:
        """Every one, whatever became of it, by month end and version."""
        return [_view(row) for row in self._work.rows(_OF, currency=currency)]

    def posted(self, *, currency: str = CURRENCY) -> Sequence[ProvisionView]:
        """Those that were posted, by month end and version."""
        return [_view(row) for row in self._work.rows(_POSTED, currency=currency)]

    def last_posted(self, as_of: date, *, currency: str = CURRENCY) -> ProvisionView | None:
        """The last one that was posted for a day up to `as_of`."""
        return next((row for row in reversed(self.posted(currency=currency)) if row.as_of <= as_of), None)

    def first_day(self, *, currency: str = CURRENCY) -> date | None:
        """The first day of the books."""
        found: date | None = self._work.one(_FIRST, currency=currency)[0]
        return found


def moved(work: Work, as_of: date, known_by: datetime, *, currency: str = CURRENCY) -> tuple[int, int]:
    """Fen written off and recovered up to a day, of what was recorded by an instant; after reversals."""
    written, recovered = work.one(_MOVED, currency=currency, as_of=as_of, known_by=known_by)
    return int(written), int(recovered)


def _view(row: Any) -> ProvisionView:
    view = ProvisionView(*row)
    lines = [Provision(name, fen, Fraction(rate), part) for name, fen, rate, part in json.loads(row.lines)]
    return replace(view, lines=tuple(lines))


def provision_problems(work: Work) -> Iterator[Problem]:
    """Posted provisions that do not add up, do not follow each other, or are not what the books said then."""
    posted = Provisions(work).posted()
    for row in posted:
        yield from _own(row)
        if work.row(_AT, known_by=row.known_by) is not None:
            continue  # written in the same instant: nobody can tell whether it was known
        yield from _buckets(work, row)
        found = moved(work, row.as_of, row.known_by, currency=row.currency)
        if found != (row.written_off, row.recovered):
            yield Problem(
                "provision_known_then", "provision", row.id, found, (row.written_off, row.recovered)
            )
    for before, after in pairwise(posted):
        used = after.written_off - before.written_off
        regained = after.recovered - before.recovered
        expected = (before.total, used, regained)
        if expected != (after.opening, after.used, after.regained):
            found_then = (after.opening, after.used, after.regained)
            yield Problem("provisions_follow", "provision", after.id, expected, found_then)


def _own(row: ProvisionView) -> Iterator[Problem]:
    total = sum(line.fen for line in row.lines)
    if total != row.total:
        yield Problem("provision_adds_up", "provision", row.id, total, row.total)
    charge = charge_of(row.total, row.opening, row.used, row.regained)
    if charge != row.charge:
        yield Problem("provision_adds_up", "provision", row.id, charge, row.charge)
    for line in row.lines:
        if amount_of(line.outstanding, line.rate) != line.fen:
            yield Problem("provision_adds_up", "provision", row.id, line.bucket, line.fen)


def _buckets(work: Work, row: ProvisionView) -> Iterator[Problem]:
    """What stood in each bucket on that day, as it was known then."""
    basis, buckets = METHODS[row.method]
    table = aging(work, row.as_of, known_by=row.known_by, basis=basis, buckets=buckets, currency=row.currency)
    found = tuple(line.outstanding for line in row.lines)
    if table.total.amounts != found:
        yield Problem("provision_known_then", "provision", row.id, table.total.amounts, found)
