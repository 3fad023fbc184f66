"""The company: itself, its ways into WeCom, its settings, its people, and leases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import big, instant, key, long_text


class Corp(SQLModel, table=True):
    """`mode` is live or simulated; `names_version` counts changes of customers' names and aliases."""

    corp_id: int = key()
    name: str = ""
    zone: str = "Asia/Shanghai"
    mode: str = "live"
    names_version: int = big(default=0)


class Connection(SQLModel, table=True):
    """Maps a WeCom corp, agent, bot or robot to the company."""

    __table_args__ = (UniqueConstraint("kind", "external_id"),)
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    kind: str
    external_id: str


class Setting(SQLModel, table=True):
    """Append-only: the highest version of (scope, key) holds. `value` is JSON."""

    __table_args__ = (UniqueConstraint("corp_id", "scope", "key", "version"),)
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    scope: str  # corp | category:<name> | customer:<id>
    key: str
    value: str = long_text()
    version: int
    set_by: str
    set_at: datetime = instant()


class Staff(SQLModel, table=True):
    """A person of the company. `role`: none | sales | clerk | warehouse | finance | manager | admin.

    `source`: file | chat | event | written. `reached`: has written to the bot, so that it may push to them.
    `phone` stands below what customers read.
    """

    corp_id: int = key(foreign_key="corp.corp_id")
    userid: str = Field(primary_key=True)
    name: str = ""
    role: str = "none"
    department: str = ""
    manager: str = ""
    active: bool = True
    source: str = "file"
    reached: bool = False
    phone: str = ""
    changed_at: datetime = instant()


class Lease(SQLModel, table=True):
    """What one process at a time may hold (a run, a process number, the bot socket).

    Claimed by conditional UPDATE. `corp_id` is 0 for what belongs to no company.
    """

    corp_id: int = key()
    name: str = Field(primary_key=True)
    holder: str = ""
    until: datetime = instant()
