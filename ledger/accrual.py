"""What late instalments of one customer have earned in fees since they were charged last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from ledger.history import AllocationRow, History, InstalmentRow
from ledger.interest import LateFee, Rate, late_fee

RateOf = Callable[[date], Rate]
NEVER: Mapping[int, date] = MappingProxyType({})
NOTHING: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Charge:
    """The fee on one instalment for the days from `start` until `end`, the last not counted."""

    receivable_id: int
    instalment_id: int
    due_on: date
    start: date
    end: date
    fee: LateFee

    @property
    def fen(self) -> int:
        return self.fee.fen

    @property
    def days(self) -> int:
        """Days on which something was owed."""
        return sum(piece.days for piece in self.fee.segments)

    @property
    def base(self) -> int:
        """The largest sum in fen that bore the fee."""
        return max(piece.principal for piece in self.fee.segments)


def charges(
    history: History,
    *,
    until: date,
    rate_of: RateOf,
    charged: Mapping[int, date] = NEVER,
    replaced: Mapping[int, date] = NEVER,
    disputed: Mapping[int, int] = NOTHING,
) -> tuple[Charge, ...]:
    """A charge for each live instalment of principal that was owed past its day, the first due first.

    `rate_of` gives the rate by the day of the breach. `charged`: instalment → the day until which its fee is
    settled already; `replaced`: receivable → the same of instalments that others stand in for since a correction or
    a new plan. Those days are never charged again. `disputed`: instalment → fen that bear no fee for now.
    Charges below a fen are left out.
    """
    rows = [row for row in history.instalments if row.kind == "principal" and row.closed_by is None]
    late = sorted((row for row in rows if row.due_on is not None and row.due_on < until), key=_order)
    taken = _by_instalment(history.allocations)
    found = []
    for row in late:
        settled = (charged.get(row.id), replaced.get(row.receivable_id))
        start = max(day for day in (row.due_on, *settled) if day is not None)
        owed = row.amount - disputed.get(row.id, 0)
        found.append(_charge(row, taken.get(row.id, []), start, until, owed, rate_of))
    return tuple(charge for charge in found if charge is not None)


def _charge(
    row: InstalmentRow, taken: list[AllocationRow], start: date, until: date, owed: int, rate_of: RateOf
) -> Charge | None:
    due_on = row.due_on or until
    if start >= until:
        return None
    # What came by the first day never bore this fee: it only lowers the sum.
    money = [(max(one.effective_on, start), one.amount) for one in taken]
    fee = late_fee(owed, start, money, until=until, rate=rate_of(due_on + timedelta(days=1)))
    return Charge(row.receivable_id, row.id, due_on, start, until, fee) if fee.fen else None


def _order(row: InstalmentRow) -> tuple[date, int]:
    return (row.due_on or date.max, row.id)


def _by_instalment(rows: tuple[AllocationRow, ...]) -> dict[int, list[AllocationRow]]:
    found: dict[int, list[AllocationRow]] = {}
    for row in rows:
        if row.target_instalment is not None:
            found.setdefault(row.target_instalment, []).append(row)
    return found


def overlaps(spans: Mapping[int, list[tuple[date, date]]]) -> Iterator[int]:
    """Instalments of which a day was charged twice; a span does not count its last day."""
    for instalment, own in spans.items():
        ordered = sorted(own)
        if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
            yield instalment
