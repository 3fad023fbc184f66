"""Anchors: the journal's head as the daily digests told it, and since when the next one counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from storage.relations import ANCHOR, CORP_HEAD
from storage.work import Work


@dataclass(frozen=True, slots=True)
class AnchorView:
    """The journal's last seq and its hash at the digest of `day`."""

    day: date
    seq: int
    hash: str
    taken_at: datetime


_OURS = select(ANCHOR.c.day, ANCHOR.c.seq, ANCHOR.c.hash, ANCHOR.c.taken_at).where(
    ANCHOR.c.corp_id == bindparam("corp")
)
_ALL = _OURS.order_by(ANCHOR.c.day)
_OF_DAY = _OURS.where(ANCHOR.c.day == bindparam("day"))
_BEFORE = _OURS.where(ANCHOR.c.day < bindparam("day")).order_by(ANCHOR.c.day.desc()).limit(1)
_HEAD = select(CORP_HEAD.c.next_seq, CORP_HEAD.c.head_hash).where(CORP_HEAD.c.corp_id == bindparam("corp"))
_TAKE = insert(ANCHOR)


class Anchors:
    """Anchors of the company, one a day."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def head(self) -> tuple[int, str]:
        """The journal's last seq and its hash; (0, "") while nothing was ever booked."""
        row = self._work.row(_HEAD)
        return (row[0] - 1, row[1]) if row is not None else (0, "")

    def take(self, day: date) -> bool:
        """Write down where the journal stands; False when that day has its anchor, or nothing was booked."""
        seq, head_hash = self.head()
        if not seq or self._work.row(_OF_DAY, day=day) is not None:
            return False
        row = {"corp_id": self._work.corp_id, "day": day, "seq": seq, "hash": head_hash}
        self._work.connection.execute(_TAKE, {**row, "taken_at": self._work.now})
        return True

    def before(self, day: date) -> AnchorView | None:
        """The last anchor of an earlier day."""
        return _view(self._work.row(_BEFORE, day=day))

    def told(self) -> dict[int, str]:
        """seq → hash, for `check`."""
        return {row.seq: row.hash for row in self._work.rows(_ALL)}


def _view(row: Any) -> AnchorView | None:
    return None if row is None else AnchorView(*row)
