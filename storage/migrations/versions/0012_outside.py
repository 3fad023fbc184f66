"""Customers in WeChat: service accounts, who wrote to them, and money collected there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "kf_account",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("open_kfid", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_kf_account_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "open_kfid", name=op.f("pk_kf_account")),
    )
    op.create_table(
        "kf_chat",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("open_kfid", sa.String(), nullable=False),
        sa.Column("external_userid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=True),
        sa.Column("servicer", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_kf_chat_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "open_kfid", "external_userid", name=op.f("pk_kf_chat")),
    )
    op.create_table(
        "collected_payment",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.Column("external_userid", sa.String(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("paid_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id"], ["corp.corp_id"], name=op.f("fk_collected_payment_corp_id_corp")
        ),
        sa.PrimaryKeyConstraint("corp_id", "transaction_id", name=op.f("pk_collected_payment")),
    )
    op.create_index(
        op.f("ix_collected_payment_corp_id_receipt_id"), "collected_payment", ["corp_id", "receipt_id"]
    )
