"""What is kept about a customer beside the journal, and goes with him when another one goes on for him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Delete, Select, Table, UniqueConstraint, Update, bindparam, delete, select, update

from storage.relations import ALIAS, RECEIPT, metadata
from storage.work import Work

# The books, and what was thought of this customer by himself: they stay what they were.
STAYS: Final = frozenset(
    {
        *("entry", "allocation", "instalment", "receivable", "receipt"),
        *("customer_alias", "limit_grant", "stage_said", "grade_proposal", "credit_warning"),
    }
)


def _follows(table: Table) -> bool:
    """Every table about a customer, also one to come, whose rows another customer's rows cannot stand in the way of."""
    if table.name in STAYS or not {"corp_id", "id", "customer_id"} <= set(table.c.keys()):
        return False
    unique = (rule for rule in table.constraints if isinstance(rule, UniqueConstraint))
    return not any("customer_id" in rule.columns for rule in unique)


FOLLOWS: Final[Mapping[str, Table]] = {
    table.name: table for table in metadata.sorted_tables if _follows(table)
}


def _find(table: Table) -> Select[tuple[int]]:
    return (
        select(table.c.id)
        .where(table.c.corp_id == bindparam("corp"), table.c.customer_id == bindparam("whose"))
        .order_by(table.c.id)
    )


def _move(table: Table) -> Update:
    return (
        update(table)
        .where(
            table.c.corp_id == bindparam("corp"),
            table.c.customer_id == bindparam("whose"),
            table.c.id.in_(bindparam("rows", expanding=True)),
        )
        .values(customer_id=bindparam("to"))
    )


_FINDS = {name: _find(table) for name, table in FOLLOWS.items()}
_FINDS["receipt"] = _find(RECEIPT).where(RECEIPT.c.state == "reported")  # what is booked stays in its books
_MOVES = {name: _move(table) for name, table in FOLLOWS.items()} | {"receipt": _move(RECEIPT)}
_FORGET: Delete = delete(ALIAS).where(
    ALIAS.c.corp_id == bindparam("corp"),
    ALIAS.c.customer_id == bindparam("whose"),
    ALIAS.c.learnt_from == bindparam("taught_by"),
)


def bring(work: Work, customer_id: int, *, to: int) -> dict[str, list[int]]:
    """Everything that follows is `to`'s from now on: ids of the rows by table."""
    found = {name: [row[0] for row in work.rows(asked, whose=customer_id)] for name, asked in _FINDS.items()}
    brought = {name: ids for name, ids in found.items() if ids}
    give(work, brought, customer_id, to=to)
    return brought


def give(work: Work, rows: Mapping[str, Sequence[int]], customer_id: int, *, to: int) -> None:
    """These rows of the customer's, as far as they are still his, are `to`'s."""
    for name, ids in rows.items():
        work.execute(_MOVES[name], whose=customer_id, rows=list(ids), to=to)


def forget_aliases(work: Work, customer_id: int, taught_by: str) -> int:
    """Other names of the customer that came from this; how many."""
    return work.execute(_FORGET, whose=customer_id, taught_by=taught_by)
