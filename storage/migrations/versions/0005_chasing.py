"""Disputes, holds, tasks and reminders; what came of a follow-up; the phone below a text to a customer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
_ADDED = {
    "follow_up": {
        "channel": sa.String(),
        "person": sa.String(),
        "result": sa.Text(),
        "next_step": sa.String(),
    },
    "staff": {"phone": sa.String()},
}


def upgrade() -> None:
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table) as batch:
            for name, kind in columns.items():
                batch.add_column(sa.Column(name, kind, nullable=False, server_default=""))
        with op.batch_alter_table(table) as batch:  # the default was for the rows that are there
            for name, kind in columns.items():
                batch.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
    op.create_table(
        "dispute",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("receivable_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_dispute_amount_positive")),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_dispute_corp_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["corp_id", "receivable_id"],
            ["receivable.corp_id", "receivable.id"],
            name=op.f("fk_dispute_corp_id_receivable_id_receivable"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_dispute")),
    )
    op.create_index(
        op.f("ix_dispute_corp_id_customer_id_state"),
        "dispute",
        ["corp_id", "customer_id", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_dispute_corp_id_receivable_id_state"),
        "dispute",
        ["corp_id", "receivable_id", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_dispute_corp_id_state_deadline"), "dispute", ["corp_id", "state", "deadline"], unique=False
    )
    op.create_table(
        "hold",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("renewed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_hold_corp_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_hold")),
    )
    op.create_index(
        op.f("ix_hold_corp_id_customer_id_state"), "hold", ["corp_id", "customer_id", "state"], unique=False
    )
    op.create_index(op.f("ix_hold_corp_id_state_until"), "hold", ["corp_id", "state", "until"], unique=False)
    op.create_table(
        "task",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_task_corp_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_task")),
    )
    op.create_index(
        op.f("ix_task_corp_id_assignee_state"), "task", ["corp_id", "assignee", "state"], unique=False
    )
    op.create_index(
        op.f("ix_task_corp_id_customer_id_state"), "task", ["corp_id", "customer_id", "state"], unique=False
    )
    op.create_index(
        op.f("ix_task_corp_id_state_due_on"), "task", ["corp_id", "state", "due_on"], unique=False
    )
    op.create_table(
        "reminder",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_reminder_corp_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_reminder")),
    )
    op.create_index(
        op.f("ix_reminder_corp_id_person_state"), "reminder", ["corp_id", "person", "state"], unique=False
    )
    op.create_index(
        op.f("ix_reminder_corp_id_state_due_at"), "reminder", ["corp_id", "state", "due_at"], unique=False
    )
