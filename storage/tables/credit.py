"""What is thought of a customer: grades that were proposed, and signs that he is getting worse."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from storage.tables.base import big, instant, key, long_text, within_corp


class GradeProposal(SQLModel, table=True):
    """A grade with its reasons (JSON), as computed for the month that begins on `month`.

    `before` is the letter that the customer had. `state`: open | accepted | refused | replaced.
    """

    __tablename__ = "grade_proposal"
    __table_args__ = (
        within_corp("customer_id", "customer"),
        UniqueConstraint("corp_id", "customer_id", "month"),
        Index(None, "corp_id", "state"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    month: date
    letter: str
    points: int
    reasons: str = long_text(default="")
    before: str = ""
    state: str = "open"
    decided_by: str = ""
    decided_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class CreditWarning(SQLModel, table=True):
    """One sign about one event: `kind`, `event_key`, `measure`, `value` and `base` as in `ledger.warning`.

    `state`: open | done | false_alarm. `note` is what was said when it was closed.
    """

    __tablename__ = "credit_warning"
    __table_args__ = (
        within_corp("customer_id", "customer"),
        UniqueConstraint("corp_id", "customer_id", "kind", "event_key"),
        Index(None, "corp_id", "state", "created_at"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    kind: str
    event_key: str
    measure: str
    value: int = big(default=0)
    base: int = big(default=0)
    state: str = "open"
    closed_by: str = ""
    closed_at: datetime | None = instant(default=None)
    note: str = long_text(default="")
    created_at: datetime = instant()


class LimitGrant(SQLModel, table=True):
    """A limit in fen above the lasting one, in force up to and with the day `until`; then it ends by itself.

    `kind`: temporary | delivery (what was let go for one day). `state`: open | ended | replaced.
    """

    __tablename__ = "limit_grant"
    __table_args__ = (
        within_corp("customer_id", "customer"),
        Index(None, "corp_id", "customer_id", "until"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    kind: str
    fen: int = big()
    until: date
    granted_by: str
    asked_by: str = ""
    state: str = "open"
    message_id: int | None = big(default=None)
    created_at: datetime = instant()
