"""Open items as lines of a reply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger.receivable import Instalment

MOST_LINES = 10  # a list in a chat is not longer; what is left out is counted


def line_of(item: Instalment, today: date) -> Mapping[str, Any]:
    """What is still owed on one item (fen), its day, and days past due (0 while it is not)."""
    return {
        "number": item.number,
        "document_no": item.document_no,
        "owed": item.outstanding,
        "amount": item.amount,
        "due_on": item.due_on,
        "days_late": max(0, item.days_late(today)),
        "is_fee": item.kind == "fee",
    }


def listed(lines: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """`lines` that fit, and the count and fen of `left_out`."""
    every: Sequence[Mapping[str, Any]] = list(lines)
    rest = every[MOST_LINES:]
    return {
        "lines": every[:MOST_LINES],
        "left_out": len(rest),
        "left_out_owed": sum(int(line["owed"]) for line in rest),
    }
