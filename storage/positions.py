"""Where a customer stands behind a debt that was just written: what it was before, and the debt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Executable, case, or_

from ledger.entries import KINDS
from storage.relations import ENTRY, INSTALMENT
from storage.work import Work

RAISES = tuple(name for name, kind in KINDS.items() if kind.effect > 0)
LOWERS = tuple(name for name, kind in KINDS.items() if kind.effect < 0)
SIGNED = case(
    # The two that nearly all entries are come first: read for every entry of the books.
    (ENTRY.c.kind == "debt", ENTRY.c.amount),
    (ENTRY.c.kind == "payment", -ENTRY.c.amount),
    (or_(ENTRY.c.kind.in_(RAISES), ENTRY.c.reverses_kind.in_(LOWERS)), ENTRY.c.amount),
    (or_(ENTRY.c.kind.in_(LOWERS), ENTRY.c.reverses_kind.in_(RAISES)), -ENTRY.c.amount),
    else_=0,
)
"""The effect of an entry on its customer's balance, in fen."""
_NEW = (str(ENTRY.name), str(INSTALMENT.name))
Row = Mapping[str, Any]


def standing_now(
    work: Work, statement: Executable, *, customer: int, today: date, currency: str
) -> Sequence[Any]:
    """Fen outstanding, overdue, the earliest due day or None, net and reported, as `statement` gives them.

    Asked before new entries and instalments, and only those are kept back since: then it need not be asked again.
    """
    values = {"customer": customer, "today": today, "currency": currency}
    known = work.answered(statement, beside=_NEW, **values)
    if not known:
        row: Sequence[Any] = work.one(statement, **values)
        return row
    outstanding, overdue, oldest, net, reported = known[0]
    days = [oldest] if oldest else []
    for item in _own(work.unsent(INSTALMENT), customer, currency):
        outstanding += item["outstanding"]
        if item["outstanding"] and item["due_on"] is not None:
            days.append(item["due_on"])
            overdue += item["outstanding"] if item["due_on"] < today else 0
    net += sum(map(_effect, _own(work.unsent(ENTRY), customer, currency)))
    return outstanding, overdue, min(days, default=None), net, reported


def _own(rows: Iterable[Row], customer: int, currency: str) -> list[Row]:
    return [row for row in rows if row["customer_id"] == customer and row["currency"] == currency]


def _effect(entry: Row) -> int:
    """The same as `SIGNED`."""
    if entry["kind"] in RAISES or entry["reverses_kind"] in LOWERS:
        return int(entry["amount"])
    return -int(entry["amount"]) if entry["kind"] in LOWERS or entry["reverses_kind"] in RAISES else 0
