"""What customers say they will pay, and what people note, hold and hand on about a customer."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from storage.tables.base import big, instant, key, long_text, within_corp


class Promise(SQLModel, table=True):
    """A customer's word. `amount` is None when no sum was named; `fraction` as it was said (0.5, 1/3, part).

    `items` is JSON of the receivable ids it speaks of.
    `state`: open | kept | partly | broken | renegotiated | withdrawn.
    """

    __table_args__ = (
        within_corp("customer_id", "customer"),
        CheckConstraint("amount > 0", name="amount_positive"),
        Index(None, "corp_id", "customer_id", "state"),
        Index(None, "corp_id", "state", "day"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    amount: int | None = big(default=None)
    fraction: str = ""
    day: date
    words: str = long_text(default="")
    items: str = long_text(default="")
    state: str = "open"
    made_by: str
    contact: str = ""
    message_id: int | None = big(default=None)
    created_at: datetime = instant()


class FollowUp(SQLModel, table=True):
    """What was done about a customer. `kind`: note | dispute | hold | task | remind | sent.

    `channel`: visit | phone | wechat | letter | ""; `person` whom one spoke to; `result` what came of it;
    `next_step` what is to be done on `next_on` (of a hold: its last day); `assignee` who is to do it.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        within_corp("customer_id", "customer"),
        Index(None, "corp_id", "customer_id", "kind"),
        Index(None, "corp_id", "next_on"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int | None = big(default=None)
    kind: str
    words: str = long_text(default="")
    amount: int | None = big(default=None)
    reason: str = ""
    next_on: date | None = None
    noted_by: str
    assignee: str = ""
    channel: str = ""
    person: str = ""
    result: str = long_text(default="")
    next_step: str = ""
    message_id: int | None = big(default=None)
    created_at: datetime = instant()
