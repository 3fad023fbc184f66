"""When a customer last heard of his debts, however long ago."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from storage.dunning import CUSTOMERS_AT_ONCE
from storage.ranges import range_rows, within
from storage.relations import FOLLOW_UP, STAGE_SAID
from storage.work import Work

_SAID = (
    select(STAGE_SAID.c.customer_id, func.max(STAGE_SAID.c.day).label("last"))
    .where(within(STAGE_SAID.c.customer_id), STAGE_SAID.c.customer.is_not(None))
    .group_by(STAGE_SAID.c.customer_id)
)
_PASSED_ON = (
    select(FOLLOW_UP.c.customer_id, func.max(FOLLOW_UP.c.created_at).label("last"))
    .where(within(FOLLOW_UP.c.customer_id), FOLLOW_UP.c.kind == "sent")
    .group_by(FOLLOW_UP.c.customer_id)
)


def last_contacts(work: Work, customers: Collection[int]) -> Mapping[int, date]:
    """The last day of a letter or of a text that was passed on to each of these; nobody who never heard."""
    ordered, zone = sorted(customers), ZoneInfo(work.company.zone)
    found: dict[int, date] = {}
    for start in range(0, len(ordered), CUSTOMERS_AT_ONCE):
        part = ordered[start : start + CUSTOMERS_AT_ONCE]
        between: dict[str, Any] = {"above": part[0] - 1, "upto": part[-1], "named": part}
        found.update((row.customer_id, row.last) for row in range_rows(work, _SAID, None, **between))
        for row in range_rows(work, _PASSED_ON, None, **between):
            day = row.last.astimezone(zone).date()
            found[row.customer_id] = max(day, found.get(row.customer_id, day))
    return found
