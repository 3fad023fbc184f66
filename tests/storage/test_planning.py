"""An empty database must look for one customer's rows as a full one does."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Executable

from storage.compiled import Compiled
from storage.customers import _USUAL
from storage.database import Database
from storage.engines import snapshot
from storage.planning import COUNTED_AT
from storage.receivables import _RECENT, _SIMILAR
from storage.schema import claim_mode, migrate
from storage.unit_of_work import UnitOfWork
from tests.storage.conftest import NINE_O_CLOCK

LOOKS = {
    "usual amounts": (_USUAL, ("customer", "kind")),
    "similar debts": (_SIMILAR, ("customer", "amount", "first", "last")),
    "recent debts": (_RECENT, ("customer", "actor", "since")),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_at_one_customer_does_not_read_the_whole_company(look: str, tmp_path: Path) -> None:
    statement, names = LOOKS[look]
    url = f"sqlite:///{tmp_path / 'books.db'}"
    migrate(url)
    assert "customer_id=?" in first_step(url, statement, names)


def test_postgresql_counts_before_its_collector_comes_by(postgres_url: str) -> None:
    def arrive(uow: UnitOfWork) -> None:
        uow.inbox.add(channel="app", key=str(uow.new_id()), sender="wang")

    migrate(postgres_url)
    claim_mode(postgres_url, "live")
    with Database(postgres_url, clock=lambda: NINE_O_CLOCK, process_number=1) as database:
        for _ in range(min(COUNTED_AT)):
            database.write_now(arrive)
    with snapshot(postgres_url) as connection:
        counted = connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'inbox'")
        assert counted.scalar_one() == min(COUNTED_AT) - 1


def first_step(url: str, statement: Executable, names: tuple[str, ...]) -> str:
    """The first line of SQLite's plan."""
    with snapshot(url) as connection:
        compiled = Compiled(statement, connection.dialect, dict.fromkeys(("corp", *names)))
        values = (None,) * compiled.text.count("?")
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + compiled.text, values).all()
    return str(plan[0][3])
