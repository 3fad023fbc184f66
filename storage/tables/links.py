"""What is handed out to the outside: links to a customer's own account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from storage.tables.base import big, instant, key, within_corp


class CustomerLink(SQLModel, table=True):
    """A link by which one customer sees his own account. The token is signed outside: no row of this opens anything."""

    __tablename__ = "customer_link"
    __table_args__ = (within_corp("customer_id", "customer"), Index(None, "corp_id", "customer_id"))
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    made_by: str
    made_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_by: str = ""
    revoked_at: datetime | None = instant(default=None)
