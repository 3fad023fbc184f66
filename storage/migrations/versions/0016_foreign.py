"""In which other currencies the books are kept is known at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_index(
        "ix_entry_foreign",
        "entry",
        ["corp_id", "currency"],
        unique=False,
        sqlite_where=sa.text("currency <> 'CNY'"),
        postgresql_where=sa.text("currency <> 'CNY'"),
    )
