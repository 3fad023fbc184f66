"""Rows of an aging by what they stand for: customer, salesperson, region, industry, category, frequency, amount class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.reports.ask import Ask
from handlers.reports.ground import Ground, value_of
from ledger.classes import amount_class, frequency
from storage.report_aging import AgedPart, traded
from storage.unit_of_work import UnitOfWork

BY = ("customer", "salesperson", "region", "industry", "category", "frequency", "amount")
CLASSES = ("frequency", "amount")  # their keys are words of ours, not of the customers' files
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Row:
    """`name` is "" for a group without one; `customers` have something in it."""

    key: str
    name: str
    amounts: tuple[int, ...]
    unallocated: int
    customers: int

    @property
    def outstanding(self) -> int:
        return sum(self.amounts)

    @property
    def overdue(self) -> int:
        return sum(self.amounts[1:])

    @property
    def worst(self) -> int:
        """The last bucket with something in it; 0 while nothing is late."""
        return max((place for place, fen in enumerate(self.amounts) if fen and place), default=0)


def grouped(parts: Sequence[AgedPart], ask: Ask, ground: Ground, uow: UnitOfWork) -> Sequence[Row]:
    """One row for each value of `ask.by`, the largest sum first."""
    key_of = _keys(parts, ask, ground, uow)
    sums: dict[str, list[int]] = {}
    free: dict[str, int] = defaultdict(int)
    customers: dict[str, set[int]] = defaultdict(set)
    for part in parts:
        key = key_of(part)
        row = sums.setdefault(key, [0] * len(part.amounts))
        for place, fen in enumerate(part.amounts):
            row[place] += fen
        free[key] += part.unallocated
        customers[key].add(part.customer_id)
    rows = [
        Row(key, name_of(key, ask.by, ground), tuple(amounts), free[key], len(customers[key]))
        for key, amounts in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row.outstanding, row.unallocated, row.key))


def _keys(parts: Sequence[AgedPart], ask: Ask, ground: Ground, uow: UnitOfWork) -> Callable[[AgedPart], str]:
    if ask.by == "customer":
        return lambda part: str(part.customer_id)
    if ask.by == "salesperson":
        return lambda part: _seller(part, ground)
    classes = class_of(ask, parts, uow) if ask.by in CLASSES else None
    if classes is not None:
        return lambda part: classes[part.customer_id]
    return lambda part: value_of(ground.customers[part.customer_id], ask.by)


def _seller(part: AgedPart, ground: Ground) -> str:
    """Who sold; money not allocated yet belongs to whoever looks after the customer."""
    is_money = not any(part.amounts) and part.unallocated
    return ground.customers[part.customer_id].owner if is_money else part.salesperson


def class_of(ask: Ask, parts: Sequence[AgedPart], uow: UnitOfWork) -> Mapping[int, str]:
    """The class of each customer: how often he bought in the year to `ask.last`, or how much he owed then."""
    if (ask.by or ask.group_of) == "frequency":
        counts = traded(uow, ask.last - A_YEAR, ask.last)
        return {part.customer_id: frequency(counts.get(part.customer_id, 0)) for part in parts}
    owed: dict[int, int] = defaultdict(int)
    for part in parts:
        owed[part.customer_id] += part.outstanding
    return {customer: amount_class(fen) for customer, fen in owed.items()}


def name_of(key: str, by: str, ground: Ground) -> str:
    if by == "customer":
        return ground.customers[int(key)].name
    return ground.name_of(key) if by == "salesperson" else key
