"""Customers, the names people call them by, and whom to reach."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from storage.tables.base import big, instant, key, long_text, within_corp


class Customer(SQLModel, table=True):
    """`terms` is JSON of reading terms or ""; `credit_limit` in fen, None while none is set.

    `state`: active | blocked | closed. `released`: reminders to the outside may go (imported customers wait).
    `contract` is what was agreed in writing, in his words; `known_since` the day from which he is known.
    `merged_into` is the customer that goes on for this one (see the journal's `merge`).
    """

    __table_args__ = (UniqueConstraint("corp_id", "name"),)
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    name: str
    short_name: str = ""
    category: str = ""
    industry: str = ""
    region: str = ""
    owner: str = ""
    grade: str = ""
    credit_limit: int | None = big(default=None)
    terms: str = long_text(default="")
    state: str = "active"
    phone: str = ""
    email: str = ""
    released: bool = True
    created_by: str = ""
    created_at: datetime = instant()
    contract: str = long_text(default="")
    known_since: date | None = None
    merged_into: int | None = big(default=None)


class CustomerAlias(SQLModel, table=True):
    """Another name of a customer, or of a payer for it (`kind`: name | payer), from a confirmed mention."""

    __tablename__ = "customer_alias"
    __table_args__ = (
        UniqueConstraint("corp_id", "kind", "alias", "customer_id"),
        within_corp("customer_id", "customer"),
        Index(None, "corp_id", "customer_id"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    alias: str
    kind: str = "name"
    learnt_from: str = ""
    created_at: datetime = instant()


class CustomerContact(SQLModel, table=True):
    """A person at the customer; `role`: owner | accountant | purchasing | site."""

    __tablename__ = "customer_contact"
    __table_args__ = (
        within_corp("customer_id", "customer"),
        Index(None, "corp_id", "customer_id"),
        Index(None, "corp_id", "external_userid"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    external_userid: str = ""
    channel: str = ""
    do_not_contact: bool = False
