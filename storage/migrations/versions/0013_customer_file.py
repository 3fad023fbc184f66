"""What the file of a customer holds besides: contract, since when he is known, and who goes on for him."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("contract", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("known_since", sa.Date(), nullable=True))
        batch.add_column(sa.Column("merged_into", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("customer") as batch:  # the default was for the rows that are there
        batch.alter_column("contract", existing_type=sa.Text(), existing_nullable=False, server_default=None)
