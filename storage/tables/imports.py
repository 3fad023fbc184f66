"""Dated runs (imports, jobs) and the rows an import has taken in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import big, instant, key, long_text


class Run(SQLModel, table=True):
    """A dated record of something done: an import or a job. `state`: running | done | undone | failed."""

    __table_args__ = (UniqueConstraint("corp_id", "job", "key"),)
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    job: str
    key: str  # the day, or the SHA-256 of an imported file
    on: date
    state: str = "running"
    holder: str = ""
    lease_until: datetime | None = instant(default=None)
    report: str = long_text(default="")
    started_by: str = ""
    started_at: datetime = instant()
    ended_at: datetime | None = instant(default=None)


class ImportRow(SQLModel, table=True):
    """A row taken in, by its key: SHA-256 of (kind, customer, document, date, amount, n-th equal row)."""

    __tablename__ = "import_row"
    __table_args__ = (Index(None, "corp_id", "run_id"),)
    corp_id: int = key(foreign_key="corp.corp_id")
    row_key: str = Field(primary_key=True)
    run_id: int = big()
    subject: str  # customer:<id> | receivable:<id> | receipt:<id>
