"""Disputed money: which instalments of a debt carry the sum that the customer does not accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ledger.receivable import Instalment


def with_disputes(items: Sequence[Instalment], disputed: Mapping[int, int]) -> list[Instalment]:
    """The instalments in the same order, each with the fen in dispute on it.

    `disputed` is fen by receivable id. The later instalments of a debt carry them first, so that the undisputed
    rest is what falls due earlier (国务院令802号 art. 15); never more than an instalment still owes.
    """
    if not disputed:
        return list(items)
    left = dict(disputed)
    found: dict[int, Instalment] = {}
    for item in sorted(items, key=lambda item: item.position, reverse=True):
        part = min(left.get(item.receivable_id, 0), item.outstanding)
        left[item.receivable_id] = left.get(item.receivable_id, 0) - part
        found[item.id] = replace(item, disputed=part)
    return [found[item.id] for item in items]
