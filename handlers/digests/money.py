"""Money that arrived and is not in the books yet, counted for a digest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from storage.receipts import ReceiptView
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What waits for finance, and what nobody has claimed."""

    waiting: Sequence[ReceiptView]
    unclaimed: Sequence[ReceiptView]

    def plain(self) -> dict[str, Any]:
        return {
            "waiting": {"count": len(self.waiting), "fen": sum(one.amount for one in self.waiting)},
            "unclaimed": {"count": len(self.unclaimed), "fen": sum(one.amount for one in self.unclaimed)},
        }


def arrivals(uow: UnitOfWork, owners: Collection[str] | None = None) -> Arrivals:
    """Of everybody's customers, or of those of `owners`; unclaimed money is everybody's to claim."""
    return Arrivals(uow.receipts.reported(owners), uow.receipts.unclaimed())
