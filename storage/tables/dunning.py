"""What was said about which instalment on which day, and the dated runs of jobs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.base import big, instant, key, long_text, within_corp


class StageSaid(SQLModel, table=True):
    """The stages of one instalment on one day: for each audience the days of its stage, None when it heard nothing.

    A stage is said once its message is in the outbox; it is taken back when that message was cancelled.
    """

    __tablename__ = "stage_said"
    __table_args__ = (
        within_corp("instalment_id", "instalment"),
        Index(None, "corp_id", "customer_id", "day"),
        Index(None, "corp_id", "day"),
    )
    corp_id: int = key()
    instalment_id: int = key()
    day: date = Field(primary_key=True)
    customer_id: int = big()
    owner: int | None = None
    customer: int | None = None
    sales: int | None = None
    finance: int | None = None
    manager: int | None = None


class JobRun(SQLModel, table=True):
    """One job on one day, claimed with a lease. `state`: running | done. `place`: how far it has come.

    `report` is JSON of what it did.
    """

    __tablename__ = "job_run"
    corp_id: int = key(foreign_key="corp.corp_id")
    job: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    state: str = "running"
    holder: str = ""
    lease_until: datetime = instant()
    place: int = big(default=0)
    report: str = long_text(default="")
    started_at: datetime = instant()
    ended_at: datetime | None = instant(default=None)
