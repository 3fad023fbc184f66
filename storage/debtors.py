"""How debts and the company itself are called in what leaves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from storage.relations import CORP, RECEIVABLE
from storage.work import Work

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DebtName:
    """A receivable as people name it."""

    id: int
    customer_id: int
    number: int
    document_no: str


_NAMES = select(
    RECEIVABLE.c.id, RECEIVABLE.c.customer_id, RECEIVABLE.c.number, RECEIVABLE.c.document_no
).where(RECEIVABLE.c.corp_id == bindparam("corp"), RECEIVABLE.c.id.in_(bindparam("ids", expanding=True)))
_COMPANY = select(CORP.c.name).where(CORP.c.corp_id == bindparam("corp"))


def debts_of(work: Work, receivables: Collection[int]) -> dict[int, DebtName]:
    """By id."""
    ids = sorted(receivables)
    found: dict[int, DebtName] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = work.rows(_NAMES, ids=ids[start : start + _AT_ONCE])
        found |= {row.id: DebtName(*row) for row in rows}
    return found


def company_name(work: Work) -> str:
    """As customers know it; "" while nobody has set it."""
    row = work.row(_COMPANY)
    return row.name if row is not None else ""
