"""The company, its people and its customers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "corp",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("names_version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("corp_id", name=op.f("pk_corp")),
    )
    op.create_table(
        "lease",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("corp_id", "name", name=op.f("pk_lease")),
    )
    op.create_table(
        "connection",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_connection_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_connection")),
        sa.UniqueConstraint("kind", "external_id", name=op.f("uq_connection_kind_external_id")),
    )
    op.create_table(
        "customer",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_customer_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_customer")),
        sa.UniqueConstraint("corp_id", "name", name=op.f("uq_customer_corp_id_name")),
    )
    op.create_table(
        "setting",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_setting_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_setting")),
        sa.UniqueConstraint(
            "corp_id", "scope", "key", "version", name=op.f("uq_setting_corp_id_scope_key_version")
        ),
    )
    op.create_table(
        "staff",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("userid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["corp_id"], ["corp.corp_id"], name=op.f("fk_staff_corp_id_corp")),
        sa.PrimaryKeyConstraint("corp_id", "userid", name=op.f("pk_staff")),
    )
    op.create_table(
        "customer_alias",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("learnt_from", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_customer_alias_corp_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_customer_alias")),
        sa.UniqueConstraint(
            "corp_id",
            "kind",
            "alias",
            "customer_id",
            name=op.f("uq_customer_alias_corp_id_kind_alias_customer_id"),
        ),
    )
    op.create_index(
        op.f("ix_customer_alias_corp_id_customer_id"),
        "customer_alias",
        ["corp_id", "customer_id"],
        unique=False,
    )
    op.create_table(
        "customer_contact",
        sa.Column("corp_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("external_userid", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corp_id", "customer_id"],
            ["customer.corp_id", "customer.id"],
            name=op.f("fk_customer_contact_corp_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("corp_id", "id", name=op.f("pk_customer_contact")),
    )
    op.create_index(
        op.f("ix_customer_contact_corp_id_customer_id"),
        "customer_contact",
        ["corp_id", "customer_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_customer_contact_corp_id_external_userid"),
        "customer_contact",
        ["corp_id", "external_userid"],
        unique=False,
    )
