"""By which link somebody came to a service account, and which message of his waits for “whose affair is it?”."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    with op.batch_alter_table("kf_chat") as batch:
        batch.add_column(sa.Column("scene", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("asked_of", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("kf_chat") as batch:  # the default was for the rows that are there
        batch.alter_column("scene", existing_type=sa.String(), existing_nullable=False, server_default=None)
