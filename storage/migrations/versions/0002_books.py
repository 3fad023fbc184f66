"""The books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "corp_head",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("next_seq", sa.BigInteger(), nullable=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.String(), nullable=False),
        sa.Column("last_recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_corp_head_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", name=op.f("pk_corp_head")),
    )
    op.create_table(
        "entry",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("receivable_id", sa.BigInteger(), nullable=True),
        sa.Column("receipt_id", sa.BigInteger(), nullable=True),
        sa.Column("reverses", sa.BigInteger(), nullable=True),
        sa.Column("reverses_kind", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_entry_corp_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_entry")),
        sa.UniqueConstraint("corp_id", "reverses", name=op.f("uq_entry_corp_id_reverses")),
        sa.UniqueConstraint("corp_id", "seq", name=op.f("uq_entry_corp_id_seq")),
    )
    op.create_index(op.f("ix_entry_corp_id_actor_seq"), "entry", ["corp_id", "actor", "seq"], unique=False)
    op.create_index(
        "ix_entry_balance",
        "entry",
        [
            "corp_id",
            "customer_id",
            "currency",
            "effective_on",
            "recorded_at",
            "kind",
            "reverses_kind",
            "amount",
        ],
        unique=False,
    )
    op.create_index(op.f("ix_entry_corp_id_effective_on"), "entry", ["corp_id", "effective_on"], unique=False)
    op.create_index(op.f("ix_entry_corp_id_message_id"), "entry", ["corp_id", "message_id"], unique=False)
    op.create_index(op.f("ix_entry_corp_id_receipt_id"), "entry", ["corp_id", "receipt_id"], unique=False)
    op.create_index(
        op.f("ix_entry_corp_id_receivable_id"), "entry", ["corp_id", "receivable_id"], unique=False
    )
    op.create_table(
        "receipt",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("bill_due_on", sa.Date(), nullable=True),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reported_by", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_receipt_amount_positive")),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_receipt_corp_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("corp_id", "number", name=op.f("uq_receipt_corp_id_number")),
    )
    op.create_index(
        op.f("ix_receipt_corp_id_customer_id_received_on"),
        "receipt",
        ["corp_id", "customer_id", "received_on"],
        unique=False,
    )
    op.create_index(op.f("ix_receipt_corp_id_state"), "receipt", ["corp_id", "state"], unique=False)
    op.create_table(
        "receivable",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("salesperson", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_start", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("invoice_no", sa.String(), nullable=False),
        sa.Column("invoice_state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("delay_reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("over_limit", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_receivable_corp_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_receivable")),
        sa.UniqueConstraint("corp_id", "number", name=op.f("uq_receivable_corp_id_number")),
    )
    op.create_index(
        op.f("ix_receivable_corp_id_customer_id"), "receivable", ["corp_id", "customer_id"], unique=False
    )
    op.create_index(
        op.f("ix_receivable_corp_id_document_no"), "receivable", ["corp_id", "document_no"], unique=False
    )
    op.create_table(
        "allocation",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("by_entry", sa.BigInteger(), nullable=False),
        sa.Column("source_entry", sa.BigInteger(), nullable=False),
        sa.Column("target_instalment", sa.BigInteger(), nullable=True),
        sa.Column("target_entry", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("designated_by", sa.String(), nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["corp_id", "by_entry"],
            ["entry.corp_id", "entry.id"],
            name=op.f("fk_allocation_corp_id_by_entry_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["corp_id", "source_entry"],
            ["entry.corp_id", "entry.id"],
            name=op.f("fk_allocation_corp_id_source_entry_entry"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("corp_id", "undoes", name=op.f("uq_allocation_corp_id_undoes")),
    )
    op.create_index(
        op.f("ix_allocation_corp_id_by_entry"), "allocation", ["corp_id", "by_entry"], unique=False
    )
    op.create_index(
        op.f("ix_allocation_corp_id_source_entry"), "allocation", ["corp_id", "source_entry"], unique=False
    )
    op.create_index(
        op.f("ix_allocation_corp_id_target_entry"), "allocation", ["corp_id", "target_entry"], unique=False
    )
    op.create_index(
        "ix_allocation_aging",
        "allocation",
        ["corp_id", "target_instalment", "effective_on", "recorded_at", "amount"],
        unique=False,
    )
    op.create_table(
        "instalment",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("receivable_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("outstanding", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_by", sa.BigInteger(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_instalment_amount_positive")),
        sa.CheckConstraint(
            "outstanding >= 0 AND outstanding <= amount", name=op.f("ck_instalment_outstanding_within")
        ),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_instalment_corp_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["corp_id", "receivable_id"],
            ["receivable.corp_id", "receivable.id"],
            name=op.f("fk_instalment_corp_id_receivable_id_receivable"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_instalment")),
    )
    op.create_index(
        "ix_instalment_aging",
        "instalment",
        [
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
        ],
        unique=False,
    )
    op.create_index(
        "ix_instalment_open",
        "instalment",
        ["corp_id", "customer_id", "currency", "due_on", "issued_on", "outstanding"],
        unique=False,
        sqlite_where=sa.text("outstanding > 0"),
        postgresql_where=sa.text("outstanding > 0"),
    )
    op.create_index(op.f("ix_instalment_corp_id_due_on"), "instalment", ["corp_id", "due_on"], unique=False)
    op.create_index(
        op.f("ix_instalment_corp_id_receivable_id"), "instalment", ["corp_id", "receivable_id"], unique=False
    )
