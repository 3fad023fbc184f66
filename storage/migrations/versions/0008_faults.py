"""Ways out that are broken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "channel_fault",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_channel_fault_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "way", name=op.f("pk_channel_fault")),
    )
