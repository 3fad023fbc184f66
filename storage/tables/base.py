"""What every table shares: names of constraints and column types.

Instants are BIGINT UTC microseconds; business days are DATE in the company's zone; money is BIGINT fen.
`corp_id` comes first in every key. Ids are given by the program (63 bits), never by the database.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Text
from sqlmodel import Field, SQLModel

from storage.instant import Instant

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def key(**options: Any) -> Any:
    """A part of the primary key: a 63-bit integer given by the program."""
    return Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}, **options)


def big(**options: Any) -> Any:
    """A 64-bit integer: fen, or an id."""
    return Field(sa_type=BigInteger, **options)


def instant(**options: Any) -> Any:
    return Field(sa_type=Instant, **options)


def long_text(**options: Any) -> Any:
    return Field(sa_type=Text, **options)


def within_corp(column: str, table: str) -> ForeignKeyConstraint:
    """A foreign key that cannot leave the company: (corp_id, column) → table(corp_id, id)."""
    return ForeignKeyConstraint(["corp_id", column], [f"{table}.corp_id", f"{table}.id"])
