"""An estimate is told in hundreds of yuan: it has no fen."""

from __future__ import annotations

HUNDRED = 10_000  # fen


def rough(fen: int, most: int | None = None) -> int:
    """Fen to the nearest hundred yuan, half up; never more than `most`, which nobody can pay."""
    found = (fen + HUNDRED // 2) // HUNDRED * HUNDRED
    return found if most is None else min(found, most)
