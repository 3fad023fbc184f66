"""An estimate is told in hundreds of yuan: it has no fen."""

from __future__ import annotations

HUNDRED = 10_000  # fen


def rough(fen: int) -> int:
    """Fen to the nearest hundred yuan, half up."""
    return (fen + HUNDRED // 2) // HUNDRED * HUNDRED
