"""Where the journal stood when somebody outside was told: a cut tail is seen by it."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from storage.tables.base import big, instant, key


class Anchor(SQLModel, table=True):
    """The journal's last `seq` and its `hash` at a digest of `day`; the digest shows both to people."""

    corp_id: int = key(foreign_key="corp.corp_id")
    day: date = Field(primary_key=True)
    seq: int = big()
    hash: str
    taken_at: datetime = instant()
