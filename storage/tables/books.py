"""The books: receivables with their instalments, money that arrived, the journal, and allocations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from storage.tables.base import big, instant, key, long_text, within_corp


class CorpHead(SQLModel, table=True):
    """One row a company: the next seq and number, and the hash of the last entry."""

    __tablename__ = "corp_head"
    corp_id: int = key(foreign_key="corp.corp_id")
    next_seq: int = big(default=1)
    next_number: int = big(default=1001)
    head_hash: str
    last_recorded_at: datetime = instant()


class Receivable(SQLModel, table=True):
    """A debt as people name it (#1042). `principal` (fen) and `state` (open | cancelled) follow the journal.

    `source`: chat | import | api. `run_id` is the import that wrote it. `over_limit`: over the credit limit.
    """

    __table_args__ = (
        within_corp("customer_id", "customer"),
        UniqueConstraint("corp_id", "number"),
        Index(None, "corp_id", "customer_id"),
        Index(None, "corp_id", "document_no"),
    )
    corp_id: int = key()
    id: int = key()
    number: int = big()
    customer_id: int = big()
    salesperson: str = ""
    currency: str = "CNY"
    principal: int = big()
    issued_on: date
    terms: str = long_text(default="")
    terms_start: str = "issue"
    document_no: str = ""
    invoice_no: str = ""
    invoice_state: str = ""
    note: str = long_text(default="")
    delay_reason: str = ""
    state: str = "open"
    source: str = "chat"
    run_id: int | None = big(default=None)
    over_limit: bool = False
    created_at: datetime = instant()


class InstalmentRow(SQLModel, table=True):
    """The unit that falls due. Immutable but for `outstanding` (a projection) and being closed once.

    It exists from (opened_on, opened_at) until (closed_on, closed_at): business day, and when it was written.
    """

    __tablename__ = "instalment"
    __table_args__ = (
        within_corp("receivable_id", "receivable"),
        within_corp("customer_id", "customer"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("outstanding >= 0 AND outstanding <= amount", name="outstanding_within"),
        # What is still owed, and nothing else: balances, lists of what is due or late, aging of today.
        Index(
            "ix_instalment_open",
            "corp_id",
            "customer_id",
            "currency",
            "due_on",
            "issued_on",
            "outstanding",
            sqlite_where=text("outstanding > 0"),
            postgresql_where=text("outstanding > 0"),
        ),
        Index(None, "corp_id", "receivable_id"),
        Index(None, "corp_id", "due_on"),
        # Aging reads nothing but this and ix_allocation_aging, in the order of customers.
        Index(
            "ix_instalment_aging",
            "corp_id",
            "customer_id",
            "currency",
            "opened_on",
            "opened_at",
            "closed_on",
            "closed_at",
            "due_on",
            "issued_on",
            "amount",
            "id",
        ),
    )
    corp_id: int = key()
    id: int = key()
    receivable_id: int = big()
    customer_id: int = big()
    position: int
    kind: str = "principal"
    currency: str = "CNY"
    amount: int = big()
    outstanding: int = big()
    issued_on: date
    due_on: date | None = None
    opened_by: int = big()
    opened_on: date
    opened_at: datetime = instant()
    closed_by: int | None = big(default=None)
    closed_on: date | None = None
    closed_at: datetime | None = instant(default=None)


class Receipt(SQLModel, table=True):
    """Money that arrived. `state`: reported | confirmed | unclaimed | bounced | withdrawn.

    `account` kind: bank | wallet | cash | bill, `holder` whose wallet or hand. `customer_id` is None while
    unclaimed.
    A reported receipt waits for finance; `draft` keeps what to book when it is confirmed (JSON).
    """

    __table_args__ = (
        within_corp("customer_id", "customer"),
        CheckConstraint("amount > 0", name="amount_positive"),
        UniqueConstraint("corp_id", "number"),
        Index(None, "corp_id", "state"),
        Index(None, "corp_id", "customer_id", "received_on"),
    )
    corp_id: int = key()
    id: int = key()
    number: int = big()
    customer_id: int | None = big(default=None)
    currency: str = "CNY"
    amount: int = big()
    fee: int = big(default=0)
    received_on: date
    account: str = "bank"
    holder: str = ""
    bill_due_on: date | None = None
    payer: str = ""
    reference: str = ""
    note: str = long_text(default="")
    state: str
    reported_by: str
    confirmed_by: str = ""
    message_id: int | None = big(default=None)
    run_id: int | None = big(default=None)
    draft: str = long_text(default="")
    handed_over: bool = False
    created_at: datetime = instant()


class Entry(SQLModel, table=True):
    """A line of the journal: never updated, never deleted. See `ledger.entries.Entry`."""

    __table_args__ = (
        within_corp("customer_id", "customer"),
        UniqueConstraint("corp_id", "seq"),
        UniqueConstraint("corp_id", "reverses"),
        Index(
            "ix_entry_balance",
            "corp_id",
            "customer_id",
            "currency",
            "effective_on",
            "recorded_at",
            "kind",
            "reverses_kind",
            "amount",
        ),
        Index(None, "corp_id", "effective_on"),
        Index(None, "corp_id", "actor", "seq"),
        Index(None, "corp_id", "message_id"),
        Index(None, "corp_id", "receivable_id"),
        Index(None, "corp_id", "receipt_id"),
        # Holds nothing where all is in yuan: reports ask it what they leave out.
        Index(
            "ix_entry_foreign",
            "corp_id",
            "currency",
            sqlite_where=text("currency <> 'CNY'"),
            postgresql_where=text("currency <> 'CNY'"),
        ),
    )
    corp_id: int = key()
    id: int = key()
    seq: int = big()
    kind: str
    customer_id: int = big()
    currency: str = "CNY"
    amount: int = big()
    effective_on: date
    recorded_at: datetime = instant()
    actor: str
    message_id: int | None = big(default=None)
    receivable_id: int | None = big(default=None)
    receipt_id: int | None = big(default=None)
    reverses: int | None = big(default=None)
    reverses_kind: str | None = None
    reason: str = ""
    note: str = long_text(default="")
    run_id: int | None = big(default=None)
    prev_hash: str
    hash: str


class Allocation(SQLModel, table=True):
    """Signed fen of a source entry that go to an instalment or an entry (refund, transfer_out, reversal).

    Append-only. A row that takes an earlier one back names it in `undoes` and has the opposite amount.
    """

    __table_args__ = (
        within_corp("by_entry", "entry"),
        within_corp("source_entry", "entry"),
        UniqueConstraint("corp_id", "undoes"),
        Index(None, "corp_id", "source_entry"),
        Index("ix_allocation_aging", "corp_id", "target_instalment", "effective_on", "recorded_at", "amount"),
        Index(None, "corp_id", "target_entry"),
        Index(None, "corp_id", "by_entry"),
    )
    corp_id: int = key()
    id: int = key()
    customer_id: int = big()
    by_entry: int = big()
    source_entry: int = big()
    target_instalment: int | None = big(default=None)
    target_entry: int | None = big(default=None)
    amount: int = big()
    effective_on: date
    recorded_at: datetime = instant()
    designated_by: str = ""
    undoes: int | None = big(default=None)
