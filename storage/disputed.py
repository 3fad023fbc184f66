"""Which part of the instalments that a reminder run looks at is in dispute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from ledger.shield import Item
from storage.relations import DISPUTE, INSTALMENT, IS_OPEN
from storage.work import Work

_SUMS = (
    select(DISPUTE.c.receivable_id, func.sum(DISPUTE.c.amount).label("fen"))
    .where(
        DISPUTE.c.corp_id == bindparam("corp"),
        DISPUTE.c.customer_id > bindparam("above"),
        DISPUTE.c.customer_id <= bindparam("upto"),
        DISPUTE.c.state == "open",
    )
    .group_by(DISPUTE.c.receivable_id)
)
_LATER = (
    select(INSTALMENT.c.receivable_id, func.sum(INSTALMENT.c.outstanding).label("fen"))
    .where(
        and_(INSTALMENT.c.corp_id == bindparam("corp"), IS_OPEN),
        INSTALMENT.c.receivable_id.in_(bindparam("receivables", expanding=True)),
        or_(INSTALMENT.c.due_on.is_(None), INSTALMENT.c.due_on > bindparam("latest")),
    )
    .group_by(INSTALMENT.c.receivable_id)
)


def disputed_parts(
    work: Work, between: Mapping[str, int], latest: date, items: Iterable[Item]
) -> dict[int, int]:
    """Fen in dispute by instalment, as `ledger.dispute` lays them: from the last instalment of a debt back.

    `items` are those due by `latest`; what falls due later carries its part first.
    """
    disputed = {row.receivable_id: int(row.fen) for row in work.rows(_SUMS, **between)}
    if not disputed:
        return {}
    later: dict[int, Any] = {
        row.receivable_id: int(row.fen)
        for row in work.rows(_LATER, receivables=sorted(disputed), latest=latest)
    }
    found = {}
    for item in sorted(items, key=lambda item: (item.due_on or date.max, item.id), reverse=True):
        debt = item.receivable_id
        left = disputed.get(debt, 0) - later.get(debt, 0)
        if left > 0:
            found[item.id] = min(left, item.outstanding)
            later[debt] = later.get(debt, 0) + item.outstanding
    return found
