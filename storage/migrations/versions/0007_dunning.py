"""What was said about which instalment, and dated runs of jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "stage_said",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instalment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=True),
        sa.Column("customer", sa.Integer(), nullable=True),
        sa.Column("sales", sa.Integer(), nullable=True),
        sa.Column("finance", sa.Integer(), nullable=True),
        sa.Column("manager", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["corp_id", "instalment_id"],
            ["instalment.corp_id", "instalment.id"],
            name=op.f("fk_stage_said_corp_id_instalment"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "instalment_id", "day", name=op.f("pk_stage_said")),
    )
    op.create_index(
        op.f("ix_stage_said_corp_id_customer_id_day"),
        "stage_said",
        ["corp_id", "customer_id", "day"],
        unique=False,
    )
    op.create_index(op.f("ix_stage_said_corp_id_day"), "stage_said", ["corp_id", "day"], unique=False)
    op.create_table(
        "job_run",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_job_run_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "job", "day", name=op.f("pk_job_run")),
    )
