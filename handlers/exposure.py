"""What of a customer's limit is used: the parts that the company counts, and how they are chosen by chat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from config.company import CompanySettings
from ledger.credit import Exposure
from storage.unit_of_work import UnitOfWork

SETTING = "exposure_parts"
# The parts by the words people have for them.
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("not_due", re.compile(r"[没未]到期")),
    ("overdue", re.compile(r"超期|逾期(?!利息|违约)")),
    ("fees", re.compile(r"违约金|罚息|利息|滞纳金|费用")),
    ("unallocated", re.compile(r"预收|多付|没冲|未核销|存着")),
)
_DROPPED = re.compile(r"不算|不要|去掉|不含|别算|除了")
_ADDED = re.compile(r"要算|也算|加上|算上|包括")


def included(company: CompanySettings) -> tuple[str, ...]:
    return company.several(SETTING)


def exposure_of(customer_id: int, today: date, parts: Sequence[str], uow: UnitOfWork) -> Exposure:
    """What the customer has of ours, in fen; late fees apart only where they do not count as the rest does."""
    position = uow.customers.position(customer_id, today)
    late = soon = 0
    if "fees" not in parts:
        for item in uow.receivables.open_items(customer_id):
            if item.kind == "fee":
                late, soon = (
                    (late + item.outstanding, soon)
                    if item.days_late(today) > 0
                    else (late, soon + item.outstanding)
                )
    return Exposure(
        not_due=max(0, position.outstanding - position.overdue - soon),
        overdue=max(0, position.overdue - late),
        fees=late + soon,
        unallocated=position.unallocated,
    )


def wanted(company: CompanySettings, words: str) -> tuple[str, ...] | None:
    """The parts that a sentence chooses: 只算, or more or fewer than now; None when it names none."""
    named = {part for part, pattern in _PARTS if pattern.search(words)}
    if not named:
        return None
    now = set(included(company))
    chosen = now - named if _DROPPED.search(words) else now | named if _ADDED.search(words) else named
    return tuple(part for part, _ in _PARTS if part in chosen)
