"""Late fees by their days, what restarts the limitation clock, and provisions of month ends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "fee_span",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("receivable_id", sa.BigInteger(), nullable=False),
        sa.Column("instalment_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("start_on < end_on", name=op.f("ck_fee_span_days_in_order")),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_fee_span_corp_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["corp_id", "entry_id"],
            ["entry.corp_id", "entry.id"],
            name=op.f("fk_fee_span_corp_id_entry_id_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["corp_id", "instalment_id"],
            ["instalment.corp_id", "instalment.id"],
            name=op.f("fk_fee_span_corp_id_instalment_id_instalment"),
        ),
        sa.ForeignKeyConstraint(
            ["corp_id", "receivable_id"],
            ["receivable.corp_id", "receivable.id"],
            name=op.f("fk_fee_span_corp_id_receivable_id_receivable"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_fee_span")),
        sa.UniqueConstraint(
            "corp_id",
            "instalment_id",
            "start_on",
            "attempt",
            name=op.f("uq_fee_span_corp_id_instalment_id_start_on_attempt"),
        ),
    )
    op.create_index(op.f("ix_fee_span_corp_id_customer_id"), "fee_span", ["corp_id", "customer_id"])
    op.create_index(op.f("ix_fee_span_corp_id_entry_id"), "fee_span", ["corp_id", "entry_id"])
    op.create_table(
        "clock_restart",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("receivable_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=True),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id", "attachment_id"],
            ["attachment.corp_id", "attachment.id"],
            name=op.f("fk_clock_restart_corp_id_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_clock_restart_corp_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["corp_id", "receivable_id"],
            ["receivable.corp_id", "receivable.id"],
            name=op.f("fk_clock_restart_corp_id_receivable_id_receivable"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_clock_restart")),
    )
    op.create_index(
        op.f("ix_clock_restart_corp_id_customer_id_state"),
        "clock_restart",
        ["corp_id", "customer_id", "state"],
    )
    op.create_table(
        "provision",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("known_by", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=False),
        sa.Column("written_off", sa.BigInteger(), nullable=False),
        sa.Column("recovered", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("regained", sa.BigInteger(), nullable=False),
        sa.Column("charge", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_provision_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_provision")),
        sa.UniqueConstraint(
            "corp_id",
            "currency",
            "as_of",
            "version",
            name=op.f("uq_provision_corp_id_currency_as_of_version"),
        ),
    )
    op.create_index(op.f("ix_provision_corp_id_state_as_of"), "provision", ["corp_id", "state", "as_of"])
