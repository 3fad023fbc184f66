"""Which ways out are broken until a person mends something."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.base import instant, key


class ChannelFault(SQLModel, table=True):
    """`way`: app, aibot, group:sales …; the row is there as long as nothing gets through."""

    __tablename__ = "channel_fault"
    corp_id: int = key(foreign_key="corp.corp_id")
    way: str = Field(primary_key=True)
    errcode: int | None = None
    reason: str = ""
    since: datetime = instant()
