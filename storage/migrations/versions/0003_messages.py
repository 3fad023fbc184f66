"""Messages, runs and records beside the books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_attachment_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_attachment")),
    )
    op.create_index(
        op.f("ix_attachment_corp_id_sender_created_at"),
        "attachment",
        ["corp_id", "sender", "created_at"],
        unique=False,
    )
    op.create_index(op.f("ix_attachment_corp_id_subject"), "attachment", ["corp_id", "subject"], unique=False)
    op.create_table(
        "audit",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_audit_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_corp_id_at"), "audit", ["corp_id", "at"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_conversation_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "channel", "chat_id", "speaker", name=op.f("pk_conversation")),
    )
    op.create_table(
        "import_row",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_import_row_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "row_key", name=op.f("pk_import_row")),
    )
    op.create_index(op.f("ix_import_row_corp_id_run_id"), "import_row", ["corp_id", "run_id"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("message_key", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("error_id", sa.String(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_inbox_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_inbox")),
        sa.UniqueConstraint(
            "corp_id", "channel", "message_key", name=op.f("uq_inbox_corp_id_channel_message_key")
        ),
    )
    op.create_index(
        op.f("ix_inbox_corp_id_sender_received_at"),
        "inbox",
        ["corp_id", "sender", "received_at"],
        unique=False,
    )
    op.create_table(
        "outbox",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("unique_key", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("inbox_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("lease_holder", sa.String(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_outbox_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("corp_id", "unique_key", name=op.f("uq_outbox_corp_id_unique_key")),
    )
    op.create_index(op.f("ix_outbox_state_not_before"), "outbox", ["state", "not_before"], unique=False)
    op.create_table(
        "run",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_run_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_run")),
        sa.UniqueConstraint("corp_id", "job", "key", name=op.f("uq_run_corp_id_job_key")),
    )
    op.create_table(
        "timer",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unique_key", sa.String(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_timer_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_timer")),
        sa.UniqueConstraint("corp_id", "unique_key", name=op.f("uq_timer_corp_id_unique_key")),
    )
    op.create_index(op.f("ix_timer_done_due_at"), "timer", ["done", "due_at"], unique=False)
