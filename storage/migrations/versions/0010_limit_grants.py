"""Limits that end by themselves: temporary ones, and deliveries let go for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "limit_grant",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_limit_grant_corp_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_limit_grant")),
    )
    op.create_index(
        op.f("ix_limit_grant_corp_id_customer_id_until"),
        "limit_grant",
        ["corp_id", "customer_id", "until"],
    )
