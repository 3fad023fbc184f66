"""What being late costs and how long it can be claimed: charged days, what restarted a clock, provisions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from storage.tables.base import big, instant, key, long_text, within_corp


class FeeSpan(SQLModel, table=True):
    """Days of one instalment whose late fee is settled: from `start_on` until `end_on`, the last not counted.

    `entry_id` is the late_fee that charged them, None for days that were waived before anything was charged.
    `rate` as `ledger.rate_text` writes it, `source` as in `ledger.interest.Rate`; `base` and `fen` in fen.
    `attempt` counts spans from the same day whose fee was taken back as a mistake: two who charge the same days at
    once meet at the key.
    """

    __tablename__ = "fee_span"
    __table_args__ = (
        within_corp("customer_id", "customer"),
        within_corp("receivable_id", "receivable"),
        within_corp("instalment_id", "instalment"),
        within_corp("entry_id", "entry"),
        CheckConstraint("start_on < end_on", name="days_in_order"),
        UniqueConstraint("corp_id", "instalment_id", "start_on", "attempt"),
        Index(None, "corp_id", "customer_id"),
        Index(None, "corp_id", "entry_id"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    receivable_id: int = big()
    instalment_id: int = big()
    entry_id: int | None = big(default=None)
    start_on: date
    end_on: date
    base: int = big()
    rate: str
    source: str
    fen: int = big()
    attempt: int = 0
    made_by: str
    created_at: datetime = instant()


class ClockRestart(SQLModel, table=True):
    """Proof that starts the three years of a debt again. `kind` as in `ledger.limitation.KINDS`.

    A row a debt: what speaks of all that is owed has one for each. `attachment_id` is the picture or file.
    `words` as they were said; `what`: statement | plan | letter | suit. `state`: open | withdrawn.
    """

    __tablename__ = "clock_restart"
    __table_args__ = (
        within_corp("customer_id", "customer"),
        within_corp("receivable_id", "receivable"),
        within_corp("attachment_id", "attachment"),
        Index(None, "corp_id", "customer_id", "state"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    receivable_id: int = big()
    day: date
    kind: str
    what: str
    words: str = long_text(default="")
    attachment_id: int | None = big(default=None)
    noted_by: str
    state: str = "open"
    message_id: int | None = big(default=None)
    created_at: datetime = instant()


class Provision(SQLModel, table=True):
    """What the books expect to lose of what was owed on `as_of` (a month end), of what was known at `known_by`.

    `method`: due | issued | roll. `lines` is JSON: bucket, fen, rate (a fraction as text), provision in fen.
    `total` = Σ lines. `written_off` and `recovered` are sums since the beginning; `used` and `regained` what came
    to them since the provision before. charge = total − opening + used − regained: what is put to expense.
    `state`: proposed | posted | refused | replaced. A posted row is never changed: a later version counts instead.
    """

    __table_args__ = (
        UniqueConstraint("corp_id", "currency", "as_of", "version"),
        Index(None, "corp_id", "state", "as_of"),
    )
    corp_id: int = key(foreign_key="corp.corp_id")
    id: int = key()
    currency: str = "CNY"
    as_of: date
    version: int
    known_by: datetime = instant()
    method: str
    lines: str = long_text()
    total: int = big()
    opening: int = big()
    written_off: int = big()
    recovered: int = big()
    used: int = big()
    regained: int = big()
    charge: int = big()
    state: str = "proposed"
    proposed_by: str = ""
    decided_by: str = ""
    decided_at: datetime | None = instant(default=None)
    message_id: int | None = big(default=None)
    created_at: datetime = instant()
