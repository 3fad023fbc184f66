"""What stands between a customer and a reminder: disputes, holds; and what people are to do: tasks, reminders."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from storage.tables.base import big, instant, key, long_text, within_corp


class Dispute(SQLModel, table=True):
    """Fen of one receivable that the customer does not accept; the rest of it stays due.

    `state`: open | resolved | withdrawn. `outcome` of a resolved one: credited | due | both; `credited` in fen.
    `owner` is to settle it by `deadline`.
    """

    __table_args__ = (
        within_corp("customer_id", "customer"),
        within_corp("receivable_id", "receivable"),
        CheckConstraint("amount > 0", name="amount_positive"),
        Index(None, "corp_id", "receivable_id", "state"),
        Index(None, "corp_id", "customer_id", "state"),
        Index(None, "corp_id", "state", "deadline"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    receivable_id: int = big()
    amount: int = big()
    reason: str = ""
    words: str = long_text(default="")
    raised_by: str
    owner: str
    deadline: date
    state: str = "open"
    outcome: str = ""
    credited: int = big(default=0)
    closed_by: str = ""
    closed_at: datetime | None = instant(default=None)
    message_id: int | None = big(default=None)
    created_at: datetime = instant()


class Hold(SQLModel, table=True):
    """Something that must not be done to a customer. `until` is its last day, None while nobody says otherwise.

    `kind`: contact (先别催) | delivery (停货) | lawyer | no_contact. `state`: open | lifted | replaced.
    `renewed` counts how often it was prolonged without a break.
    """

    __table_args__ = (
        within_corp("customer_id", "customer"),
        Index(None, "corp_id", "customer_id", "state"),
        Index(None, "corp_id", "state", "until"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    kind: str
    until: date | None = None
    reason: str = ""
    words: str = long_text(default="")
    held_by: str
    approved_by: str = ""
    renewed: int = 0
    state: str = "open"
    lifted_by: str = ""
    lifted_at: datetime | None = instant(default=None)
    message_id: int | None = big(default=None)
    created_at: datetime = instant()


class Task(SQLModel, table=True):
    """What somebody is to do, with a result. `given_by` is "" for what the ladder asks for.

    `channel`: visit | phone | "". `state`: open | done | failed | cancelled. `asked_on`: when the result was
    asked for last.
    """

    __table_args__ = (
        within_corp("customer_id", "customer"),
        Index(None, "corp_id", "assignee", "state"),
        Index(None, "corp_id", "state", "due_on"),
        Index(None, "corp_id", "customer_id", "state"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int | None = big(default=None)
    words: str = long_text(default="")
    channel: str = ""
    given_by: str = ""
    assignee: str
    due_on: date
    state: str = "open"
    result: str = long_text(default="")
    asked_on: date | None = None
    closed_at: datetime | None = instant(default=None)
    message_id: int | None = big(default=None)
    created_at: datetime = instant()


class Reminder(SQLModel, table=True):
    """Words that come back to the person at an instant, once. `state`: waiting | sent | cancelled."""

    __table_args__ = (
        within_corp("customer_id", "customer"),
        Index(None, "corp_id", "state", "due_at"),
        Index(None, "corp_id", "person", "state"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int | None = big(default=None)
    person: str
    words: str = long_text(default="")
    due_at: datetime = instant()
    state: str = "waiting"
    message_id: int | None = big(default=None)
    created_at: datetime = instant()
