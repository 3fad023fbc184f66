"""Debts as documents, and the instalments that fall due: what aging, reminders and allocation speak of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.errors import InvalidPlan
from ledger.money import split
from ledger.values import value


@value
class Part:
    """A planned instalment before it is opened: fen > 0, and its day, or None while its event is awaited."""

    amount: int
    due_on: date | None


@value
class Instalment:
    """An opened instalment, with what is still owed on it (fen). Overdue means today > due_on."""

    id: int
    receivable_id: int
    customer_id: int
    number: int  # of the receivable document, as people see it
    position: int  # 1-based among the receivable's instalments
    amount: int
    outstanding: int
    issued_on: date
    due_on: date | None
    kind: str = "principal"  # principal | fee
    disputed: int = 0  # fen in dispute: skipped by automatic allocation
    document_no: str = ""
    salesperson: str = ""
    free_from: date | None = None  # new money on it counts from here: see `ledger.effective`

    def days_late(self, today: date) -> int:
        """Days past due, ≤ 0 while not due; 0 when its day is not known yet."""
        return (today - self.due_on).days if self.due_on else 0


def plan(
    principal: int, days: Sequence[date | None], amounts: Sequence[int] | None = None
) -> tuple[Part, ...]:
    """Instalments of `principal` fen on `days`, equal (largest remainder) or with the given amounts.

    Raises `InvalidPlan` when there are none, an amount is not positive, or they do not add up exactly.
    """
    if principal <= 0 or not days or (amounts is not None and len(amounts) != len(days)):
        raise InvalidPlan("no principal, no days, or not an amount for each day", principal=principal)
    parts = tuple(amounts) if amounts is not None else split(principal, [1] * len(days))
    if min(parts) <= 0 or sum(parts) != principal:
        raise InvalidPlan(principal=principal, amounts=parts)
    return tuple(Part(amount, day) for amount, day in zip(parts, days, strict=True))
